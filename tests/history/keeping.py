"""Several transactions within the one of a test, and an owner who has switched the protection off."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from sharedservices.core.acting import as_owner
from sharedservices.core.history.models import HistoryEvent, HistoryLink
from sharedservices.core.history.verifying import Finding, Head, Reading

EVENTS, LINKS = HistoryEvent._meta.db_table, HistoryLink._meta.db_table


def commit() -> None:
    """What the end of a transaction does to history: what was changed since the last one is sealed."""
    run(
        "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; SELECT set_config('portal.transaction', '', true)"
    )


def run(statement: str, values: Any = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def ask(statement: str, values: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


@contextmanager
def unprotected(*tables: str) -> Iterator[None]:
    """The owner, with the triggers of these tables switched off."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with as_owner():
        for table in tables:
            run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        run("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            run(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def findings(*heads: Head) -> list[Finding]:
    return list(Reading().findings(heads))


def head_of(chain: int) -> Head:
    number, sha256 = HistoryLink.objects.heads().values_list("number", "sha256").get(chain=chain)
    return Head(chain, number, sha256, "A head")


def events(**of: Any) -> list[HistoryEvent]:
    return list(HistoryEvent.objects.filter(**of).order_by("pk"))
