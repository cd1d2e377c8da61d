import codecs
from pathlib import Path

import pytest

from sharedservices.core.programme.reading import Reading, read_folder

HEADER = "organisation,name,short_name,kind\n"
KENT = "kent,Kent County Council,Kent,county\n"


def read(folder: Path, content: str | bytes, name: str = "organisations.csv") -> Reading:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_folder(folder)


@pytest.mark.parametrize(
    ("content", "row", "advice"),
    [
        ("", None, "The table is empty"),
        ("\n\n", None, "The table is empty"),
        (HEADER.encode() + b"kent,Kent \xa3 Council,Kent,county\n", 2, "CSV UTF-8"),
        (codecs.BOM_UTF16_LE + HEADER.encode("utf-16-le"), None, "UTF-16"),
        (b"PK\x03\x04rest of a workbook", None, "This is a workbook, not CSV"),
        (HEADER.replace(",", ";") + KENT.replace(",", ";"), 1, "separated by semicolons"),
        (HEADER.replace(",", "\t") + KENT.replace(",", "\t"), 1, "separated by tabs"),
        (HEADER + "kent,Kent\0,Kent,county\n", 2, "NUL character"),
        (HEADER.replace("\n", "\r") + KENT.replace("\n", "\r"), 1, "carriage return"),
        (HEADER + KENT + 'medway,"Medway,Medway,unitary\n', 3, "quotation mark"),
        (HEADER + 'kent,"Kent" County,Kent,county\n', 2, "quotation mark"),
        ("organisation,name,Name,kind\n" + KENT, 1, "“name” is there twice"),
        ("organisation,name,,kind\n" + KENT, 1, "Column 3 has no name"),
        (",".join(f"c{number}" for number in range(61)) + "\n", 1, "61 columns; the most is 60"),
        ("x" * 1_000_000 + ",name\n", 1, "too long"),
        (HEADER + "kent,Kent, County Council,Kent,county\n", 2, "5 cells, the header 4"),
        (HEADER + "kent,Kent\n", 2, "2 cells, the header 4"),
        (HEADER + f"kent,{'x' * 1_000_000},Kent,county\n", 2, "1,000,000 characters; the most is 20,000"),
        (HEADER + KENT * 20_001, 20_002, "more than 20,000 rows"),
    ],
)
def test_a_damaged_file_is_one_problem_that_says_what_to_do(tmp_path, content, row, advice):
    reading = read(tmp_path, content)

    assert [(problem.table, problem.row) for problem in reading.problems] == [("organisations", row)]
    assert advice in reading.problems[0].message
    assert all(sheet.partial for sheet in reading.sheets)


def test_200_megabytes_are_refused_by_their_size_alone(tmp_path, monkeypatch):
    with (tmp_path / "organisations.csv").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("the file was read"))

    reading = read_folder(tmp_path)

    assert "larger than 50 MB" in reading.problems[0].message


def test_6_megabytes_are_refused_by_their_size_alone(tmp_path, monkeypatch):
    with (tmp_path / "organisations.csv").open("wb") as file:
        file.truncate(6 * 1024 * 1024)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("the file was read"))

    reading = read_folder(tmp_path)

    assert "The file is 6 MB; the most is 5 MB" in reading.problems[0].message


def test_marks_blank_rows_and_typed_names_do_no_harm(tmp_path):
    reading = read(tmp_path, codecs.BOM_UTF8 + f"\nOrganisation,Name,Short name,Kind,\n,,,\n{KENT}".encode())

    assert not reading.problems
    assert reading.sheets[0].header == ["organisation", "name", "short_name", "kind"]
    assert reading.sheets[0].rows == [(4, ["kent", "Kent County Council", "Kent", "county"])]


def test_a_formula_stays_text_and_loses_only_the_apostrophe_of_an_export(tmp_path):
    reading = read(tmp_path, HEADER + "a,=1+1,'=1+1,county\nb,''@x,'tis,county\n")

    assert [cells[1:3] for _, cells in reading.sheets[0].rows] == [["=1+1", "=1+1"], ["'@x", "'tis"]]


def test_every_bad_row_is_named_and_the_good_ones_are_read(tmp_path):
    reading = read(tmp_path, f"{HEADER}a,b\n{KENT}c,d,e,f,g,h\n")

    assert [problem.row for problem in reading.problems] == [2, 4]
    assert [number for number, _ in reading.sheets[0].rows] == [3]


def test_the_same_table_twice_is_a_problem(tmp_path):
    (tmp_path / "governance bodies.csv").write_text("partnership,body,name,kind\n")

    reading = read(tmp_path, "partnership,body,name,kind\n", "governance_bodies.csv")

    assert "is there twice" in reading.problems[0].message


def test_other_files_are_left_alone(tmp_path):
    (tmp_path / "README.md").write_text("About this programme")
    (tmp_path / "About.csv").write_text("anything;at all")

    reading = read(tmp_path, HEADER + KENT)

    assert not reading.problems
    assert [sheet.name for sheet in reading.sheets] == ["organisations"]


def test_an_empty_folder_says_so(tmp_path):
    assert "no CSV files" in read_folder(tmp_path).problems[0].message
