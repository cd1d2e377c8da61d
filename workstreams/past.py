"""A workstream as it stood at the end of a day: itself, its milestones and projects, and what had been submitted."""

from collections import defaultdict
from datetime import date
from typing import Any

from partnerships.models import Organisation
from sharedservices.core.history import past
from workstreams import rules
from workstreams.models import Milestone, Participation, ProgressUpdate, Project, ProjectRating, Workstream

LATER = date.max


def workstream(present: Workstream, day: date) -> dict[str, Any]:
    """The context of its page: eight queries, however much there was. RuleViolation for an unknown day."""
    then = past.as_at(present, day)
    then.partnership = present.partnership
    then.lead = Organisation.objects.filter(pk__in=[then.lead_id]).first()
    projects = _projects(present, day)
    return {
        "workstream": then,
        "milestones": [(milestone, milestone.timing(on=day)) for milestone in _milestones(present, day)],
        "projects": projects,
        "updates": _updates(present, day, {project.pk: project for project in projects}),
    }


def _of(present: Workstream) -> dict[str, int]:
    return {"partnership": present.partnership_id, "workstream_id": present.pk}


def _milestones(present: Workstream, day: date) -> list[Milestone]:
    rows = past.all_as_at(Milestone, day, **_of(present))
    return sorted(rows, key=lambda row: (row.expected_earliest or LATER, row.pk))


def _updates(present: Workstream, day: date, projects: dict[int, Project]) -> list[ProgressUpdate]:
    """What stood on that day, and told of a time until then."""
    rows = past.all_as_at(ProgressUpdate, day, **_of(present))
    ratings: dict[int, list[ProjectRating]] = defaultdict(list)
    for rating in past.all_as_at(ProjectRating, day, partnership=present.partnership_id):
        if rating.project_id in projects:
            rating.project = projects[rating.project_id]
            ratings[rating.update_id].append(rating)
    for row in rows:
        row._prefetched_objects_cache = {"project_ratings": ratings[row.pk]}  # type: ignore[attr-defined]
    told = [row for row in rows if rules.UpdateState(row.state) in rules.STANDING and row.as_of_latest <= day]
    return sorted(told, key=lambda row: (row.as_of_latest, row.pk), reverse=True)


def _projects(present: Workstream, day: date) -> list[Project]:
    parts: dict[int, list[Participation]] = defaultdict(list)
    joined = past.all_as_at(Participation, day, partnership=present.partnership_id)
    names = Organisation.objects.in_bulk({part.organisation_id for part in joined if part.organisation_id})
    for part in sorted(joined, key=lambda row: row.pk):
        part.organisation = names.get(part.organisation_id)
        parts[part.project_id].append(part)
    projects = past.all_as_at(Project, day, **_of(present))
    for project in projects:
        project._prefetched_objects_cache = {"participations": parts[project.pk]}  # type: ignore[attr-defined]
    return sorted(projects, key=lambda row: (row.order, row.name, row.pk))
