"""Brings a programme into the database: all of it, or none of it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, OperationalError, ProgrammingError, connection, transaction
from django.db.models import F

from sharedservices.core.errors import RuleViolation, is_busy
from sharedservices.core.models import TimeStampedModel
from sharedservices.core.programme import filling, parsing, planning
from sharedservices.core.programme.archive import read_archive
from sharedservices.core.programme.columns import References
from sharedservices.core.programme.conflicts import Conflicts
from sharedservices.core.programme.planning import Plan, State
from sharedservices.core.programme.problems import Problem, shortened
from sharedservices.core.programme.reading import Reading, read_folder
from sharedservices.core.programme.tables import Entry, Programme, Table, programme
from sharedservices.core.programme.workbook import read_workbook

ONE_AT_A_TIME = 20_110_920  # the number of the lock that imports hold
BATCH = 500
ASIDE = 15_000
NOT_YOURS = "42501"  # PostgreSQL: a policy of a private table forbids the row
REFUSALS = (IntegrityError, DataError, OperationalError, ProgrammingError)
KEPT = (
    "The file writes drafts, or lines that are not released, of councils that keep them to themselves. "
    "Take out rows with the status draft or released no, or ask the council to write them."
)
READERS = {".xlsx": read_workbook, ".zip": read_archive}
DUPLICATE = re.compile(r"Key \((?P<names>.+?)\)=\((?P<values>.*)\) already exists")


@dataclass
class Outcome:
    """What an import did or, in a dry run, would have done."""

    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, Counter[State]] = field(default_factory=dict)
    conflicts: list[Entry] = field(default_factory=list)
    loaded: bool = False


def read(path: Path) -> Reading:
    """A folder of CSV files, a .zip of such files, or one .xlsx workbook."""
    if path.is_dir():
        return read_folder(path)
    if path.is_file() and path.suffix.lower() in READERS:
        return READERS[path.suffix.lower()](path)
    message = (
        "Give a folder of CSV files, a .zip of them, or one .xlsx workbook."
        if path.exists()
        else "This file does not exist."
    )
    return Reading(problems=[Problem(path.name, None, "", str(path), message)])


def load(path: Path, *, at: datetime, dry_run: bool = False, conflicts: Conflicts = Conflicts.REPORT) -> Outcome:
    """Imports the programme, or says everything that is wrong with it and leaves the database as it was.

    A dry run does all the work, the database's own checks included, and then takes it back. So does one that is to
    report conflicts and finds some.
    """
    tables = programme()
    parsed = parsing.parse(read(path), tables)
    plan = Plan()
    try:
        with transaction.atomic():
            wait_for_other_imports()
            plan = planning.plan(parsed, tables, conflicts)
            taken_back = dry_run or (conflicts is Conflicts.REPORT and bool(plan.conflicts))
            if not plan.problems:
                apply(plan, tables, at=at)
            transaction.set_rollback(taken_back or bool(plan.problems))
    except REFUSALS as error:
        plan.problems.append(explain(error, plan))
    if plan.problems:
        return Outcome(plan.problems)
    return Outcome(counts=plan.counts(), conflicts=plan.conflicts, loaded=not taken_back)


def wait_for_other_imports() -> None:
    """Holds the one place among imports until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def apply(plan: Plan, tables: Programme, *, at: datetime) -> None:
    """Writes new and changed rows, a few statements per table. Unchanged rows are not touched.

    What the written rows show to be wrong is added to the plan's problems: whoever calls takes all back then."""
    for table in tables.tables:
        entries = plan.entries.get(table.name, [])
        _create(table, [entry for entry in entries if entry.is_new])
        _update(table, [entry for entry in entries if not entry.is_new and entry.changed], at)
        for column in table.several:
            _link(column, [entry for entry in entries if column.name in entry.changed])
    for table in tables.tables:
        if table.settled:
            changed = [entry for entry in plan.entries.get(table.name, []) if entry.changed]
            plan.problems += [problem for entry in changed for problem in _unsettled(entry, table.settled)]


def _unsettled(entry: Entry, check: Callable[[Any], None]) -> Iterator[Problem]:
    try:
        check(filling.row_of(entry))
    except RuleViolation as error:
        name = next(column.name for column in entry.table.columns if column.attribute == error.field)
        yield Problem(entry.table.name, entry.row, name, shortened(entry.cells[name]), error.message)


