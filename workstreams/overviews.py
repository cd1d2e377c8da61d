"""Where workstreams stand on a day: their newest updates and their next milestones."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse

from partnerships.querysets import Seen
from sharedservices.core.dates import FuzzyDate
from sharedservices.core.prepared import Given, Prepared, one_of
from workstreams import rules
from workstreams.models import Milestone, ProgressUpdate, ReportingRound, Stage, Workstream

HEADINGS = {
    Workstream.Status.ACTIVE.value: "Active workstreams",
    Workstream.Status.FURTHER.value: "Further work",
    Workstream.Status.IDEA.value: "Shared ideas",
    Workstream.Status.CLOSED.value: "Closed workstreams",
}
STAGES = dict(Stage.choices)
COLUMNS = (
    "pk",
    "slug",
    "name",
    "status",
    "stage",
    "lead__short_name",
    "partnership__slug",
    "partnership__name",
    "newest",
)
DATES = ("baseline", "forecast", "actual", "expected_earliest", "expected_latest", "actual_latest")
MILESTONE_COLUMNS = ("workstream_id", "title", *DATES)


@dataclass(frozen=True, slots=True)
class Overview:
    """A workstream in finished words, for a line of a table."""

    url: str
    name: str
    partnership: str
    lead: str
    stage: str
    status: str
    as_of: FuzzyDate | None
    overall: rules.Rag
    direction: rules.Direction
    next_title: str
    next_when: FuzzyDate | None
    late_milestones: int


@dataclass(frozen=True, slots=True)
class Steps:
    """What a workstream has before it: the milestones that are not reached."""

    next_title: str = ""
    next_when: FuzzyDate | None = None
    late: int = 0


NO_STEPS = Steps()


ON: Any = Given("on")


def _prepared(narrowed: Callable[[Any], Any]) -> Prepared:
    return Prepared(lambda: narrowed(Workstream.objects.with_newest(2, on=ON)).values_list(*COLUMNS))


OF_PARTNERSHIP = _prepared(lambda rows: rows.filter(partnership=Given("partnership")).open().for_table())
OF_KEYS = _prepared(lambda rows: rows.filter(one_of("pk", Given("keys"))).order_by())
MILESTONES = Prepared(
    lambda: (
        Milestone.objects.filter(one_of("workstream", Given("keys")))
        .open(on=ON)
        .for_table()
        .values_list(*MILESTONE_COLUMNS)
    )
)


def of_partnership(seen: Seen, *, on: date) -> list[Overview]:
    """Two queries, however many workstreams there are. Whoever sees a workstream sees its updates that stand and its
    milestones."""
    rows = OF_PARTNERSHIP(partnership=seen.partnership.pk, on=on)
    return list(_by_key(rows, on).values())


def of_keys(keys: list[int], *, on: date) -> list[Overview]:
    """In the order of the keys, which are of workstreams that the reader sees. Two queries."""
    found = _by_key(OF_KEYS(keys=keys, on=on), on)
    return [found[key] for key in keys if key in found]


def _by_key(rows: list[Any], on: date) -> dict[int, Overview]:
    steps = _steps([row.pk for row in rows], on)
    return {row.pk: _overview(row, steps.get(row.pk, NO_STEPS)) for row in rows}


def _steps(workstreams: list[int], on: date) -> dict[int, Steps]:
    grouped: dict[int, list[tuple[rules.Timing, Any]]] = defaultdict(list)
    for row in MILESTONES(keys=workstreams, on=on):
        dates = {"begins": row.expected_earliest, "expected": row.expected_latest, "actual": row.actual_latest}
        grouped[row.workstream_id].append((rules.timing(**dates, on=on), row))
    return {workstream: _next_and_late(timed) for workstream, timed in grouped.items()}


def _next_and_late(timed: list[tuple[rules.Timing, Any]]) -> Steps:
    late = sum(timing is rules.Timing.LATE for timing, _ in timed)
    for timing, row in timed:
        if timing in (rules.Timing.DUE, rules.Timing.UNDER_WAY):
            return Steps(row.title, row.actual or row.forecast or row.baseline, late)
    return Steps(late=late)


def _overview(row: Any, steps: Steps) -> Overview:
    newest, before = [*row.newest, None, None][:2]
    overall = _rated(newest) or rules.Rag.NOT_RATED
    return Overview(
        url=reverse("workstreams:detail", args=[row.partnership__slug, row.slug]),
        name=row.name,
        partnership=row.partnership__name,
        lead=row.lead__short_name or "",
        stage=STAGES[row.stage],
        status=row.status,
        as_of=FuzzyDate.parse(newest["as_of"]) if newest else None,
        overall=overall,
        direction=rules.direction(_rated(before), overall),
        next_title=steps.next_title,
        next_when=steps.next_when,
        late_milestones=steps.late,
    )


def _rated(update: dict[str, Any] | None) -> rules.Rag | None:
    """None where there is no update."""
    if update is None:
        return None
    return rules.SEVERITY[update["worst"] - 1] if update["worst"] else rules.Rag.NOT_RATED


@dataclass(frozen=True)
class Report:
    """What a workstream has written for a round."""

    workstream: Workstream
    update: ProgressUpdate | None
    progress: rules.Progress


def of_round(reporting: ReportingRound, *, user: Any) -> list[Report]:
    """Three queries: the workstreams, what this user may see of their updates of the period, its project ratings."""
    period = (reporting.period_earliest, reporting.period_latest)
    written: dict[int, list[ProgressUpdate]] = defaultdict(list)
    visible = ProgressUpdate.objects.visible_to(user).filter(workstream__partnership=reporting.partnership_id)
    for update in visible.within(*period).newest_first():
        written[update.workstream_id].append(update)
    workstreams = Workstream.objects.visible_to(user).filter(partnership=reporting.partnership_id).open().for_table()
    return [_report(workstream, written[workstream.pk]) for workstream in workstreams]


def _report(workstream: Workstream, updates: list[ProgressUpdate]) -> Report:
    by_progress = {rules.progress([rules.UpdateState(update.state)]): update for update in reversed(updates)}
    progress = rules.progress(rules.UpdateState(update.state) for update in updates)
    return Report(workstream, by_progress.get(progress), progress)


def grouped(rows: list[Overview]) -> list[tuple[str, list[Overview]]]:
    """Rows under the words of their status, in the order they come: active, further work, ideas."""
    return [(HEADINGS[status], list(group)) for status, group in groupby(rows, key=lambda row: row.status)]
