"""From sheets of text to entries of the tables, with every fault of every cell. Asks the database nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sharedservices.core.programme.columns import Column, InvalidCell
from sharedservices.core.programme.problems import Problem, did_you_mean, nearest, shortened
from sharedservices.core.programme.reading import Reading, Sheet
from sharedservices.core.programme.tables import Entry, Programme, Table


@dataclass
class Parsed:
    """Rows of the file per table. Rows of `partial` tables could not be read: references to them are not judged."""

    entries: dict[str, list[Entry]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    partial: set[str] = field(default_factory=set)
    exported_at: datetime | None = None


def parse(reading: Reading, programme: Programme) -> Parsed:
    parsed = Parsed(problems=list(reading.problems), exported_at=reading.exported_at)
    sheets = _known_sheets(reading, programme, parsed)
    for table in programme.tables:
        if table.name in sheets:
            parsed.entries[table.name] = list(_rows(sheets[table.name], table, parsed))
    return parsed


def _known_sheets(reading: Reading, programme: Programme, parsed: Parsed) -> dict[str, Sheet]:
    sheets = {}
    for sheet in reading.sheets:
        if sheet.partial:
            parsed.partial.add(sheet.name)
        if sheet.name in programme.by_name:
            sheets[sheet.name] = sheet
        else:
            hint = did_you_mean(sheet.name, list(programme.by_name)) or " Rename it, or take it out of the file."
            message = f"There is no table “{sheet.name}”.{hint}"
            parsed.problems.append(Problem(sheet.name, None, "", "", message))
            parsed.partial.add(nearest(sheet.name, list(programme.by_name)) or "")
    return sheets


def _rows(sheet: Sheet, table: Table, parsed: Parsed) -> Iterator[Entry]:
    if not sheet.header:
        return
    faults = list(_header_faults(sheet.header, table))
    parsed.problems += faults
    if not {*table.key} <= {*sheet.header}:
        parsed.partial.add(table.name)
        return
    for number, texts in sheet.rows:
        yield _entry(table, number, dict(zip(sheet.header, texts, strict=True)), parsed.problems)


def _header_faults(header: list[str], table: Table) -> Iterator[Problem]:
    known = table.by_name
    unknown = [name for name in header if name not in known]
    for name in unknown:
        hint = did_you_mean(name, list(known)) or " Rename it, or take it out."
        message = f"The table {table.name} has no column “{name}”.{hint}"
        yield Problem(table.name, 1, name, name, message)
    for column in table.columns:
        needed = column.name in table.key or table.is_needed(column)
        if needed and column.name not in header and not nearest(column.name, unknown):
            yield Problem(table.name, 1, column.name, "", f"The column “{column.name}” is missing. Add it.")


def _entry(table: Table, number: int, texts: Mapping[str, str], problems: list[Problem]) -> Entry:
    """The row with what could be read of it. Its path stands even when it failed, so that others can refer to it."""
    entry = Entry(table, "", {}, row=number)
    for column in table.columns:
        if column.name in texts:
            try:
                _read(entry, column, texts[column.name])
            except InvalidCell as error:
                entry.failed = True
                entry.misnamed |= column.name in table.key
                entry.cells[column.name] = texts[column.name]
                value = shortened(texts[column.name])
                problems.append(Problem(table.name, number, column.name, value, str(error)))
    entry.path = table.path(entry.cells)
    return entry


def _read(entry: Entry, column: Column, text: str) -> None:
    if text:
        value = column.parse(text)
        entry.cells[column.name] = column.format(value)
    elif entry.table.is_needed(column):
        raise InvalidCell(f"“{column.name}” is empty. {entry.table.one.capitalize()} needs it.")
    else:
        value = entry.table.blanks.get(column.name)
        entry.cells[column.name] = "" if value is None else column.format(value)
    if column.is_stored:
        entry.values[column.name] = value
