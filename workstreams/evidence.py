"""What a workstream's records suggest for its ratings on a day. One query for each of the four."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Q

from partnerships.models import Spend
from workstreams import hints
from workstreams.hints import Hint
from workstreams.models import Allocation, MeasureValue, ProjectRating, Risk, Workstream


def hints_for(workstream: Workstream, *, ratings: Iterable[ProjectRating], on: date) -> dict[str, Hint]:
    """By the names of the ratings. `ratings` are those of the update, with their projects loaded."""
    return {
        "time": hints.time(milestone.timing(on=on) for milestone in workstream.milestones.all()),
        "cost": _cost(workstream, on),
        "delivery": _delivery(workstream, ratings),
        "benefits": _benefits(workstream, on),
    }


def _cost(workstream: Workstream, on: date) -> Hint:
    """Of the partnership's awards that are allocated to the workstream's projects or its theme, each as a whole: what
    was spent is not recorded by allocation."""
    mine = Q(project__workstream=workstream)
    if workstream.theme_id:
        mine |= Q(theme=workstream.theme_id)
    awards = Allocation.objects.filter(mine, award__partnership=workstream.partnership_id).values("award")
    known = Spend.objects.filter(award__in=awards, budget__isnull=False, spent__isnull=False, period_earliest__lte=on)
    rows: Iterable[Any] = known.select_related("award").order_by("award", "period_earliest", "pk")
    return hints.cost(
        (str(award), [hints.Spending(row.budget, row.spent, row.period.latest <= on) for row in lines])
        for award, lines in groupby(rows, key=lambda row: row.award)
    )


def _delivery(workstream: Workstream, ratings: Iterable[ProjectRating]) -> Hint:
    mine = Q(workstream=workstream) | Q(project__workstream=workstream)
    rows = Risk.objects.filter(mine, state=Risk.State.OPEN).order_by("slug")
    rated = [(rating.project.name, hints.Rag(rating.rag)) for rating in ratings]
    return hints.delivery([hints.Exposure(row.title, _score(row)) for row in rows], rated)


def _score(risk: Risk) -> int | None:
    after, before = (risk.likelihood_after, risk.impact_after), (risk.likelihood, risk.impact)
    return hints.score(after, before, has_happened=risk.kind == Risk.Kind.ISSUE)


def _benefits(workstream: Workstream, on: date) -> Hint:
    known = MeasureValue.objects.filter(
        measure__workstream=workstream, kind=MeasureValue.Kind.ACTUAL, value__isnull=False, period_earliest__lte=on
    )
    rows = known.select_related("measure").order_by("measure", "period_earliest", "pk")
    return hints.benefits(_reading(list(values), on) for _, values in groupby(rows, key=lambda row: row.measure_id))


def _reading(values: list[Any], on: date) -> hints.Reading:
    first, last = values[0], values[-1]
    measure = last.measure
    return hints.Reading(
        name=measure.name,
        better=hints.Better(measure.direction),
        actual=last.value,
        until=min(last.period.latest, on),
        since=first.period.earliest,
        baseline=measure.baseline_value,
        target=measure.target_value,
        due=measure.due.latest if measure.due else None,
    )
