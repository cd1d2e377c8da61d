"""Writes the programme format as a workbook: a sheet per table with drop-downs, and "About", which explains them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from sharedservices.core.programme.columns import Choices, Column, Reference, References, guard
from sharedservices.core.programme.reading import ROWS, export_fact
from sharedservices.core.programme.tables import Entry, Programme, Table

ABOUT = "About"
LONGEST_LIST = 255  # a spreadsheet's limit for the values of a drop-down
WIDTHS = {"number": 10, "decimal": 12, "pounds": 16, "date": 18, "choice": 18, "yes or no": 10, "qualifier": 12}
GUIDE = [
    "Each sheet is a table; row 1 names its columns. Rows name each other by short names: se7/sen/pathfinder.",
    "Dates: 2011-09-20, 2011-09, 2011-Q3, 2011, 2011/12 or 2011-07..2011-12; early, mid, late, by, from may go before.",
    "Money: plain pounds such as 20000 or 20000.50. Empty means not reported, which is not 0.",
    "Text that begins with = + - or @ has an apostrophe before it, so that no spreadsheet runs it.",
    "Importing is safe to repeat: rows are found by the columns of their key, and what is the same is left as it is.",
]

KEEP_FACT = "Leave the next row as it is: an import then says which rows others have changed since."


def write_template(path: Path, tables: Programme, *, at: datetime) -> None:
    """An empty workbook, ready to be filled in."""
    write_filled_in(path, tables, {}, at=at)


def write_filled_in(path: Path, tables: Programme, rows: Mapping[str, Iterable[Entry]], *, at: datetime) -> None:
    """The template with rows in it, as somebody would fill it in who has nothing from the portal."""
    about = ["An empty programme. Fill in what you have; leave the other sheets as they are."]
    _write(path, tables, rows, about=[*about, *GUIDE], facts=[], at=at)


def write(
    path: Path, tables: Programme, rows: Mapping[str, Iterable[Entry]], *, about: Iterable[str], at: datetime
) -> None:
    """What the portal has, as of a moment that the workbook says, so that importing it tells what changed since."""
    facts = [export_fact(at)]
    _write(path, tables, rows, about=[*about, *GUIDE, KEEP_FACT], facts=facts, at=at)


def _write(
    path: Path,
    tables: Programme,
    rows: Mapping[str, Iterable[Entry]],
    *,
    about: Iterable[str],
    facts: Iterable[tuple[str, str]],
    at: datetime,
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": "Programme", "created": at.replace(tzinfo=None)})
        styles = {
            "header": book.add_format({"bold": True, "bottom": 1}),
            "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
            "number": book.add_format({"num_format": "0", "valign": "top"}),
            "decimal": book.add_format({"num_format": "0.####", "valign": "top"}),
            "pounds": book.add_format({"num_format": "0.00", "valign": "top"}),
        }
        _write_about(book.add_worksheet(ABOUT), tables, [*((line,) for line in about), *facts], styles)
        for table in tables.tables:
            _write_table(book.add_worksheet(table.name), table, rows.get(table.name, ()), styles)


def _write_table(sheet: Any, table: Table, entries: Iterable[Entry], styles: dict[str, Any]) -> None:
    sheet.freeze_panes(1, len(table.key) if len(table.key) < 3 else 2)
    for place, column in enumerate(table.columns):
        style = styles.get(column.kind, styles["text"])
        sheet.set_column(place, place, WIDTHS.get(column.kind, 24), style)
        sheet.write_string(0, place, column.name, styles["header"])
        sheet.write_comment(0, place, note(table, column))
        _offer_values(sheet, place, column)
    for number, entry in enumerate(entries, start=1):
        for place, column in enumerate(table.columns):
            _write_cell(sheet, number, place, column, entry.cells[column.name])


def _write_cell(sheet: Any, row: int, place: int, column: Column, text: str) -> None:
    if text and column.is_number:
        sheet.write_number(row, place, float(text))
    elif text:
        sheet.write_string(row, place, guard(text))


def _offer_values(sheet: Any, place: int, column: Column) -> None:
    values = [] if isinstance(column, Choices) else getattr(column, "values", [])  # a list allows one value only
    if values and len(",".join(values)) <= LONGEST_LIST:
        message = {"error_title": "Not in the list", "error_message": "Choose one of the values of the list."}
        sheet.data_validation(1, place, ROWS, place, {"validate": "list", "source": values, **message})


def note(table: Table, column: Column) -> str:
    """What belongs into a column, in a few lines."""
    needed = "Needed" if table.is_needed(column) else "May be empty"
    key = "; part of the key" if column.name in table.key else ""
    lines = [f"{column.kind.capitalize()}. {needed}{key}.", column.help, ", ".join(getattr(column, "values", []))]
    if isinstance(column, Reference):
        lines.append(
            f"A row of {column.table}." + "".join(f" Its {name} stands in “{name}”." for name in column.beside)
        )
    if isinstance(column, Choices):
        lines.append("Any number of these values, with spaces between.")
    if isinstance(column, References):
        lines.append(f"Rows of {column.table}, with spaces between.")
    return "\n".join(line for line in lines if line)


def _write_about(sheet: Any, tables: Programme, lines: Iterable[Iterable[str]], styles: dict[str, Any]) -> None:
    sheet.set_column(0, 1, 24)
    sheet.set_column(2, 2, 110, styles["text"])
    row = 0
    for row, line in enumerate(lines, start=1):
        for place, text in enumerate(line):
            sheet.write_string(row - 1, place, text)
    row += 1
    for place, title in enumerate(("Table", "Column", "What belongs there")):
        sheet.write_string(row, place, title, styles["header"])
    for table in tables.tables:
        for column in table.columns:
            row += 1
            for place, text in enumerate((table.name, column.name, note(table, column).replace("\n", " "))):
                sheet.write_string(row, place, text)
