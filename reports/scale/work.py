"""Rows of workstreams and what happens in them."""

from collections.abc import Iterator
from itertools import groupby
from random import Random
from typing import Any

from partnerships.models import Organisation, Partnership
from reports.scale.calendar import YEARS, Moment, moments
from reports.scale.ids import Ids
from reports.scale.plan import Plan
from reports.scale.sharing import stream
from workstreams.models import Participation, Project, Stage, Workstream
from workstreams.rules import Rag, UpdateState

SERVICES: tuple[str, ...] = (
    "Waste",
    "Highways",
    "Property",
    "ICT",
    "Libraries",
    "Procurement",
    "Legal services",
    "Adult care",
)
SERVICES += ("Children's services", "Revenues and benefits", "Audit", "Pensions", "Planning", "Licensing", "Fleet")
STAGES = [stage.value for stage in Stage if stage and stage != Stage.CLOSED]
KINDS = [kind.value for kind in Project.Kind]
STATUSES = [*[Workstream.Status.ACTIVE.value] * 16, "further", "further", "idea", "closed"]
DONE: tuple[str, ...] = ("The group met and agreed its plan.", "The tender documents went out to all members.")
DONE += ("Two more councils finished their data.", "The business case went to the board.", "Staff were consulted.")
DONE += ("The new contract began.", "Costs were compared across the members.", "The pilot was reviewed.")
NEXT: tuple[str, ...] = ("Next: the board decides.", "Next: the councils confirm their volumes.", "Next: legal review.")
NEXT += ("Next: train the teams.", "Next: close the old contract.", "Next: publish the results to all members.")
REASONS = {Rag.RED: "A council has not agreed its share.", Rag.AMBER: "One input is late.", Rag.GREEN: ""}
LADDER = (Rag.RED, Rag.AMBER, Rag.GREEN)
DRAFTS = 0.1  # of the workstreams have begun their next update
Rows = Iterator[tuple[Any, ...]]


def workstreams(plan: Plan, ids: Ids) -> Rows:
    chance = stream(plan.size.seed, "workstream rows")
    for partnership, group in groupby(enumerate(plan.partnership_of), key=lambda pair: pair[1]):
        for order, (place, _) in enumerate(group, start=1):
            name = f"{chance.choice(SERVICES)} {order:02d}"
            lead = ids[Organisation] + plan.lead_of(place)
            stage, status = chance.choice(STAGES), chance.choice(STATUSES)
            slug = f"scale-workstream-{order:02d}"
            yield ids[Partnership] + partnership, slug, name, lead, "Workstream lead", stage, status, order


def projects(plan: Plan, ids: Ids) -> Rows:
    chance = stream(plan.size.seed, "project rows")
    for workstream, group in groupby(plan.workstream_of):
        for order, _ in enumerate(group, start=1):
            year = chance.choice(YEARS)
            kind, stage = chance.choice(KINDS), chance.choice(STAGES)
            slug, name = f"scale-project-{order:04d}", f"Project {order:04d}"
            yield ids[Workstream] + workstream, slug, name, kind, stage, year, order % 32_000


def participations(plan: Plan, ids: Ids) -> Rows:
    """The workstream's lead leads; most other members take part, some only consider it."""
    chance = stream(plan.size.seed, "participations")
    roles = (Participation.Role.PARTICIPANT.value,) * 4 + (Participation.Role.CONSIDERING.value, None)
    for project, workstream in enumerate(plan.workstream_of):
        lead = plan.lead_of(workstream)
        for council in plan.members_of(workstream):
            role = Participation.Role.LEAD.value if council == lead else chance.choice(roles)
            if role:
                yield ids[Project] + project, ids[Organisation] + council, role


def milestones(plan: Plan, ids: Ids) -> Rows:
    """One for each project: promised for a month, most of them reached, some late."""
    chance = stream(plan.size.seed, "milestones")
    for project, workstream in enumerate(plan.workstream_of):
        year, month = chance.randint(2014, 2027), chance.randint(1, 12)
        baseline = f"{year}-{month:02d}"
        forecast = f"{year + 1}-{month:02d}" if chance.random() < 0.3 else None
        actual = (forecast or baseline) if (forecast or baseline) < "2026" and chance.random() < 0.9 else None
        slug = f"scale-milestone-{project + 1:06d}"
        yield ids[Workstream] + workstream, ids[Project] + project, slug, "Service shared", baseline, forecast, actual


def updates(plan: Plan, ids: Ids) -> Rows:
    chance = stream(plan.size.seed, "update rows")
    for place, count in enumerate(plan.updates):
        draft = chance.random() < DRAFTS
        when, workstream, step = moments(count), ids[Workstream] + place, 2
        for number, moment in enumerate(when, start=1):
            step = _next_step(chance, step)
            yield _update(chance, workstream, moment, step, draft=draft and number == count)


def _next_step(chance: Random, step: int) -> int:
    """Ratings stay for months and move one step at a time, more often up than down."""
    drawn = chance.random()
    if drawn < 0.06:
        return max(step - 1, 0)
    return min(step + 1, 2) if drawn < 0.16 else step


def _update(chance: Random, workstream: int, moment: Moment, step: int, *, draft: bool) -> tuple[Any, ...]:
    drawn = int(chance.random() * 240)
    time, better = LADDER[step], LADDER[min(step + 1, 2)]
    cost, benefits = (better, time) if drawn % 2 else (time, better)
    words = f"{DONE[drawn % len(DONE)]} {NEXT[drawn % len(NEXT)]}"
    state, submitted_at = (UpdateState.DRAFT, None) if draft else (UpdateState.SUBMITTED, moment.submitted_at)
    ratings = (time.value, cost.value, time.value, benefits.value)
    return workstream, moment.as_of, words, *ratings, REASONS[time], state.value, submitted_at