def _create(table: Table, entries: list[Entry]) -> None:
    """Rows that others of the same table name are written before those."""
    while entries:
        first = [entry for entry in entries if all(target.pk for target in _own(entry))] or entries
        rows = [_ready(entry) for entry in first]
        table.model._default_manager.bulk_create(rows, batch_size=BATCH)
        for entry, row in zip(first, rows, strict=True):
            entry.pk = row.pk
        entries = [entry for entry in entries if not entry.pk]


def _own(entry: Entry) -> Iterator[Entry]:
    """The rows of its own table that it names one by one."""
    return (target for target in entry.targets.values() if target and target.table is entry.table)


def _update(table: Table, entries: list[Entry], at: datetime) -> None:
    if not entries:
        return
    rows = [_ready(entry) for entry in entries]
    for row in rows:
        row.version += 1
        row.updated_at = at
    several = {column.name for column in table.several}
    names = {name for entry in entries for name in entry.changed} - several
    changed = {table.by_name[name].attribute for name in names}
    if table.swapped in changed:
        stepping = table.model._default_manager.filter(pk__in=[row.pk for row in rows])
        stepping.update(**{table.swapped: F(table.swapped) + ASIDE})
        changed.add(table.swapped)
    fields = [*sorted(changed | set(table.derived)), "version", "updated_at"]
    table.model._default_manager.bulk_update(rows, fields, batch_size=BATCH)


def _link(column: References, entries: list[Entry]) -> None:
    """Writes which rows a column of several references names, in place of those it named before."""
    if not entries:
        return
    relation: Any = entries[0].table.model._meta.get_field(column.attribute)
    own, other, through = relation.m2m_column_name(), relation.m2m_reverse_name(), relation.remote_field.through
    before = through._default_manager.filter(**{f"{own}__in": [entry.pk for entry in entries]})
    before.delete()
    links = [
        through(**{own: entry.pk, other: target.pk}) for entry in entries for target in entry.many.get(column.name, ())
    ]
    through._default_manager.bulk_create(links, batch_size=BATCH)


def _ready(entry: Entry) -> TimeStampedModel:
    """The row with the keys of what it refers to, which may have been written a moment ago."""
    row = filling.row_of(entry)
    for name, target in entry.targets.items():
        if name in entry.values:
            setattr(row, f"{entry.table.by_name[name].attribute}_id", target.pk if target else None)
    return row


def explain(error: Exception, plan: Plan) -> Problem:
    """A refusal by the database, as a problem of the row that caused it where that can be told."""
    if is_busy(error):
        return Problem(
            "", None, "", "", "Another import is running, or somebody is changing these rows. Try again in a minute."
        )
    if getattr(error.__cause__, "pgcode", "") == NOT_YOURS:
        return Problem("", None, "", "", KEPT)
    if isinstance(error, OperationalError | ProgrammingError):
        raise error
    report = getattr(error.__cause__, "diag", None)
    name, detail = getattr(report, "constraint_name", None) or "", getattr(report, "message_detail", None) or ""
    for entries in plan.entries.values():
        for constraint in entries[0].table.model._meta.constraints if entries else ():
            if constraint.name == name:
                return _refused(entries, str(constraint.get_violation_error_message()), DUPLICATE.search(detail))
    return Problem(getattr(report, "table_name", None) or "", None, "", "", f"The database refuses the import: {error}")


def _refused(entries: list[Entry], message: str, duplicate: re.Match[str] | None) -> Problem:
    table = entries[0].table
    if not duplicate:
        return Problem(table.name, None, "", "", message)
    names, values = duplicate["names"].split(", "), duplicate["values"]
    fields = {name.removesuffix("_id") for name in names}
    columns = [column.name for column in table.columns if column.attribute in fields]
    for entry in entries:
        row = entry.instance
        if row is not None and ", ".join(_stored(row, name) for name in names) == values:
            return Problem(table.name, entry.row, (columns or [""])[-1], shortened(values), message)
    return Problem(table.name, None, (columns or [""])[-1], shortened(values), message)


def _stored(row: TimeStampedModel, column: str) -> str:
    item = next(item for item in row._meta.concrete_fields if item.column == column)
    return str(item.get_prep_value(getattr(row, item.attname)))
