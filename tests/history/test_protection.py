"""Nobody changes history: not the portal's role, by privilege; not the owner, by trigger; nor goes on without it."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import Error, transaction

from sharedservices.core.acting import as_owner
from sharedservices.core.history import checks, seeing
from sharedservices.core.history.verifying import Finding, Reading, business_tables
from sharedservices.core.models import HistoryEvent
from tests.history.keeping import EVENTS, LINKS, ask, commit, findings, head_of, run, undone, unprotected
from tests.world import World
from workstreams.models import Workstream

WORKSTREAM = Workstream._meta.db_table
WRITES = [
    f"UPDATE {EVENTS} SET reason = 'x'",
    f"DELETE FROM {EVENTS}",
    f"TRUNCATE {EVENTS}",
    f"UPDATE {LINKS} SET sha256 = ''",
    f"DELETE FROM {LINKS}",
    f"TRUNCATE {LINKS}",
]
INSERTS = [
    f"INSERT INTO {EVENTS} SELECT * FROM {EVENTS} LIMIT 1",
    f"INSERT INTO {LINKS} (chain, transaction, number, at, before, sha256) VALUES (1, 1, 1, now(), '', '')",
]
FORGE = "CREATE TEMP TABLE forged (LIKE {like}); CREATE TRIGGER forge AFTER INSERT ON forged FOR EACH {each}"
WAYS_ROUND = [
    f"ALTER TABLE {WORKSTREAM} DISABLE TRIGGER ALL",
    f"ALTER TABLE {EVENTS} DISABLE TRIGGER ALL",
    f"DROP TRIGGER history_changed ON {WORKSTREAM}",
    f"DROP TRIGGER history_stands ON {EVENTS}",
    f"CREATE OR REPLACE FUNCTION history_of_{WORKSTREAM}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
    "CREATE OR REPLACE FUNCTION history_is_paused() RETURNS boolean LANGUAGE sql RETURN true",
    "SET session_replication_role = replica",
    f"ALTER TABLE {EVENTS} OWNER TO portal_app",
    f"DROP TABLE {EVENTS}",
    "ALTER SEQUENCE core_history_transaction RESTART",
    FORGE.format(like=WORKSTREAM, each=f"ROW EXECUTE FUNCTION history_of_{WORKSTREAM}()"),
    FORGE.format(like=LINKS, each="ROW EXECUTE FUNCTION seal_history()"),
]


def refused(statement: str) -> str:
    """PostgreSQL's own word for why not."""
    with pytest.raises(Error) as error, transaction.atomic():
        run(statement)
    return str(error.value)


@pytest.mark.parametrize("statement", [*WRITES, *INSERTS])
def test_the_portal_has_no_right_to_write_history(world: World, statement: str) -> None:
    assert "permission denied" in refused(statement)


@pytest.mark.parametrize("statement", WAYS_ROUND)
def test_the_portal_has_no_right_to_go_round_history(world: World, statement: str) -> None:
    assert "must be owner" in (why := refused(statement)) or "permission denied" in why


@pytest.mark.parametrize("statement", WRITES)
def test_triggers_refuse_the_owner_too(world: World, statement: str) -> None:
    commit()

    with as_owner():
        assert "History is never changed" in refused(statement)


@pytest.mark.parametrize("statement", WRITES[:2])
def test_a_pause_is_for_emptying_the_database_alone(world: World, statement: str) -> None:
    commit()

    with as_owner(keep_history=False):
        assert "History is never changed" in refused(statement)


def test_the_portal_cannot_pause_history(world: World) -> None:
    last = HistoryEvent.objects.latest("pk").pk

    run("SELECT set_config('portal.history', 'paused', false)")
    Workstream.objects.update(note="Unseen")

    assert HistoryEvent.objects.filter(pk__gt=last).count() == 1


def test_the_reading_role_reads_and_no_more(world: World) -> None:
    run("RESET ROLE; SET ROLE portal_read")

    assert ask(f"SELECT count(*) FROM {WORKSTREAM}")[0][0] > 0
    for statement in [f"SELECT count(*) FROM {EVENTS}", *WRITES, *INSERTS, f"UPDATE {WORKSTREAM} SET note = 'x'"]:
        assert "permission denied" in refused(statement)
    run("RESET ROLE")


