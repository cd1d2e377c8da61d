"""What a paper freezes of a partnership's workstreams: plain values, as they were known on a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol, TypeVar

from partnerships import snapshots as partners
from partnerships.models import Partnership
from sharedservices.core.dates import FuzzyDate
from workstreams import rules
from workstreams.models import Milestone, Participation, ProgressUpdate, Project, Workstream


class _OfWorkstream(Protocol):
    workstream_id: int


Row = TypeVar("Row", bound=_OfWorkstream)


def workstreams(partnership: Partnership, *, on: date) -> list[dict[str, Any]]:
    """Seven queries, however many workstreams: all that are not closed, each with what was submitted by that day."""
    within = {"workstream__partnership": partnership}
    updates = _by_workstream(
        ProgressUpdate.objects.filter(**within).submitted().until(on).latest_each(2).with_projects()
    )
    milestones = _by_workstream(Milestone.objects.filter(**within).for_table())
    projects = _by_workstream(Project.objects.filter(**within).for_table())
    return [
        {
            **_workstream(row),
            "update": _update(updates[row.pk]),
            "milestones": _in_time([_milestone(milestone, on=on) for milestone in milestones[row.pk]]),
            "projects": [_project(project) for project in projects[row.pk]],
        }
        for row in Workstream.objects.filter(partnership=partnership).open().for_table()
    ]


def _by_workstream(rows: Iterable[Row]) -> dict[int, list[Row]]:
    grouped = defaultdict(list)
    for row in rows:
        grouped[row.workstream_id].append(row)
    return grouped


def _workstream(row: Workstream) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "name": row.name,
        "status": row.status,
        "status_words": row.get_status_display(),
        "stage": row.stage,
        "stage_words": row.get_stage_display(),
        "lead": partners.organisation(row.lead) if row.lead else None,
        "lead_office": row.lead_office,
        "purpose": row.purpose,
    }


def _update(newest: list[ProgressUpdate]) -> dict[str, Any] | None:
    """From the newest update and the one before it, which only gives the direction."""
    if not newest:
        return None
    update, *before = newest
    return {
        "as_of": update.as_of.text,
        "as_of_words": update.as_of.words,
        "narrative": update.narrative,
        "scale": update.rag_scale,
        "ratings": {aspect: rating.value for aspect, rating in update.ratings.items()},
        "overall": update.overall.value,
        "overall_words": rules.WORDS[update.overall],
        "reason": update.rag_reason,
        "direction": rules.direction(before[0].overall if before else None, update.overall).value,
        **_project_ratings(update),
    }


def _project_ratings(update: ProgressUpdate) -> dict[str, Any]:
    """Nothing without ratings of projects: such an update freezes to the same text as before there were any."""
    culprits = {rating.pk for rating in update.culprits}
    rated = [
        {
            "project": rating.project.name,
            "rating": rating.rag,
            "words": rating.get_rag_display(),
            "reason": rating.reason,
            "decides": rating.pk in culprits,
        }
        for rating in update.project_ratings.all()
    ]
    return {"project_ratings": rated} if rated else {}


def _milestone(row: Milestone, *, on: date) -> dict[str, Any]:
    """An actual date after that day was not known on it; one in a month that had begun is shown, not yet as done."""
    actual = row.actual if row.actual and row.actual.earliest <= on else None
    shown = actual or row.forecast or row.baseline
    expected = row.forecast or row.baseline or actual
    timing = rules.timing(
        begins=expected.earliest if expected else None,
        expected=expected.latest if expected else None,
        actual=actual.latest if actual else None,
        on=on,
    )
    return {
        "title": row.title,
        "project": row.project.name if row.project else "",
        "baseline": row.baseline.text if row.baseline else None,
        "forecast": row.forecast.text if row.forecast else None,
        "actual": actual.text if actual else None,
        "words": shown.words if shown else "",
        "earliest": shown.earliest.isoformat() if shown else None,
        "latest": shown.latest.isoformat() if shown else None,
        "timing": timing.value,
        "note": row.note,
    }


def _in_time(milestones: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(milestones, key=lambda row: (row["earliest"] is None, row["earliest"], row["latest"], row["title"]))


def _project(row: Project) -> dict[str, Any]:
    return {
        "name": row.name,
        "summary": row.summary,
        "kind_words": row.get_kind_display() if row.kind else "",
        "stage_words": row.get_stage_display() if row.stage else "",
        "participants": [_participant(part) for part in row.participations.all()],
        "start_words": _words(row.start),
        "end_words": _words(row.end),
        "programme": row.programme,
    }


def _participant(row: Participation) -> str:
    """A council's name, with its part in brackets where that is more than taking part."""
    name = row.organisation.name if row.organisation else f"{row.unnamed} not named"
    role = "" if row.role == Participation.Role.PARTICIPANT else row.get_role_display().lower()
    remarks = ", ".join(part for part in (role, row.note) if part)
    return f"{name} ({remarks})" if remarks else name


def _words(when: FuzzyDate | None) -> str:
    return when.words if when else ""
