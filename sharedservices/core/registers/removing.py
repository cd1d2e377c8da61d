"""Deleting a record: what would go with it, what stands in the way, and the one call that does it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import DELETION
from django.contrib.admin.utils import NestedObjects
from django.db import IntegrityError, connection, models, transaction
from psycopg2.sql import SQL, Identifier

from sharedservices.core.acting import saying
from sharedservices.core.decisions import insist
from sharedservices.core.errors import RuleViolation
from sharedservices.core.registers import history, keeping
from sharedservices.core.registers.declared import Register

NAMED = 5  # rows of one kind that are called by their names
KEPT = (
    "A council keeps something of its own here that you cannot see, so this {} stays. Ask the councils that take part."
)
PRIVATE_KEYS = """
SELECT c.conname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid WHERE c.contype = 'f' AND t.relrowsecurity
"""


@dataclass(frozen=True)
class Consequences:
    """In words: rows deleted with the record, rows that stay but no longer name it, rows that forbid it."""

    goes: list[str]
    loosens: list[str]
    hinders: list[str]


def consequences(row: Any, by: Any) -> Consequences:
    """Counts every row; names only those that this person may see."""
    collector = NestedObjects(using=row._state.db, origin=row)
    collector.collect([row])
    gone = {model: {item for item in rows if item != row} for model, rows in collector.data.items()}
    loosened = {
        item for lists in collector.field_updates.values() for rows in lists for item in _each(rows) if item != row
    }
    return Consequences(
        goes=_worded(gone, by),
        loosens=_worded(_by_model(loosened), by),
        hinders=_worded(_by_model(collector.protected), by),
    )


def obstacle(register: Register, row: Any) -> str:
    """Why others still need the record, in words; empty where they do not."""
    try:
        register.check_removal(row)
    except RuleViolation as error:
        return error.message
    return ""


@transaction.atomic
def remove(*, register: Register, scope: Any, pk: int, by: Any, version: int, why: str = "") -> str:
    """Deletes a row with all that is part of it, notes who did, and gives its name; `why` goes to its history. Locks
    the row, so that nothing can come to refer to it meanwhile."""
    row = keeping.locked(register, scope, pk)
    insist(register.may_delete(by, scope, row))
    if row.version != version:
        who = next((str(entry.user) for entry in history.entries(row)[:1]), "Somebody else")
        raise RuleViolation(f"{who} changed this {register.one} meanwhile. Read it again before you delete it.")
    found = consequences(row, by)
    if found.hinders:
        raise RuleViolation(f"This {register.one} cannot be deleted while others refer to it.")
    register.check_removal(row)
    name = str(row)
    keeping.note(row, by, DELETION, _record(register, row, found))
    with saying(reason=why):
        _delete(row, register.one)
    return name


def _delete(row: Any, one: str) -> None:
    """Private rows that refer to it are hidden even from this: the database is asked about their keys at once."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            row.delete()
            cursor.execute(PRIVATE_KEYS)
            keys = SQL(", ").join(Identifier(name) for (name,) in cursor.fetchall())
            cursor.execute(SQL("SET CONSTRAINTS {} IMMEDIATE").format(keys))
            cursor.execute(SQL("SET CONSTRAINTS {} DEFERRED").format(keys))
    except IntegrityError as error:
        raise RuleViolation(KEPT.format(one)) from error


def _record(register: Register, row: Any, found: Consequences) -> str:
    """What was deleted, in full: the log is where it can be read again."""
    facts = "; ".join(f"{label}: {value}" for label, value in register.details(row))
    beside = f" With it: {', '.join(found.goes)}." if found.goes else ""
    return f"Deleted. {facts}.{beside}"


def _each(rows: Any) -> Iterable[Any]:
    return rows if isinstance(rows, models.QuerySet | list | tuple | set) else [rows]


def _by_model(rows: Iterable[Any]) -> dict[type[models.Model], set[Any]]:
    grouped: dict[type[models.Model], set[Any]] = {}
    for row in rows:
        grouped.setdefault(type(row), set()).add(row)
    return grouped


def _worded(groups: dict[Any, set[Any]], by: Any) -> list[str]:
    return sorted(_counted(model, rows, by) for model, rows in groups.items() if rows)


def _counted(model: Any, rows: set[Any], by: Any) -> str:
    """ "2 signatures: North: Signed; South: Awaited"."""
    count = len(rows)
    if model._meta.auto_created:
        return f"{count} {'link' if count == 1 else 'links'} to other records"
    kind = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
    names = _names(model, rows, by)
    more = f" and {count - len(names)} more" if names and count > len(names) else ""
    return f"{count} {kind}{': ' if names else ''}{'; '.join(names)}{more}"


def _names(model: Any, found: set[Any], by: Any) -> list[str]:
    if not hasattr(model._default_manager.all(), "visible_to"):
        return []
    visible = model._default_manager.visible_to(by).filter(pk__in=[row.pk for row in found])
    rows = visible.for_table() if hasattr(visible, "for_table") else visible
    return sorted(str(row) for row in rows[:NAMED])