def test_every_business_table_keeps_history(world: World) -> None:
    """Give a new model a KeepHistory in its migration, or say with `seeing.without` that it needs none."""
    kept = {table for (table,) in ask(checks.KEPT_TABLES)}

    assert business_tables() - kept == set()
    assert len(kept) > 50


UNTOLD = {
    "partnerships": {"User", "RoleGrant", "ApiToken", "ImportBatch", "Invitation"},
    "reports": {"Snapshot", "Rendition", "FrontSheetField", "HouseStyleSection"},
}


def test_every_model_says_who_may_see_its_history(world: World) -> None:
    """A new model is told in its app's module `history`, or stands here: nobody is told of it."""
    ours = {model for model in apps.get_models() if model._meta.db_table in business_tables()}

    silent = {model for model in ours if model._meta.db_table not in seeing.TOLD}

    assert {model.__name__ for model in silent} == set().union(*UNTOLD.values())


def test_a_model_without_history_would_be_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with undone(), as_owner():
        run(f"DROP TRIGGER history_removed ON {WORKSTREAM}")
        found = findings()

    message = f"No history is kept of {WORKSTREAM}: a trigger is missing or switched off."
    assert Finding(message, table=WORKSTREAM) in found


@pytest.mark.parametrize(
    ("table", "trigger"),
    sorted(checks.REQUIRED_TRIGGERS),
)
def test_a_protection_that_is_switched_off_is_found(world: World, table: str, trigger: str) -> None:
    commit()

    with undone(), as_owner():
        run(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        found = findings()

    message = f"History is not protected: the trigger {trigger} of {table} is missing or switched off."
    assert found == [Finding(message, table=table)]


def test_a_column_that_came_later_is_no_finding(world: World) -> None:
    commit()

    with undone(), as_owner():
        run(f"ALTER TABLE {WORKSTREAM} ADD COLUMN colour text DEFAULT 'green'")
        run(f"ALTER TABLE {WORKSTREAM} DROP COLUMN scope")

        assert findings() == []


def test_the_chains_of_partnerships_are_their_own(world: World) -> None:
    commit()
    hills = head_of(world.hills.pk)
    Workstream.objects.update(note="In the Rivers")
    commit()

    assert head_of(world.hills.pk) == hills
    assert [one.chain for one in Reading(world.rivers.pk).findings()] == []
    reading = Reading(world.rivers.pk)
    list(reading.findings())
    assert reading.chains == 1


def test_the_command_tells_what_it_read(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    commit()

    call_command("verify_history")

    *figures, verdict = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in figures] == ["chains", "links", "events", "rows", "seconds"]
    assert int(figures[0].split()[1]) == 3
    assert verdict == "History is as it was written."


def test_the_command_names_what_it_finds(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit()
    head = head_of(world.rivers.pk)
    (tmp_path / "heads").write_text(f"rivers:{head.number}:{head.sha256}\n\nrivers:99:{head.sha256}\n")
    with unprotected(WORKSTREAM):
        run(f"UPDATE {WORKSTREAM} SET note = 'Unseen' WHERE id = %s", [world.waste.pk])

    with pytest.raises(CommandError, match="2 findings"):
        call_command("verify_history", "--heads", str(tmp_path / "heads"), "--partnership", "rivers")

    told = capsys.readouterr().out
    assert f"{world.rivers}, link 99: A head that was kept names a link that is not there" in told
    assert f"{WORKSTREAM} {world.waste.pk}: Not as its last event left it: note." in told


def test_printed_heads_can_be_given_back(world: World, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    commit()
    call_command("verify_history", "--print-heads")
    heads = [line for line in capsys.readouterr().out.splitlines() if ":" in line]
    (tmp_path / "heads").write_text("\n".join(heads))

    call_command("verify_history", "--heads", str(tmp_path / "heads"))

    assert {line.partition(":")[0] for line in heads} == {"portal", "rivers", "hills"}


@pytest.mark.parametrize("given", ["rivers", "rivers:one:abc", "RIVERS:1:" + "a" * 64])
def test_a_head_that_is_none_is_refused(world: World, given: str) -> None:
    with pytest.raises(CommandError, match="is no head"):
        call_command("verify_history", "--head", given)


def test_nowhere_is_no_partnership(world: World) -> None:
    with pytest.raises(CommandError, match="no partnership 'nowhere'"):
        call_command("verify_history", "--partnership", "nowhere")
