"""What milestones promise: a baseline moves on purpose only, and nothing is promised before its project begins.

Asked before a row is saved in the browser.
"""

from sharedservices.core.dates import FuzzyDate
from sharedservices.core.errors import RuleViolation
from workstreams.models import Milestone, Project, Risk

DATES = ("baseline", "forecast", "actual")


def baseline_stays(milestone: Milestone) -> None:
    """Once given, only services.rebaseline changes it."""
    held = Milestone.objects.filter(pk=milestone.pk).values_list("baseline", flat=True).first()
    if held and milestone.baseline != held:
        message = (
            f"The baseline is {held} and is not changed here. Leave it, then use “Move the baseline” on the "
            "milestone's page, which asks for the reason and the meeting that agreed."
        )
        raise RuleViolation(message, field="baseline")


def project_is_of_the_workstream(row: Milestone | Risk) -> None:
    project = row.project
    if project and row.workstream_id and project.workstream_id != row.workstream_id:
        message = f"{project} is a project of {project.workstream}. Choose one of this workstream, or none."
        raise RuleViolation(message, field="project")


def project_leaves_none_behind(project: Project) -> None:
    """Its milestones and risks stand in its workstream: it moves to another one only without them."""
    if project._state.adding:
        return
    beside = [rows.exclude(workstream=None) for rows in (project.milestones.all(), project.risks.all())]
    if any(rows.exclude(workstream=project.workstream).exists() for rows in beside):
        message = "Its milestones and risks stand in another workstream. Take them out of the project first."
        raise RuleViolation(message, field="workstream")


def nothing_before_its_project(milestone: Milestone) -> None:
    for name in DATES:
        refuse_before_project(milestone, getattr(milestone, name), field=name)


def refuse_before_project(milestone: Milestone, date: FuzzyDate | None, *, field: str) -> None:
    start = milestone.project.start if milestone.project else None
    if date and start and date.latest < start.earliest:
        message = f"This lies before the project, which begins {start}. Correct one of the two dates."
        raise RuleViolation(message, field=field)
