"""A file that the portal wrote knows when. What others changed since is not overwritten unasked."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.utils import timezone

from sharedservices.core.programme import exporting, importing
from sharedservices.core.programme.conflicts import MARGIN, Conflicts
from sharedservices.core.programme.importing import Outcome
from sharedservices.core.programme.planning import State
from sharedservices.core.programme.reading import read_folder
from sharedservices.core.programme.tables import Entry, Programme, Table
from tests.core.programme_files import MONDAY, as_cells, load, northern, places, read_back, with_cell, words, write
from tests.factories.partnerships import UserFactory
from workstreams.models import OutsideProgramme, Project, Workstream

pytestmark = pytest.mark.django_db

LATER = MARGIN + timedelta(seconds=1)


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """The programme of the two councils, as it was written out after everybody had long done with it."""
    load(tmp_path / "in")
    exporting.export("two", tmp_path / "out", at=timezone.now() + LATER)
    return tmp_path / "out"


def edited(folder: Path, table: str, column: str, text: str, *, row: int = 0) -> Path:
    tables = read_back(folder)
    header, *rows = tables[table]
    rows[row][header.index(column)] = text
    return write(folder, tables)


def changed_since(**values: object) -> Workstream:
    """Somebody else changes the workstream, well after the file was written."""
    Workstream.objects.filter(slug="waste").update(updated_at=timezone.now() + 3 * LATER, **values)
    return Workstream.objects.get(slug="waste")


def waste_row(folder: Path) -> int:
    return [row["workstream"] for row in as_cells(read_back(folder)["workstreams"])].index("waste")


def rename_in_file(folder: Path) -> Path:
    return edited(folder, "workstreams", "name", "Waste and recycling", row=waste_row(folder))


def bring(folder: Path, choice: Conflicts = Conflicts.REPORT, *, dry_run: bool = False) -> Outcome:
    outcome = importing.load(folder, at=timezone.now() + 4 * LATER, conflicts=choice, dry_run=dry_run)
    assert not outcome.problems
    return outcome


def test_an_export_says_when_it_was_made(exported: Path) -> None:
    at = read_folder(exported).exported_at

    assert at is not None
    assert abs(at - timezone.now() - LATER) < timedelta(seconds=30)


def test_a_row_that_both_changed_is_reported_and_nothing_is_loaded(exported: Path) -> None:
    edited(exported, "projects", "name", "One depot")
    rename_in_file(exported)
    changed_since(name="Refuse")

    outcome = bring(exported)

    assert (outcome.loaded, [entry.path for entry in outcome.conflicts]) == (False, ["two/waste"])
    assert outcome.conflicts[0].conflict == [("name", "Refuse", "Waste and recycling")]
    assert outcome.counts["workstreams"] == {State.CONFLICT: 1, State.UNCHANGED: 1}
    assert Workstream.objects.get(slug="waste").name == "Refuse"
    assert Project.objects.get().name == "Shared depot"


@pytest.mark.parametrize(
    ("choice", "name"), [(Conflicts.KEEP, "Refuse"), (Conflicts.REPLACE, "Waste and recycling")], ids=str
)
def test_the_other_rows_come_in_whatever_is_chosen(exported: Path, choice: Conflicts, name: str) -> None:
    edited(exported, "projects", "name", "One depot")
    rename_in_file(exported)
    changed_since(name="Refuse", purpose="Fewer lorries")

    outcome = bring(exported, choice)

    waste = Workstream.objects.get(slug="waste")
    assert (outcome.loaded, len(outcome.conflicts)) == (True, 1)
    assert (waste.name, Project.objects.get().name) == (name, "One depot")


def test_replacing_puts_the_whole_row_of_the_file_in_place(exported: Path) -> None:
    rename_in_file(exported)
    changed_since(purpose="Fewer lorries")

    bring(exported, Conflicts.REPLACE)

    waste = Workstream.objects.get(slug="waste")
    assert (waste.name, waste.purpose) == ("Waste and recycling", "")


def test_what_only_the_portal_changed_is_a_conflict_too(exported: Path) -> None:
    changed_since(name="Refuse")

    outcome = bring(exported, Conflicts.KEEP)

    assert [entry.conflict for entry in outcome.conflicts] == [[("name", "Refuse", "Waste")]]
    assert Workstream.objects.get(slug="waste").name == "Refuse"


def test_the_same_change_on_both_sides_is_none(exported: Path) -> None:
    rename_in_file(exported)
    changed_since(name="Waste and recycling")

    assert bring(exported).conflicts == []


def test_what_was_changed_before_the_export_is_none(exported: Path) -> None:
    rename_in_file(exported)
    at = read_folder(exported).exported_at
    assert at is not None
    Workstream.objects.filter(slug="waste").update(updated_at=at - LATER)

    outcome = bring(exported)

    assert (outcome.loaded, outcome.conflicts) == (True, [])


def test_a_transaction_that_was_open_at_the_export_counts_as_later(exported: Path) -> None:
    rename_in_file(exported)
    written = read_folder(exported).exported_at
    assert written is not None
    Workstream.objects.filter(slug="waste").update(name="Refuse", updated_at=written - MARGIN / 2)

    assert len(bring(exported).conflicts) == 1


def test_a_file_that_does_not_say_when_has_no_conflicts(exported: Path) -> None:
    (exported / "about.csv").unlink()
    rename_in_file(exported)
    changed_since(name="Refuse")

    outcome = bring(exported)

    assert (outcome.loaded, outcome.conflicts) == (True, [])


def test_rows_named_together_are_kept_or_replaced_with_their_row(tmp_path: Path) -> None:
    outside = [["partnership", "outside_programme", "name", "projects"], ["two", "fleet", "Fleet", "two/waste/depot"]]
    load(tmp_path / "in", northern(outside_programmes=outside))
    out = tmp_path / "out"
    exporting.export("two", out, at=timezone.now() + LATER)
    fleet = OutsideProgramme.objects.get()
    fleet.projects.clear()
    OutsideProgramme.objects.update(updated_at=timezone.now() + 3 * LATER)

    kept = bring(out, Conflicts.KEEP)

    assert [entry.conflict for entry in kept.conflicts] == [[("projects", "", "two/waste/depot")]]
    assert not fleet.projects.exists()
    bring(out, Conflicts.REPLACE)
    assert [project.slug for project in fleet.projects.all()] == ["depot"]


def test_new_rows_may_name_a_row_that_is_kept(exported: Path) -> None:
    tables = read_back(rename_in_file(exported))
    project = dict.fromkeys(tables["projects"][0], "") | {"workstream": "two/waste", "project": "x", "name": "New"}
    tables["projects"].append([project[name] for name in tables["projects"][0]])
    write(exported, tables)
    changed_since(name="Refuse")

    outcome = bring(exported, Conflicts.KEEP)

    assert outcome.loaded
    assert Project.objects.get(slug="x").workstream.name == "Refuse"


def test_a_moment_that_nobody_can_read_is_an_error(exported: Path) -> None:
    (exported / "about.csv").write_text("exported_at,last Tuesday\n")

    outcome = importing.load(exported, at=MONDAY)

    assert places(outcome) == [("about", 1, "exported_at")]


@pytest.mark.parametrize(
    "text",
    ["exported_at,2026-11-21T15:00:00Z", 'Exported at;"2026-11-21 15:00:00"', "x\nexported_at\t2026-11-21T15:00:00Z"],
)
def test_the_moment_is_read_however_a_spreadsheet_saved_it(tmp_path: Path, text: str) -> None:
    (tmp_path / "About.csv").write_text(text)

    assert read_folder(tmp_path).exported_at == datetime(2026, 11, 21, 15, tzinfo=UTC)


def test_the_command_shows_both_sides_and_who_changed_the_row(exported: Path, capsys) -> None:
    rename_in_file(exported)
    waste = changed_since(name="Refuse")
    kind = ContentType.objects.get_for_model(waste)
    entry = {"user": UserFactory(name="Alice"), "content_type": kind, "object_id": waste.pk, "action_flag": CHANGE}
    LogEntry.objects.create(**entry, action_time=waste.updated_at)
    bob = entry | {"user": UserFactory(name="Bob")}
    LogEntry.objects.create(**bob, action_time=waste.updated_at - 2 * MARGIN)

    with pytest.raises(CommandError, match=r"1 row was changed in the portal .* --conflicts keep"):
        call_command("import_programme", str(exported))

    told = capsys.readouterr().err
    assert "Waste and recycling  Refuse" in told
    assert str(entry["user"]) in told
    assert str(bob["user"]) not in told
    assert Workstream.objects.get(slug="waste").name == "Refuse"


@pytest.mark.parametrize(
    ("choice", "told", "name"),
    [("keep", "portal's rows were kept", "Refuse"), ("replace", "file's rows took their place", "Waste and recycling")],
)
def test_the_command_does_what_it_is_told(exported: Path, capsys, choice: str, told: str, name: str) -> None:
    rename_in_file(exported)
    changed_since(name="Refuse")

    call_command("import_programme", str(exported), "--conflicts", choice)

    assert f"{told}. Loaded." in capsys.readouterr().out
    assert Workstream.objects.get(slug="waste").name == name


def test_a_row_that_somebody_saves_while_the_import_reads_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path / "in")
    read = Programme.in_database

    def overtaken(self: Programme, table: Table, condition: Q) -> Iterator[Entry]:
        yield from read(self, table, condition)
        if table.name == "workstreams":
            Workstream.objects.filter(slug="waste").update(name="Refuse", updated_at=MONDAY)

    monkeypatch.setattr(Programme, "in_database", overtaken)

    outcome = load(tmp_path / "again", with_cell("workstreams", 2, "name", "Waste and recycling"))

    assert "Somebody is changing this row at this moment" in words(outcome)
    assert not outcome.loaded
    assert Workstream.objects.get(slug="waste").name == "Waste"  # the other's save is on this connection: undone too
