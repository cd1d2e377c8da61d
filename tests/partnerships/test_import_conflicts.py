"""A workbook that was downloaded, edited and brought back, while others went on working in the portal."""

import re
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from partnerships.models import ImportBatch
from sharedservices.core.models import Job
from sharedservices.core.programme.reading import EXPORTED_AT
from tests.partnerships.import_files import bring, page_of, press, work, workbook
from tests.world import World, as_
from workstreams.models import Workstream

State = ImportBatch.State
HEADER = ["partnership", "workstream", "name"]
LONG_AGO = timedelta(hours=1)


@pytest.fixture
def officer(client: Client, world: World) -> Client:
    return as_(client, world.officer)


def since(at: str, *rows: list[str]) -> bytes:
    return workbook({"About": [[EXPORTED_AT, at]], "workstreams": [HEADER, *rows]})


@pytest.fixture
def brought(officer: Client, world: World) -> ImportBatch:
    """Written an hour ago: it renames Waste, which Alice has renamed since, and adds Libraries."""
    at = (timezone.now() - LONG_AGO).isoformat()
    world.waste.name = "Refuse"
    world.waste.save()
    kind = ContentType.objects.get_for_model(world.waste)
    LogEntry.objects.create(user=world.alice, content_type=kind, object_id=world.waste.pk, action_flag=CHANGE)
    rows = (["rivers", "waste", "Waste and recycling"], ["rivers", "libraries", "Libraries"])
    return bring(officer, since(at, *rows))


def names() -> set[str]:
    return set(Workstream.objects.values_list("name", flat=True))


def test_a_conflict_shows_both_texts_who_and_when(officer: Client, brought: ImportBatch) -> None:
    page = page_of(officer, brought, "conflicts")

    assert (brought.state, brought.total("conflict"), brought.total("changed")) == (State.CHECKED, 1, 0)
    assert "Conflicts (1)" in page
    assert "<strong>name:</strong> Refuse" in page
    assert "<strong>name:</strong> Waste and recycling" in page
    assert f"{timezone.localtime():%-d %B %Y}" in page
    assert ", Alice</td>" in page
    assert page.count('type="radio"') == 2
    assert re.search(r'<input[^>]* value="keep"[^>]* checked', page)


@pytest.mark.parametrize(
    ("fields", "kept", "receipt"),
    [
        ({}, "Refuse", "kept as the portal had it"),
        ({"choice": "keep"}, "Refuse", "kept as the portal had it"),
        ({"choice": "replace"}, "Waste and recycling", "the file’s row took its place"),
    ],
    ids=["default", "keep", "replace"],
)
def test_the_choice_is_done_and_told(
    officer: Client, brought: ImportBatch, fields: dict[str, str], kept: str, receipt: str
) -> None:
    batch = press(officer, brought, "apply", **fields)

    assert batch.state == State.APPLIED, batch.notice
    assert names() == {kept, "Libraries"}
    assert receipt in page_of(officer, batch)


def test_undoing_takes_a_replacement_back(officer: Client, brought: ImportBatch) -> None:
    batch = press(officer, press(officer, brought, "apply", choice="replace"), "undo")

    assert batch.state == State.UNDONE, batch.notice
    assert names() == {"Refuse"}


def test_any_other_choice_is_refused(officer: Client, brought: ImportBatch) -> None:
    answer = officer.post(f"{brought.get_absolute_url()}apply/", {"choice": "both"})

    assert answer.status_code == 409
    assert not Job.objects.unfinished().exists()


def test_a_choice_that_was_not_confirmed_is_not_done(officer: Client, brought: ImportBatch) -> None:
    officer.post(f"{brought.get_absolute_url()}apply/", {"choice": "keep"})
    ImportBatch.objects.update(choice=ImportBatch.Choice.REPLACE)

    work()

    brought.refresh_from_db()
    assert brought.state == State.CHECKED
    assert names() == {"Refuse"}


