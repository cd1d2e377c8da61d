"""Downloads of an import: a template, a partnership as it is, and the brought workbook with its errors marked."""

import io
import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import xlsxwriter

from partnerships.import_work import MARK, MARKS
from partnerships.models import Partnership
from partnerships.reach import Reach, Rows
from sharedservices.core.programme import sheets
from sharedservices.core.programme.columns import guard
from sharedservices.core.programme.exporting import collect
from sharedservices.core.programme.reading import ROWS, Reading, Sheet, export_fact
from sharedservices.core.programme.tables import Programme, programme

MOMENT = "%-d %B %Y at %H:%M"
PLAIN = re.compile(r"-?\d{1,14}(\.\d{1,4})?", re.ASCII)
GUIDE = "Correct the red cells and bring this workbook again. The column and the sheet of errors are skipped then."
MISSING = "Some rows could not be read, so they are not in this copy. Correct them in your own workbook instead."
Marks = Mapping[int, list[dict[str, Any]]]


def template(reach: Reach, *, at: datetime) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        sheets.write_template(path, reach.tables(), at=at)
        return path.read_bytes()


def current(partnership: Partnership, reader: Any, reach: Reach, *, at: datetime) -> bytes:
    """The partnership's rows, in the tables that the person may bring back."""
    tables = reach.tables().seen_by(reader)
    rows = reach.within(collect(partnership.slug, tables))
    about = f"{partnership.name}, as the portal had it on {at:{MOMENT}}. Change it and bring it back."
    with _written(tables, rows, about, at) as file:
        return file.read()


def exported(partnership: Partnership, reader: Any, *, at: datetime) -> IO[bytes]:
    """All of the partnership that the reader sees. RuleViolation when a table has more rows than a sheet may hold."""
    tables = programme().seen_by(reader)
    rows = collect(partnership.slug, tables, most=ROWS)
    about = f"{partnership.name}, as {reader.name} saw it in the portal on {at:{MOMENT}}."
    return _written(tables, rows, about, at)


def _written(tables: Programme, rows: Rows, about: str, at: datetime) -> IO[bytes]:
    """A file that is gone once it is closed."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "programme.xlsx"
        sheets.write(path, tables, rows, about=[about], at=at)
        return path.open("rb")


def marked(reading: Reading, problems: list[dict[str, Any]]) -> bytes:
    """The sheets as they were brought, each faulty cell red with its message beside it and in a last column."""
    found: dict[str, dict[int, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for problem in problems:
        found[problem["table"]][problem["row"] or 1].append(problem)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        styles = {
            "header": book.add_format({"bold": True, "bottom": 1}),
            "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
            "bad": book.add_format(
                {"bg_color": "#F6D7D2", "font_color": "#942514", "text_wrap": True, "valign": "top"}
            ),
        }
        whole = not any(sheet.partial for sheet in reading.sheets)
        _write_list(book.add_worksheet(MARKS.capitalize()), problems, GUIDE if whole else MISSING, styles)
        if reading.exported_at:
            book.add_worksheet(sheets.ABOUT).write_row(0, 0, export_fact(reading.exported_at))
        for sheet in reading.sheets:
            _write_sheet(book.add_worksheet(sheet.name[:31]), sheet, found[sheet.name], styles)
    return buffer.getvalue()


def _write_list(page: Any, problems: list[dict[str, Any]], guide: str, styles: dict[str, Any]) -> None:
    page.set_column(0, 3, 22)
    page.set_column(4, 4, 100, styles["text"])
    for place, title in enumerate(("Table", "Row", "Column", "Value", "What to do")):
        page.write_string(0, place, title, styles["header"])
    for number, problem in enumerate(problems, start=1):
        page.write_string(number, 0, guard(problem["table"]))
        page.write_string(number, 1, str(problem["row"] or "All"))
        for place, name in ((2, "column"), (3, "value"), (4, "message")):
            page.write_string(number, place, guard(problem[name]))
    page.write_string(len(problems) + 2, 0, guide)


def _write_sheet(page: Any, sheet: Sheet, marks: Marks, styles: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    page.set_column(0, len(sheet.header), 24)
    for number, cells in [(1, [*sheet.header]), *sheet.rows]:
        for place, text in enumerate(cells):
            here = [mark["message"] for mark in marks.get(number, ()) if mark["column"] == sheet.header[place]]
            style = styles["bad"] if here else styles["header"] if number == 1 else styles["text"]
            _write_cell(page, number - 1, place, text, style, is_number=_is_number(sheet, place))
            if here:
                page.write_comment(number - 1, place, "\n".join(here))
        messages = "\n".join(mark["message"] for mark in marks.get(number, ()))
        if number > 1 and messages:
            page.write_string(number - 1, len(sheet.header), messages, styles["bad"])
    page.write_string(0, len(sheet.header), MARK.capitalize(), styles["header"])
    page.set_column(len(sheet.header), len(sheet.header), 80)


def _write_cell(page: Any, row: int, place: int, text: str, style: Any, *, is_number: bool) -> None:
    if is_number and PLAIN.fullmatch(text):
        page.write_number(row, place, float(text), style)
    else:
        page.write_string(row, place, guard(text), style)


def _is_number(sheet: Sheet, place: int) -> bool:
    table = programme().by_name.get(sheet.name)
    column = table.by_name.get(sheet.header[place]) if table else None
    return bool(column and column.is_number)
