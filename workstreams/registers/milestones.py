"""The registers of milestones and of how their baselines moved."""

from functools import partial

from django.urls import reverse

from partnerships.models import Partnership
from partnerships.record_keeping import PartnershipRegister
from sharedservices.core.decisions import Decision
from workstreams import checks, gates, past, promises
from workstreams.models import Milestone, Rebaseline

register = partial(PartnershipRegister, namespace="workstreams")


def milestone_fits(milestone: Milestone) -> None:
    checks.milestone_waits_for_no_later_one(milestone)
    promises.baseline_stays(milestone)
    promises.project_is_of_the_workstream(milestone)
    promises.nothing_before_its_project(milestone)
    gates.project_goes_on_saying_it(milestone)


def beside(milestone: Milestone, partnership: Partnership, may_change: Decision) -> list[tuple[str, str]]:
    pages = [(str(milestone.workstream), milestone.workstream.get_absolute_url())]
    if may_change and milestone.baseline is not None:
        moving = reverse("workstreams:rebaseline", args=[partnership.slug, milestone.pk])
        pages.insert(0, ("Move the baseline", moving))
    return pages


REBASELINES = register(
    model=Rebaseline,
    slug="rebaselines",
    title="Moves of baselines",
    one="move of a baseline",
    parent="milestone",
    fields=("milestone", "number", "before", "after", "reason", "meeting"),
    columns=("milestone", "number", "before", "after", "reason", "meeting"),
    written_elsewhere="A baseline is moved on the page of its milestone.",
)
MILESTONES = register(
    model=Milestone,
    slug="milestones",
    title="Milestones",
    one="milestone",
    parent="project",
    fields=(
        "title",
        "workstream",
        "project",
        "baseline",
        "forecast",
        "actual",
        "depends_on",
        "evidence",
        "note",
    ),
    columns=("title", "workstream", "project", "baseline", "forecast", "actual"),
    children=(REBASELINES,),
    check=milestone_fits,
    check_removal=gates.project_goes_on_without_it,
    load=lambda rows: rows.select_related("workstream__partnership", "project", "depends_on"),
    further=beside,
    past=past.milestone,
)