def test_a_row_that_came_into_conflict_after_the_check_is_shown_first(officer: Client, world: World) -> None:
    at = (timezone.now() + LONG_AGO).isoformat()
    batch = bring(officer, since(at, ["rivers", "waste", "Waste and recycling"]))
    assert batch.total("conflict") == 0
    Workstream.objects.update(updated_at=timezone.now() + 2 * LONG_AGO)

    batch = press(officer, batch, "apply")

    assert (batch.state, batch.total("conflict"), names()) == (State.CHECKED, 1, {"Waste"})
    assert "The portal has changed since the check" in page_of(officer, batch)


def test_another_import_is_named_as_the_one_that_changed_the_row(officer: Client, world: World) -> None:
    at = (timezone.now() - LONG_AGO).isoformat()
    first = press(officer, bring(officer, since(at, ["rivers", "waste", "Refuse"])), "apply", choice="replace")

    second = bring(officer, since(at, ["rivers", "waste", "Rubbish"]))

    assert f"{world.officer.name}, Import {first.pk}" in page_of(officer, second, "conflicts")


def test_of_somebody_elses_import_one_is_told_who_and_which(officer: Client, world: World) -> None:
    at = (timezone.now() - LONG_AGO).isoformat()
    administrator = as_(Client(), world.administrator)
    first = press(
        administrator, bring(administrator, since(at, ["rivers", "waste", "Refuse"])), "apply", choice="replace"
    )

    second = bring(officer, since(at, ["rivers", "waste", "Rubbish"]))

    assert f"{world.administrator.name}, Import {first.pk}" in page_of(officer, second, "conflicts")
    assert officer.get(first.get_absolute_url()).status_code == 404


def test_a_replacement_that_does_not_fit_says_so(client: Client, world: World) -> None:
    administrator = as_(client, world.administrator)
    at = (timezone.now() - LONG_AGO).isoformat()
    world.rivers.parent = world.hills
    world.rivers.save()
    world.hills.save()
    rows = [["partnership", "name", "parent"], ["hills", world.hills.name, "rivers"]]
    batch = bring(administrator, workbook({"About": [[EXPORTED_AT, at]], "partnerships": rows}))
    assert (batch.state, batch.total("conflict")) == (State.CHECKED, 1)

    batch = press(administrator, batch, "apply", choice="replace")

    assert (batch.state, batch.choice) == (State.FAILED, ImportBatch.Choice.KEEP)
    assert "in place of the portal's it no longer fits" in batch.notice
    assert "goes round in a circle" in page_of(administrator, batch)
    assert press(administrator, batch, "check").state == State.CHECKED


def test_the_marked_workbook_still_says_when_it_was_written(officer: Client, world: World) -> None:
    at = timezone.now().replace(microsecond=0) - LONG_AGO
    failed = bring(officer, since(at.isoformat(), ["rivers", "waste", ""]))

    again = bring(officer, officer.get(f"{failed.get_absolute_url()}marked.xlsx").content)

    assert (failed.exported_at, again.exported_at) == (at, at)


def test_an_archive_of_csv_files_is_brought_as_a_workbook_is(officer: Client, world: World) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as book:
        book.writestr("workstreams.csv", "partnership,workstream,name\nrivers,libraries,Libraries\n")

    batch = bring(officer, buffer.getvalue(), "programme.ZIP")

    assert press(officer, batch, "apply").state == State.APPLIED
    assert names() == {"Waste", "Libraries"}


def test_a_hostile_archive_is_an_answer_too(officer: Client, world: World) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as book:
        book.writestr("../workstreams.csv", "partnership,workstream,name\n")

    batch = bring(officer, buffer.getvalue(), "programme.zip")

    assert batch.state == State.FAILED
    assert "lies in a folder of the archive" in page_of(officer, batch)
    assert officer.get(f"{batch.get_absolute_url()}marked.xlsx").status_code == 409  # nothing could be read


def test_a_file_that_is_gone_is_asked_for_again(officer: Client, brought: ImportBatch) -> None:
    ImportBatch.objects.update(file="", notice="The file was removed.")

    for button in ("apply", "check"):
        assert officer.post(f"{brought.get_absolute_url()}{button}/").status_code == 409
    assert officer.get(f"{brought.get_absolute_url()}marked.xlsx").status_code == 409
    page = page_of(officer, brought)
    assert "The file was removed." in page
    assert "Check again" not in page
    assert 'type="radio"' not in page
