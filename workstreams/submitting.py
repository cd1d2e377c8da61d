"""What stands in the way of submitting an update, all of it at once. The form asks before anything is saved, the
service before the update's state changes."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from workstreams import evidence, hints, rules
from workstreams.models import ProjectRating, Workstream

TO_COME = "An update tells of today or before: choose a date that has come."


def faults(
    workstream: Workstream, values: Mapping[str, Any], ratings: Iterable[ProjectRating], *, today: date
) -> Iterator[tuple[str, str]]:
    """Fields of the update and of its projects' ratings, each with what to say. The records are asked what they suggest
    for the update's date; where that is missing, for today."""
    ratings, as_of = list(ratings), values.get("as_of")
    for name in rules.missing_fields(_stripped(values), rules.UpdateState.SUBMITTED):
        yield name, rules.MISSING[name]
    if as_of and as_of.earliest > today:
        yield "as_of", TO_COME
    for rating in ratings:
        if rules.lacks_reason(rules.Rag(rating.rag), rating.reason):
            yield f"project-{rating.project_id}-reason", rules.UNEXPLAINED.format(project=rating.project)
    suggested = evidence.hints_for(workstream, ratings=ratings, on=as_of.latest if as_of else today)
    chosen = {name: rules.Rag(values.get(f"rag_{name}") or "") for name in suggested}
    if not (values.get("rag_reason") or "").strip() and (told := hints.unexplained(chosen, suggested)):
        yield "rag_reason", told


def _stripped(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
