import re
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from python_calamine import CalamineWorkbook

from partnerships.models import Membership, Organisation, Partnership
from reports.models import Committee, Report
from savings.models import SavingsClaim
from sharedservices.core.programme import exporting, importing, sheets
from sharedservices.core.programme.columns import guard
from sharedservices.core.programme.planning import State
from sharedservices.core.programme.reading import read_folder
from sharedservices.core.programme.tables import programme
from sharedservices.core.programme.workbook import read_workbook
from tests.core.programme_files import MONDAY, as_cells, empty, load, northern, read_back, with_cell
from workstreams.models import ProgressUpdate, Workstream

pytestmark = pytest.mark.django_db

SE7 = Path(settings.BASE_DIR) / "demo" / "se7"
AWKWARD = [
    "=1+1",
    "'=1+1",
    "-12.50 is a saving",
    "@all",
    "'quoted'",
    'He said "no",\nthen yes',
    "£20k – é 𝄞",
    "\x1b[0m _x0041_",
]


def export(partnership: str, path: Path) -> Path:
    exporting.export(partnership, path, at=MONDAY)
    return path


def as_bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def states(path: Path) -> set[State]:
    outcome = importing.load(path, at=MONDAY)
    assert not outcome.problems
    return {state for counts in outcome.counts.values() for state in counts}


@pytest.fixture
def se7(db: None) -> Path:
    assert states(SE7) == {State.NEW}
    return SE7


def test_the_demonstration_survives_the_round_trip_byte_for_byte(se7, tmp_path):
    first = export("se7", tmp_path / "first")
    empty()
    assert states(first) == {State.NEW}

    assert as_bytes(export("se7", tmp_path / "second")) == as_bytes(first)


def test_every_cell_of_the_demonstration_is_in_its_export(se7, tmp_path):
    exported = read_back(export("se7", tmp_path))

    for name, rows in read_back(se7).items():
        there = as_cells(exported[name])
        for cells in as_cells(rows):
            stated = {column: guard(text) for column, text in cells.items() if text}
            assert any(stated.items() <= row.items() for row in there), (name, cells)


@pytest.mark.parametrize("name", ["folder", "programme.xlsx"])
def test_what_was_just_exported_changes_nothing(se7, tmp_path, name):
    assert states(export("se7", tmp_path / name)) == {State.UNCHANGED}


def test_a_workbook_fills_an_empty_portal_as_the_files_do(se7, tmp_path):
    files = export("se7", tmp_path / "files")
    workbook = export("se7", tmp_path / "programme.xlsx")
    empty()

    assert states(workbook) == {State.NEW}
    assert as_bytes(export("se7", tmp_path / "again")) == as_bytes(files)


