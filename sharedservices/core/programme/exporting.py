"""A partnership's programme out of the database, in the format that import reads back unchanged."""

import csv
import re
from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from pathlib import Path

from django.db.models import Q

from sharedservices.core.errors import RuleViolation
from sharedservices.core.programme import reading, sheets
from sharedservices.core.programme.columns import Column, guard
from sharedservices.core.programme.problems import did_you_mean
from sharedservices.core.programme.tables import Entry, Programme, Table, programme

ROOT = "partnerships"
TOO_LARGE = (
    "The table {} has more than {:,} rows, which no workbook of ours holds. Ask your support desk for the files."
)


def export(partnership: str, path: Path, *, at: datetime) -> dict[str, int]:
    """Writes a folder of CSV files, or a workbook where the path ends in .xlsx; gives the number of rows per table."""
    tables = programme()
    rows = collect(partnership, tables)
    if path.suffix.lower() == ".xlsx":
        about = [f"The programme of “{partnership}”, exported on {at:%Y-%m-%d %H:%M} {at:%Z}.".rstrip()]
        sheets.write(path, tables, rows, about=about, at=at)
    else:
        write_folder(path, tables, rows, at=at)
    return {name: len(entries) for name, entries in rows.items()}


def collect(partnership: str, tables: Programme, *, most: int = 0) -> dict[str, list[Entry]]:
    """The rows of every table in the order of their paths, whatever the order in the database.

    Those of the partnership and of all partnerships beneath it; of others that these name, only the plain row. The name
    of a table that stands alone gives all its rows instead. Refuses, before it reads them, more than `most` of a table.
    """
    partnerships = {entry.path: entry for entry in tables.in_database(tables.by_name[ROOT], Q())}
    standing = [table.name for table in tables.tables if table.alone]
    if partnership in partnerships:
        beneath = _beneath(partnership, partnerships.values())
        if most:
            _insist_fewer(beneath, tables, most)
        found = {table.name: _owned(beneath, table, tables) for table in tables.tables}
    elif partnership in standing:
        whole = tables.by_name[partnership]
        found = {table.name: list(tables.in_database(table, Q())) if table is whole else [] for table in tables.tables}
    else:
        hint = did_you_mean(partnership, [*partnerships, *standing])
        raise RuleViolation(f"There is no partnership “{partnership}”.{hint}")
    others = {entry.path: entry for entry in _named(tables.by_name[ROOT], found, tables)}
    found[ROOT] = list((others | {entry.path: entry for entry in found[ROOT]}).values())
    for table in reversed([table for table in tables.tables if table.shared]):
        found[table.name] = _named(table, found, tables)
        for part in tables.tables:
            if (
                part.parent_column
                and part.parent_column.table == table.name
                and not part.shared
                and not owner(part, tables)
            ):
                found[part.name] = _parts_of(found[table.name], part, tables)
    return {name: sorted(entries, key=_place) for name, entries in found.items()}


def _beneath(partnership: str, partnerships: Iterable[Entry]) -> set[str]:
    """The partnership and all that are part of it, directly or through others."""
    above = {entry.path: {path for table, path in entry.names() if table == ROOT} for entry in partnerships}
    beneath = {partnership}
    while further := {path for path, names in above.items() if names & beneath} - beneath:
        beneath |= further
    return beneath


def owner(table: Table, tables: Programme) -> str:
    """The lookup from a row to its partnership's short name; nothing for tables that partnerships share."""
    if table.name == ROOT:
        return tables.key_parts(table)[0][0]
    if table.shared or not table.parent_column:
        return ""
    above = owner(tables.by_name[table.parent_column.table], tables)
    return above and f"{table.parent_column.attribute}__{above}"


def _owned(partnerships: set[str], table: Table, tables: Programme) -> list[Entry]:
    condition = _of(partnerships, table, tables)
    return list(tables.in_database(table, condition)) if condition else []


def _of(partnerships: set[str], table: Table, tables: Programme) -> Q | None:
    lookup = owner(table, tables)
    return Q(**{f"{lookup}__in": partnerships}) if lookup else None


def _insist_fewer(partnerships: set[str], tables: Programme, most: int) -> None:
    for table in tables.tables:
        condition = _of(partnerships, table, tables)
        if condition and tables.has_more(table, condition, than=most):
            raise RuleViolation(TOO_LARGE.format(table.name, most))


def _named(table: Table, found: dict[str, list[Entry]], tables: Programme) -> list[Entry]:
    """Rows of a shared table that an exported row names, and those that these name in turn."""
    rows: dict[str, Entry] = {}
    paths = _paths(table, chain.from_iterable(found.values()))
    while paths - rows.keys():
        roots = {path.partition("/")[0] for path in paths - rows.keys()}
        new = [entry for entry in tables.in_database(table, tables.under(table, roots)) if entry.path in paths]
        rows |= {entry.path: entry for entry in new}
        paths = _paths(table, new)
    return list(rows.values())


def _paths(table: Table, entries: Iterable[Entry]) -> set[str]:
    return {path for entry in entries for name, path in entry.names() if name == table.name}


def _parts_of(parents: Iterable[Entry], part: Table, tables: Programme) -> list[Entry]:
    paths = {parent.path for parent in parents}
    column = part.parent_column
    roots = {path.partition("/")[0] for path in paths}
    rows = tables.in_database(part, tables.under(part, roots))
    return [entry for entry in rows if column and entry.cells[column.name] in paths]


def _place(entry: Entry) -> list[str]:
    """Paths in the order people expect: 2 before 10."""
    return [number.zfill(6) if number.isdigit() else number for number in re.split(r"(\d+)|/", entry.path) if number]


def write_folder(folder: Path, tables: Programme, rows: dict[str, list[Entry]], *, at: datetime) -> None:
    """A file per table, empty ones too: they show what could be filled. One more says when they were written."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / f"{reading.ABOUT}.csv", [reading.export_fact(at)])
    for table in tables.tables:
        header = [column.name for column in table.columns]
        cells = ([written(entry, column) for column in table.columns] for entry in rows[table.name])
        _write(folder / f"{table.name}.csv", chain([header], cells))


def _write(path: Path, rows: Iterable[Iterable[str]]) -> None:
    """The mark at its beginning tells spreadsheets that it is UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def written(entry: Entry, column: Column) -> str:
    text = entry.cells[column.name]
    return text if column.is_number else guard(text)
