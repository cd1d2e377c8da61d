"""Whether history still is what the triggers wrote: its chains whole, and every row as its last event left it.

A chain shows what was changed, taken out or put in between its links. That its end was cut off, or all of it written
anew, only a head that somebody else kept can show: committee papers print it, and `heads` are those.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from psycopg2.sql import SQL, Identifier

from sharedservices.core.history import checks, seeing
from sharedservices.core.history.models import HistoryLink

UNPROTECTED = "History is not protected: the trigger {trigger} of {table} is missing or switched off."


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


@dataclass
class Reading:
    """What one verification reads: everything, or one chain; `chains`, `links`, `events` and `rows` count it."""

    chain: int | None = None
    chains: int = 0
    links: int = 0
    events: int = 0
    rows: int = 0

    def findings(self, heads: Iterable[Head] = ()) -> Iterator[Finding]:
        """A query for the chains, one for each table: PostgreSQL compares, and answers with what differs."""
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL timezone = 'UTC'; SET LOCAL statement_timeout = 0")
            self.chains, self.links, self.events = self._ask(checks.COUNTS)[0]
            yield from self._triggers()
            yield from self._links()
            yield from self._loose()
            yield from self._heads(heads)
            for table in self._tables():
                yield from self._rows(table)

    def heads(self) -> list[tuple[int, int, str]]:
        """Chain, number and hash of each chain's last link: what to keep elsewhere."""
        links = HistoryLink.objects.heads()
        return list(
            (links if self.chain is None else links.filter(chain=self.chain)).values_list("chain", "number", "sha256")
        )

    def _triggers(self) -> Iterator[Finding]:
        for table, trigger in sorted(checks.REQUIRED_TRIGGERS - set(self._ask(checks.ENABLED_TRIGGERS))):
            yield Finding(UNPROTECTED.format(trigger=trigger, table=table), table=table)
        kept = {name for (name,) in self._ask(checks.KEPT_TABLES)}
        told = {name for (name,) in self._ask(checks.TABLES_WITH_EVENTS)}
        for table in sorted((told | business_tables()) - kept):
            yield Finding(f"No history is kept of {table}: a trigger is missing or switched off.", table=table)

    def _links(self) -> Iterator[Finding]:
        for chain, number, course, events, found, place, torn, changed in self._ask(checks.BROKEN_LINKS):
            faults = [
                *([f"it is not sealed as link {place}"] if number != place else []),
                *(["it does not continue the link before it"] if torn else []),
                *([f"it sealed {events} events and has {found}"] if events != found else []),
                *(["it or its events are not what was sealed"] if changed else []),
            ]
            yield Finding(f"Transaction {course}: {', '.join(faults)}.", chain=chain, link=number or place)

    def _loose(self) -> Iterator[Finding]:
        for event, table, row, chain in self._ask(checks.LOOSE_EVENTS):
            yield Finding(f"Event {event} belongs to no link.", chain=chain, table=table, row=row)

    def _heads(self, heads: Iterable[Head]) -> Iterator[Finding]:
        for head in heads:
            found = self._ask(checks.HASH_OF_LINK, [head.chain, head.number])
            if not found:
                message = f"{head.source} names a link that is not there: the chain was cut off."
                yield Finding(message, chain=head.chain, link=head.number)
            elif not found[0][0].startswith(head.sha256):
                message = f"{head.source} names another hash: the chain was written anew, or the head is not its."
                yield Finding(message, chain=head.chain, link=head.number)

    def _tables(self) -> list[str]:
        present = set(connection.introspection.table_names())
        told = {name for (name,) in self._ask(checks.TABLES_WITH_EVENTS)}
        return sorted(present & (told | business_tables()))

    def _rows(self, table: str) -> Iterator[Finding]:
        one = self.chain is not None
        join, within = (SQL("RIGHT"), SQL(checks.WITHIN)) if one else (SQL("FULL"), SQL(""))
        named = SQL(checks.UNLIKE_ROWS).format(table=Identifier(table), join=join, within=within)
        for row, kind, stands, unlike in self._ask(named, {"table": table, "chain": self.chain}):
            yield Finding(_fault(kind, unlike, stands=stands), table=table, row=row)
        self.rows += self._ask(SQL(checks.ROWS).format(table=Identifier(table)))[0][0]

    def _ask(self, statement: Any, values: Any = None) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, {"chain": self.chain} if values is None else values)
            return list(cursor.fetchall())


def _fault(kind: str | None, unlike: list[str], *, stands: bool) -> str:
    if kind is None:
        return "The row is there, but no event tells of it."
    if not stands:
        return "The row is gone, but no event tells of its removal."
    if kind == "removed":
        return "The row is there, but its last event removed it."
    return f"Not as its last event left it: {', '.join(unlike)}."


def business_tables() -> set[str]:
    """Tables of the portal's own apps, with those of their links to each other, but for what keeps no history."""
    ours = [config for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR]
    models = {model for config in ours for model in config.get_models(include_auto_created=True)}
    return {model._meta.db_table for model in models - seeing.WITHOUT if model._meta.managed and not model._meta.proxy}
