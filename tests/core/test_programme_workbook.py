import hashlib
import resource
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from sharedservices.core.programme import workbook
from sharedservices.core.programme.reading import Reading
from sharedservices.core.programme.workbook import read_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADER_ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>organisation</t></is></c></row>'
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="organisations" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def crafted(folder: Path, rows: str, doctype: str = "", padding: int = 0) -> Path:
    """A workbook with one sheet of hand-made XML; padding is data that does not compress."""
    path = folder / "programme.xlsx"
    sheet = f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, f'<?xml version="1.0"?>{content}')
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        archive.writestr("xl/media/noise.bin", hashlib.shake_256(b"noise").digest(padding))
    return path


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def problem(reading: Reading) -> str:
    assert all(sheet.partial for sheet in reading.sheets)
    [only] = reading.problems
    return only.message


@pytest.mark.parametrize(
    ("rows", "advice"),
    [
        (f'{HEADER_ROW}<row r="1048576">{text_cell("XFD1048576", "x")}</row>', "Delete what is beyond"),
        (f'{HEADER_ROW}<row r="2">{text_cell("BJ2", "x")}</row>', "as far as BJ2"),
        (f"{HEADER_ROW}<row>{text_cell('&#88;FD1048576', 'x')}</row>", "cannot be read"),
        (f'{HEADER_ROW}<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>', "cell A2 of a sheet shows an error"),
        (f'{HEADER_ROW}<row r="2">{text_cell("A2", "a_x0000_b")}</row>', "NUL"),
        (f'{HEADER_ROW}<row r="2">{text_cell("A2", "x" * 30_000)}</row>', "the most is 20,000"),
        (HEADER_ROW + "<row><c><v>1</v></c></row>" * 20_001, "more than 20,000 rows"),
        (HEADER_ROW.replace("</row>", "<c><v>1</v></c>" * 70 + "</row>"), "the most is 60"),
        (f'<row r="1">{text_cell("A1", "a" * 5_000_000)}</row>', "Unpacked, the workbook has 5 MB"),
    ],
)
def test_a_hostile_sheet_is_one_clear_problem(tmp_path, rows, advice):
    assert advice in problem(read_workbook(crafted(tmp_path, rows)))


def test_entities_are_not_expanded(tmp_path):
    bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;'>]>"

    assert "cannot be read" in problem(
        read_workbook(crafted(tmp_path, f'<row r="1">{text_cell("A1", "&c;")}</row>', bomb))
    )


def test_a_sheet_without_places_that_spans_billions_of_cells_takes_no_memory_of_ours(tmp_path):
    rows = f"<row>{'<c><v>1</v></c>' * 16_000}</row>{'<row/>' * 900_000}<row><c><v>1</v></c></row>"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    message = problem(read_workbook(crafted(tmp_path, rows, padding=100_000)))

    assert "too large to read" in message
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000


def test_a_part_that_lies_about_its_size_is_damaged(tmp_path):
    path = crafted(tmp_path, HEADER_ROW)
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    path.write_bytes(data)

    assert "damaged" in problem(read_workbook(path))


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"organisation,name\n", "not an .xlsx workbook"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "password"),
        (b"PK\x03\x04" + bytes(100), "not an .xlsx workbook"),
        (b"", "not an .xlsx workbook"),
    ],
)
def test_what_is_no_workbook_is_said_to_be_none(tmp_path, content, advice):
    path = tmp_path / "programme.xlsx"
    path.write_bytes(content)

    assert advice in problem(read_workbook(path))


def test_a_zip_of_something_else_is_no_workbook(tmp_path):
    path = tmp_path / "programme.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")

    assert "cannot be read" in problem(read_workbook(path))


def test_a_large_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "programme.xlsx"
    with path.open("wb") as file:
        file.truncate(6 * 1024 * 1024)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("the file was read"))

    assert "The workbook is 6 MB" in problem(read_workbook(path))


def test_a_reader_that_hangs_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "SECONDS", 0.001)

    assert "cannot be read" in problem(read_workbook(crafted(tmp_path, HEADER_ROW)))


def spreadsheet(path: Path, cells: list[list[object]], name: str = "claim_lines", *, hidden: bool = False) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.add_worksheet("About").write(0, 0, "Anything, twice: anything")
        sheet = book.add_worksheet(name)
        for place, row in enumerate(cells):
            sheet.write_row(place, 0, row)
        if hidden:
            sheet.hide()
    return path


def test_typed_cells_read_as_what_they_show(tmp_path):
    cells = [
        ["Claim", "period", "forecast", "identified", "note"],
        [],
        ["two/depot", date(2011, 9, 20), 20000.5, 3, True],
    ]

    reading = read_workbook(spreadsheet(tmp_path / "programme.xlsx", cells))

    assert not reading.problems
    [sheet] = reading.sheets
    assert sheet.header == ["claim", "period", "forecast", "identified", "note"]
    assert sheet.rows == [(3, ["two/depot", "2011-09-20", "20000.5", "3", "yes"])]


def test_sums_that_a_binary_fraction_blurs_read_to_the_penny(tmp_path):
    reading = read_workbook(spreadsheet(tmp_path / "programme.xlsx", [["forecast"], [0.1 + 0.2], [999_999_999_999.99]]))

    assert [cells for _, cells in reading.sheets[0].rows] == [["0.3"], ["999999999999.99"]]


def test_a_formula_reads_as_its_last_value(tmp_path):
    path = tmp_path / "programme.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("claim_lines")
        sheet.write(0, 0, "forecast")
        sheet.write_formula(1, 0, '=WEBSERVICE("http://example.org")', value=120000)

    assert read_workbook(path).sheets[0].rows == [(2, ["120000"])]


def test_a_hidden_sheet_is_a_problem_not_a_surprise(tmp_path):
    reading = read_workbook(spreadsheet(tmp_path / "programme.xlsx", [["claim"], ["x"]], hidden=True))

    assert problem(reading) == "The sheet is hidden. Show it, or delete it."
    assert not reading.sheets


def test_control_characters_survive(tmp_path):
    texts = ["a\x1bb", "_x0041_", "two\nlines", "tab\there", "£ é 𝄞"]

    reading = read_workbook(spreadsheet(tmp_path / "programme.xlsx", [["note"], *([text] for text in texts)]))

    assert [cells[0] for _, cells in reading.sheets[0].rows] == texts
