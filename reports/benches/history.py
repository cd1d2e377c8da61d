"""`manage.py bench history`: what a write costs with its history beside one without, and how history is read.

Everything happens in one transaction that is rolled back. Where a transaction would end, its links are sealed.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from partnerships.models import User
from sharedservices.core.acting import Actor, acting, as_owner
from sharedservices.core.bench import Amount, Bench, Ratio, compare
from sharedservices.core.errors import RuleViolation
from sharedservices.core.history import past, seeing
from sharedservices.core.history.models import HistoryEvent
from sharedservices.core.history.querysets import ROW_AS_AT, ROWS_AS_AT
from workstreams.models import Milestone, Workstream

SINGLE_GOAL, BULK_GOAL = 2.0, 4.0
SINGLES, ROWS = 200, 10_000
TABLE = Milestone._meta.db_table
EVENTS = HistoryEvent._meta.db_table
INDEXES = {f"{EVENTS}_pkey", *(index.name for index in HistoryEvent._meta.indexes)}
TRIGGERS = ("history_added", "history_changed", "history_removed")
SEAL = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; SELECT set_config('portal.transaction', '', true)"
NOTHING_TO_MEASURE = "There is no workstream to measure with. Load a programme first."
Write = Callable[[], object]


def history() -> Bench:
    """Rows are written through the models, as pages and imports write them."""
    workstream = Workstream.objects.select_related("partnership").order_by("pk").first()
    if workstream is None:
        raise RuleViolation(NOTHING_TO_MEASURE)
    with acting(Actor(system="bench")), transaction.atomic(), as_owner():
        _run("SET LOCAL statement_timeout = 0")
        writes = Writes(workstream)
        results: list[Ratio | Amount] = [
            _compared("One row added", writes.add, SINGLE_GOAL),
            _compared("One row changed", writes.change, SINGLE_GOAL),
            _compared(f"{ROWS:,} rows added at once", writes.add_many, BULK_GOAL),
            _compared(f"{ROWS:,} rows changed at once", writes.change_many, BULK_GOAL),
            *readings(workstream),
        ]
        events = HistoryEvent.objects.count()
        transaction.set_rollback(True)
    return Bench(f"Milestones of {workstream}; {events:,} events when they were read", results)


class Writes:
    def __init__(self, workstream: Workstream) -> None:
        self.workstream, self.numbers = workstream, count()
        self.one = self._made()
        self.one.save()

    def add(self) -> None:
        for _ in range(SINGLES):
            self._made().save()
            _run(SEAL)

    def change(self) -> None:
        for number in range(SINGLES):
            self.one.note = f"Note {number}"
            self.one.save()
            _run(SEAL)

    def add_many(self) -> None:
        Milestone.objects.bulk_create(self._made() for _ in range(ROWS))
        _run(SEAL)

    def change_many(self) -> None:
        first = Milestone.objects.filter(workstream=self.workstream).order_by("-pk")[ROWS - 1].pk
        Milestone.objects.filter(pk__gte=first).update(note=f"Note {next(self.numbers)}")
        _run(SEAL)

    def _made(self) -> Milestone:
        number = next(self.numbers)
        return Milestone(
            workstream=self.workstream, slug=f"bench-{number}", title=f"Milestone {number}", baseline="2012-03"
        )


def _compared(what: str, write: Write, goal: float) -> Ratio:
    def unkept() -> None:
        with _without_history():
            write()

    return compare(what, write, "without history", unkept, goal=goal)


@contextmanager
def _without_history() -> Iterator[None]:
    for trigger in TRIGGERS:
        _run(f"ALTER TABLE {TABLE} DISABLE TRIGGER {trigger}")
    yield
    for trigger in TRIGGERS:
        _run(f"ALTER TABLE {TABLE} ENABLE TRIGGER {trigger}")


def readings(workstream: Workstream) -> list[Amount]:
    """The questions that pages ask, as somebody who manages nothing asks them, with the indexes that answer them."""
    _run("ANALYZE core_historyevent")
    reader = User.objects.order_by("pk").first() or User.objects.create(email="bench@portal.example")
    row = Milestone.objects.filter(workstream=workstream).order_by("pk")[0]
    chain, since = workstream.partnership_id, past.end_of(timezone.localdate() - timedelta(days=1))
    told: Any = seeing.of_kind("milestone")
    changed: Any = seeing.of_partnership(reader, chain, manages=False)
    of_day = {"table": TABLE, "moment": since, "partnership": chain, "row": row.pk}
    return [
        _reading("History of a record", *_asked(seeing.of_record(told, row, reader)[:50])),
        _reading("What changed since yesterday, first page", *_asked(changed.since(since)[:50])),
        _reading("Milestones as at yesterday", ROWS_AS_AT, of_day),
        _reading("A milestone as at yesterday", ROW_AS_AT, of_day),
    ]


def _asked(events: Any) -> tuple[str, Any]:
    statement: tuple[str, Any] = events.query.sql_with_params()
    return statement


def _reading(what: str, statement: str, values: Any) -> Amount:
    """How often it reads the events from end to end; the goal is never."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", values)
        plan = cursor.fetchone()[0]
    nodes = _nodes((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
    events = [node for node in nodes if node.get("Relation Name") == EVENTS or node.get("Index Name", "") in INDEXES]
    used = sorted({node["Index Name"] for node in events if "Index Name" in node})
    whole = sum(node["Node Type"] == "Seq Scan" for node in events)
    return Amount(f"{what}: by {', '.join(used) or 'no index'}", whole, "times read whole", 0)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from _nodes(part)


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
