"""The work as it stood at the end of a day: a workstream, a project or a milestone, with what was part of it then.

Each is read from history by whoever sees it today; what is somebody's own today, such as a returned update, stays so.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from partnerships.models import Meeting, Organisation
from sharedservices.core.errors import RuleViolation
from sharedservices.core.history import past
from sharedservices.core.registers.declared import Then, listed, shown
from workstreams import rules
from workstreams.models import (
    Dependency,
    Milestone,
    OutsideProgramme,
    Participation,
    ProgressUpdate,
    Project,
    ProjectRating,
    Rebaseline,
    Risk,
    Workstream,
)

LATER = date.max
ELSEWHERE = "This was no part of this partnership at the end of {day}."
ON_LIST: Any = OutsideProgramme.projects.through


def workstream(present: Workstream, day: date, user: Any) -> dict[str, Any]:
    """The context of its page, in as many queries however much there was. RuleViolation for an unknown day."""
    then, partnership = past.as_at(present, day), present.partnership_id
    past.join([then], "theme", day, partnership=partnership)
    then.partnership = present.partnership
    then.lead = Organisation.objects.visible_to(user).filter(pk__in=[then.lead_id]).first()
    projects = _projects(present, day, user)
    milestones = _in_order(past.all_as_at(Milestone, day, partnership=partnership, workstream_id=present.pk))
    _mark_gone(milestones, Milestone.objects.visible_to(user))
    return {
        "workstream": then,
        "milestones": [(milestone, milestone.timing(on=day)) for milestone in milestones],
        "moves": _moves(milestones, day, partnership),
        "projects": projects,
        "risks": _risks(day, partnership, workstream_id=present.pk),
        "updates": _updates(present, day, user, {project.pk: project for project in projects}),
    }


def project(present: Project, day: date, user: Any) -> Then:
    partnership = present.workstream.partnership_id
    then = _joined(present, day, ("workstream",), partnership)
    dependencies = past.all_as_at(Dependency, day, partnership=partnership)
    needing = past.join(
        [one for one in dependencies if one.needs_id == then.pk], "project", day, partnership=partnership
    )
    on_lists = past.all_as_at(ON_LIST, day, partnership=partnership, project_id=then.pk)
    on_lists = past.join(on_lists, "outsideprogramme", day, partnership=partnership)
    milestones = past.all_as_at(Milestone, day, partnership=partnership, project_id=then.pk)
    parts: dict[str, list[Any]] = {
        "participations": _participations(day, user, partnership)[then.pk],
        "milestones": _in_order(past.join(milestones, "workstream", day, partnership=partnership)),
        "dependencies": _needs([one for one in dependencies if one.project_id == then.pk], day, partnership),
        "risks": _risks(day, partnership, project_id=then.pk),
    }
    facts: list[tuple[str, object]] = [
        ("Needed by", _names(one.project for one in needing)),
        ("On the list of outside programmes", _names(one.outsideprogramme for one in on_lists)),
    ]
    return Then(then, facts, parts)


def milestone(present: Milestone, day: date, _user: Any) -> Then:
    partnership = present.workstream.partnership_id
    then = _joined(present, day, ("workstream", "project", "depends_on"), partnership)
    return Then(then, [], {"rebaselines": _moves([then], day, partnership)})


def _joined(present: Any, day: date, names: Iterable[str], partnership: int) -> Any:
    rows = [past.as_at(present, day)]
    for name in names:
        rows = past.join(rows, name, day, partnership=partnership)
    if not rows:
        raise RuleViolation(ELSEWHERE.format(day=past.words(day)))
    return rows[0]


def _in_order(rows: list[Milestone]) -> list[Milestone]:
    return sorted(rows, key=lambda row: (row.expected_earliest or LATER, row.pk))


def _moves(milestones: list[Milestone], day: date, partnership: int) -> list[Rebaseline]:
    """Of these milestones, with the meetings that agreed."""
    of = {milestone.pk: milestone for milestone in milestones}
    rows = [row for row in past.all_as_at(Rebaseline, day, partnership=partnership) if row.milestone_id in of]
    for row in rows:
        row.milestone = of[row.milestone_id]
    rows = past.join(rows, "meeting", day, partnership=partnership)
    meetings: list[Meeting] = [row.meeting for row in rows if row.meeting]
    past.join(meetings, "body", day, partnership=partnership)
    return sorted(rows, key=lambda row: (row.milestone.title, row.milestone_id, row.number))


def _needs(dependencies: list[Dependency], day: date, partnership: int) -> list[Dependency]:
    rows = past.join(dependencies, "needs", day, partnership=partnership)
    past.join([row.needs for row in rows], "workstream", day, partnership=partnership)
    return sorted(rows, key=lambda row: (row.needs.name, row.pk))


def _risks(day: date, partnership: int, **of: int) -> list[Risk]:
    rows = past.all_as_at(Risk, day, partnership=partnership, **of)
    return sorted(rows, key=lambda row: (row.state != Risk.State.OPEN, row.slug, row.pk))


def _participations(day: date, user: Any, partnership: int) -> dict[int, list[Participation]]:
    """By project."""
    parts: dict[int, list[Participation]] = defaultdict(list)
    rows = past.all_as_at(Participation, day, partnership=partnership)
    names = Organisation.objects.visible_to(user).in_bulk({row.organisation_id for row in rows if row.organisation_id})
    for row in rows:
        row.organisation = names.get(row.organisation_id)
    for row in sorted(rows, key=lambda row: (row.organisation is None, row.who, row.pk)):
        parts[row.project_id].append(row)
    return parts


def _projects(present: Workstream, day: date, user: Any) -> list[Project]:
    parts = _participations(day, user, present.partnership_id)
    rows = past.all_as_at(Project, day, partnership=present.partnership_id, workstream_id=present.pk)
    for row in rows:
        row._prefetched_objects_cache = {"participations": parts[row.pk]}  # type: ignore[attr-defined]
    _mark_gone(rows, Project.objects.visible_to(user))
    return sorted(rows, key=lambda row: (row.order, row.name, row.pk))


def _updates(present: Workstream, day: date, user: Any, projects: dict[int, Project]) -> list[ProgressUpdate]:
    """What stood on that day, told of a time until then, and is not kept from this person today."""
    partnership, keys = present.partnership_id, _seen(present, user)
    rows = past.all_as_at(ProgressUpdate, day, partnership=partnership, workstream_id=present.pk)
    told = [row for row in rows if row.pk in keys and rules.UpdateState(row.state) in rules.STANDING]
    told = past.join([row for row in told if row.as_of_latest <= day], "meeting", day, partnership=partnership)
    past.join([row.meeting for row in told if row.meeting], "body", day, partnership=partnership)
    ratings: dict[int, list[ProjectRating]] = defaultdict(list)
    for rating in past.all_as_at(ProjectRating, day, partnership=partnership):
        if rating.project_id in projects:
            rating.project = projects[rating.project_id]
            ratings[rating.update_id].append(rating)
    for row in told:
        row._prefetched_objects_cache = {"project_ratings": ratings[row.pk]}  # type: ignore[attr-defined]
    return sorted(told, key=lambda row: (row.as_of_latest, row.pk), reverse=True)


def _seen(present: Workstream, user: Any) -> set[int]:
    """The updates of a workstream that are this person's to read today."""
    visible = ProgressUpdate.objects.visible_to(user).filter(workstream=present)
    return set(visible.values_list("pk", flat=True))


def _mark_gone(rows: list[Any], visible: Any) -> None:
    """So that nobody is led to a page that is not there any more."""
    there = set(visible.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    for row in rows:
        row.is_gone = row.pk not in there


def _names(rows: Iterable[Any]) -> str:
    return shown(listed(sorted(map(str, rows))))
