"""Whether history still is what the triggers wrote: its chains whole, and every row as its last event left it.

A chain shows what was changed, taken out or put in between its links. That its end was cut off, or all of it written
anew, only a head that somebody else kept can show: committee papers print it, and `heads` are those.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from sharedservices.core.history import sql

BROKEN_LINKS = f"""
WITH told AS (
  SELECT l.id, count(e.id) AS events, {sql.TOLD} AS told
  FROM core_historylink l
  LEFT JOIN core_historyevent e ON e.transaction = l.transaction AND coalesce(e.partnership, 0) = l.chain
  GROUP BY l.id
), chained AS (
  SELECT l.*, told.told, told.events AS found,
    coalesce(lag(l.sha256) OVER chain, '') AS last, coalesce(lag(l.number) OVER chain, 0) + 1 AS place
  FROM core_historylink l JOIN told ON told.id = l.id WINDOW chain AS (PARTITION BY l.chain ORDER BY l.number)
)
SELECT chain, number, transaction, events, found, number IS DISTINCT FROM place, before IS DISTINCT FROM last,
  sha256 IS DISTINCT FROM {
    sql.LINK.format(
        chain="chain", transaction="transaction", number="number", events="found", before="before", told="told"
    )
}
FROM chained
WHERE number IS DISTINCT FROM place OR before IS DISTINCT FROM last OR events IS DISTINCT FROM found
  OR sha256 IS DISTINCT FROM {
    sql.LINK.format(
        chain="chain", transaction="transaction", number="number", events="found", before="before", told="told"
    )
}
ORDER BY chain, number
"""  # noqa: S608 - our own text only
LOOSE_EVENTS = """
SELECT e.id, e."table", e."row", coalesce(e.partnership, 0) FROM core_historyevent e
LEFT JOIN core_historylink l ON l.transaction = e.transaction AND l.chain = coalesce(e.partnership, 0)
WHERE l.id IS NULL ORDER BY e.id
"""
KEPT_TABLES = """
SELECT c.relname, pg_get_functiondef(t.tgfoid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE t.tgname = 'history_changed' ORDER BY 1
"""
SILENT = """
SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE t.tgname LIKE 'history%%' AND t.tgenabled <> 'O' ORDER BY 1
"""
UNLIKE_ROWS = """
WITH told AS (
  SELECT "row" AS id, history_merged(coalesce(after, '{{}}') ORDER BY id) AS state,
    (array_agg(kind ORDER BY id DESC))[1] AS kind
  FROM core_historyevent WHERE "table" = %s GROUP BY "row"
)
SELECT coalesce(r.id, told.id), told.kind IS NULL, r.id IS NULL
FROM (SELECT id, to_jsonb(t) AS state FROM {table} t) r FULL JOIN told ON told.id = r.id
WHERE (r.id IS NULL AND told.kind <> 'removed') OR (r.id IS NOT NULL AND (told.kind IS NULL OR told.kind = 'removed'))
  OR EXISTS (SELECT FROM jsonb_each(told.state) s WHERE r.state ? s.key AND r.state -> s.key IS DISTINCT FROM s.value)
ORDER BY 1
"""


@dataclass(frozen=True)
class Head:
    """The end of a chain as somebody kept it, and where."""

    chain: int
    number: int
    sha256: str
    source: str


@dataclass(frozen=True)
class Finding:
    """What is not as it was written: in which chain and link, or in which row, and in words."""

    message: str
    chain: int | None = None
    link: int | None = None
    table: str = ""
    row: int | None = None


def verify(heads: Iterable[Head] = ()) -> Iterator[Finding]:
    """Reads all of history and every row that it keeps: a query for each table."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
    yield from _links()
    yield from _loose()
    yield from _heads(heads)
    yield from _triggers()
    for table in kept_tables():
        yield from _rows(table)


def kept_tables() -> list[str]:
    return [name for name, _ in _ask(KEPT_TABLES)]


def _ask(statement: str, values: Iterable[object] | None = None) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, None if values is None else list(values))
        return list(cursor.fetchall())