def test_the_same_moment_gives_the_same_workbook(se7, tmp_path):
    assert export("se7", tmp_path / "a.xlsx").read_bytes() == export("se7", tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("name", ["folder", "programme.xlsx"])
@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_is_safe_in_a_spreadsheet_and_comes_back(tmp_path, name, text):
    load(tmp_path / "in", with_cell("workstreams", 2, "name", "Waste"))
    Workstream.objects.filter(slug="waste").update(purpose=text)

    exported = export("two", tmp_path / name)

    reading = read_folder(exported) if exported.is_dir() else read_workbook(exported)
    [sheet] = [sheet for sheet in reading.sheets if sheet.name == "workstreams"]
    assert text in [cell for _, cells in sheet.rows for cell in cells]
    assert states(exported) == {State.UNCHANGED}
    if exported.is_dir():
        cells = [cell for rows in read_back(exported).values() for row in rows for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_line_ends_of_a_browser_are_not_a_change(tmp_path):
    load(tmp_path / "in")
    Workstream.objects.filter(slug="waste").update(purpose="One line\r\nand another ")

    assert states(export("two", tmp_path / "out")) == {State.UNCHANGED}


def test_a_draft_and_a_submitted_update_of_one_date_both_come_back(tmp_path):
    load(tmp_path / "in")
    submitted = ProgressUpdate.objects.get()
    ProgressUpdate.objects.create(workstream=submitted.workstream, as_of=submitted.as_of, narrative="More to say.")

    exported = export("two", tmp_path / "out")
    empty()

    assert states(exported) == {State.NEW}
    assert set(ProgressUpdate.objects.values_list("state", "narrative")) == {
        ("submitted", "The site is chosen."),
        ("draft", "More to say."),
    }


def test_another_partnership_stays_out(tmp_path):
    load(tmp_path / "in")
    other = Partnership.objects.create(slug="other", name="Other")
    Membership.objects.create(partnership=other, organisation=Organisation.objects.get(slug="north"))
    stranger = Organisation.objects.create(slug="stranger", name="Stranger", short_name="S", kind="county")
    Committee.objects.create(organisation=Organisation.objects.get(slug="north"), slug="audit", name="Audit")
    SavingsClaim.objects.create(partnership=other, organisation=stranger, slug="secret", title="Secret")

    exported = read_back(export("two", tmp_path / "out"))

    assert [row[0] for row in exported["partnerships"]] == ["partnership", "two"]
    assert [row[0] for row in exported["organisations"]] == ["organisation", "north", "south"]
    assert [row[1] for row in exported["committees"]] == ["committee", "scrutiny"]
    assert not [row for rows in exported.values() for row in rows if "other" in row or "secret" in row]


def test_shared_house_styles_come_whole_with_the_report_that_uses_them(tmp_path):
    load(tmp_path / "in")

    exported = read_back(export("two", tmp_path / "out"))

    assert [row[1] for row in exported["house_style_sections"]] == ["section", "background", "next-steps"]
    assert len(exported["house_style_front"]) == 2


def test_rows_are_in_the_order_people_expect(tmp_path):
    tables = northern()
    tables["recommendations"] += [["two-2011", str(number), f"Point {number}"] for number in (10, 2)]
    load(tmp_path / "in", tables)

    exported = read_back(export("two", tmp_path / "out"))

    assert [row[1] for row in exported["recommendations"]] == ["order", "1", "2", "10"]


def test_empty_figures_stay_empty_and_nothing_stays_0(tmp_path):
    load(tmp_path / "in")

    lines = as_cells(read_back(export("two", tmp_path / "out"))["claim_lines"])

    assert {(line["organisation"], line["forecast"], line["achieved"]) for line in lines} == {
        ("north", "20000.50", ""),
        ("", "1250000", "0"),
    }


def test_a_template_is_an_empty_programme_with_every_table(tmp_path):
    path = tmp_path / "template.xlsx"

    call_command("import_programme", template=path)

    reading = read_workbook(path)
    assert not reading.problems
    assert [sheet.name for sheet in reading.sheets] == list(programme().by_name)
    assert all(sheet.header == list(programme().by_name[sheet.name].by_name) for sheet in reading.sheets)
    assert states(path) == set()


def test_a_column_says_what_belongs_into_it():
    table = programme().by_name["decisions"]

    assert "Needed; part of the key" in sheets.note(table, table.by_name["body"])
    assert "A row of meetings. Its date stands in “date”." in sheets.note(table, table.by_name["body"])


def test_a_column_of_several_values_has_a_note_and_no_list_that_would_refuse_two(tmp_path):
    path = tmp_path / "template.xlsx"
    table = programme().by_name["stage_gates"]

    sheets.write_template(path, programme(), at=MONDAY)

    note = sheets.note(table, table.by_name["requires"])
    assert "summary, kind, start, end" in note
    assert "Any number of these values, with spaces between." in note
    assert offered(path, "stage_gates") == ["stage"]


def offered(path: Path, sheet: str) -> list[str]:
    """The columns of a sheet that have a drop-down list."""
    columns = list(programme().by_name[sheet].by_name)
    number = list(programme().by_name).index(sheet) + 2  # behind "About"
    with zipfile.ZipFile(path) as book:
        content = book.read(f"xl/worksheets/sheet{number}.xml").decode()
    return [columns[ord(letter) - ord("A")] for letter in re.findall(r'sqref="([A-Z])2:', content)]


def test_the_first_sheet_explains_every_column_of_every_table(tmp_path):
    path = tmp_path / "template.xlsx"

    sheets.write_template(path, programme(), at=MONDAY)

    workbook = CalamineWorkbook.from_path(path).get_sheet_by_name(sheets.ABOUT).to_python()
    explained = [(row[0], row[1]) for row in workbook if len(row) > 2 and row[2]][1:]
    assert explained == [(table.name, column.name) for table in programme().tables for column in table.columns]
    assert {"stage_gates", "project_ratings", "spending"} <= {name for name, _ in explained}
    assert not [row for row in workbook if row[0] == "exported_at"]


def test_the_command_says_what_it_wrote(tmp_path, capsys):
    load(tmp_path / "in")

    call_command("export_programme", "two", str(tmp_path / "out"))

    assert f"rows of {len(programme().tables)} tables written to" in capsys.readouterr().out
    assert Report.objects.count() == 1


def test_an_unknown_partnership_is_answered_with_the_nearest(tmp_path):
    Partnership.objects.create(slug="se7", name="South East Seven")

    with pytest.raises(CommandError, match="Did you mean “se7”"):
        call_command("export_programme", "se-7", str(tmp_path / "out"))

    assert not (tmp_path / "out").exists()
