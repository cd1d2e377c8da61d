"""The head of the record of changes in papers: frozen with them, printed by them, and looked for in the chain."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from reports import paper, services, snapshots, verifying
from reports.models import Report, Snapshot
from tests.history.keeping import commit, head_of, run, unprotected
from tests.reports.contents import SHA256, content
from tests.world import World
from workstreams.models import Workstream

TABLE = Snapshot._meta.db_table


def frozen(world: World) -> Snapshot:
    report = Report.objects.get(pk=world.report.pk)
    return services.compile_version(report=report, by=world.alice, at=timezone.now())[0]


@pytest.fixture
def snapshot(world: World) -> Snapshot:
    commit()
    made = frozen(world)
    commit()
    return made


def test_a_paper_holds_the_head_of_when_it_was_frozen(world: World) -> None:
    commit()
    head = head_of(world.rivers.pk)

    held = json.loads(frozen(world).content)["history"]

    assert held == {"link": head.number, "sha256": head.sha256}


def test_a_paper_prints_the_head_on_its_last_line(snapshot: Snapshot) -> None:
    held = json.loads(snapshot.content)
    html = paper.render_html(held, version=1, sha256=snapshot.sha256)

    head = f"rivers:{held['history']['link']}:{held['history']['sha256']}"
    line = f"Record of changes when this was made: {head}. Whoever keeps this line can have it shown "
    assert line in html
    assert line in paper.render_edition(held, version=1, sha256=snapshot.sha256)
    assert html.partition(line)[2].partition("</p>")[2].startswith("\n</div>")
    call_command("verify_history", "--head", head)


def test_a_paper_from_before_prints_what_it_printed() -> None:
    assert "Record of changes" not in paper.render_html(content(), version=1, sha256=SHA256)


def test_what_says_the_same_is_the_same_version_however_long_the_record_is(world: World, snapshot: Snapshot) -> None:
    Workstream.objects.update(order=5)
    commit()

    assert head_of(world.rivers.pk).number > json.loads(snapshot.content)["history"]["link"]
    assert frozen(world) == snapshot


def test_what_says_something_else_is_a_new_version(world: World, snapshot: Snapshot) -> None:
    Report.objects.filter(pk=world.report.pk).update(purpose="To report something else")
    commit()

    newer = frozen(world)

    assert newer.number == snapshot.number + 1
    assert not snapshots.same(newer.content, snapshot.content)


def test_the_heads_of_papers_are_in_the_chain(
    world: World, snapshot: Snapshot, capsys: pytest.CaptureFixture[str]
) -> None:
    (head,) = verifying.heads()

    assert head.source == f"The paper “{snapshot}”"
    assert head.chain == world.rivers.pk
    call_command("verify_history")

    assert capsys.readouterr().out.endswith("History is as it was written.\n")


def test_a_paper_knows_that_the_record_was_written_anew(
    world: World, snapshot: Snapshot, capsys: pytest.CaptureFixture[str]
) -> None:
    link = json.loads(snapshot.content)["history"]["link"]
    with unprotected("core_historylink"):
        run("UPDATE core_historylink SET sha256 = md5('x') WHERE chain = %s AND number = %s", [world.rivers.pk, link])

    with pytest.raises(CommandError, match="findings"):
        call_command("verify_history")

    told = capsys.readouterr().out
    assert f"{world.rivers}, link {link}: The paper “{snapshot}” names another hash" in told


def test_frozen_content_that_was_changed_is_found(snapshot: Snapshot, capsys: pytest.CaptureFixture[str]) -> None:
    with unprotected(TABLE):
        run(f"UPDATE {TABLE} SET content = replace(content, 'purpose', 'promise') WHERE id = %s", [snapshot.pk])

    with pytest.raises(CommandError, match="1 finding"):
        call_command("verify_history", "--partnership", "rivers")

    told = capsys.readouterr().out
    assert f"{TABLE} {snapshot.pk}: The frozen content of “{snapshot}” is not what its digest says." in told
