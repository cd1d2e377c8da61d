"""Cases of the registers of the work itself."""

from typing import Any

from tests.register_case import Case
from tests.world import World
from workstreams.models import Dependency, Milestone, Participation, Project, Rebaseline, Stage, StageGate


def depot(world: World) -> Any:
    return Project.objects.get_or_create(workstream=world.waste, slug="depot", defaults={"name": "Shared depot"})[0]


def milestone(world: World) -> Any:
    return Milestone.objects.get(workstream=world.waste, slug="business-case")


def another_project(world: World, slug: str) -> Any:
    return Project.objects.get_or_create(workstream=world.waste, slug=slug, defaults={"name": slug.title()})[0]


def no_form(_world: World) -> dict[str, object]:
    return {}


WORK = {
    "all-workstreams": Case(
        lambda world: world.waste,
        lambda world: {"name": "Libraries", "status": "active", "order": "2", "priority": "1"},
        ("name", "", "Enter name"),
    ),
    "projects": Case(
        depot,
        lambda world: {"workstream": world.waste.pk, "name": "Bulking station", "order": "1", "start": "2011/12"},
        ("start", "31 November 2011", "does not exist in the calendar"),
    ),
    "participations": Case(
        lambda world: Participation.objects.create(project=depot(world), organisation=world.north),
        lambda world: {"project": depot(world).pk, "organisation": world.south.pk, "role": "host"},
        ("unnamed", "3", "Name the organisation, or say how many take part unnamed; not both"),
    ),
    "dependencies": Case(
        lambda world: Dependency.objects.create(project=depot(world), needs=another_project(world, "site")),
        lambda world: {"project": depot(world).pk, "needs": another_project(world, "lease").pk},
        ("needs", "0", "Select a valid choice"),
        lambda world, number: {"needs": another_project(world, f"copy-{number}")},
    ),
    "milestones": Case(
        milestone,
        lambda world: {"workstream": world.waste.pk, "title": "Depot opens", "baseline": "by 2012-01"},
        ("forecast", "31 November 2011", "does not exist in the calendar"),
    ),
    "rebaselines": Case(
        lambda world: Rebaseline.objects.create(
            milestone=milestone(world), number=1, after="by 2012-01", reason="The site was wet."
        ),
        no_form,
        ("", "", ""),
    ),
    "stage-gates": Case(
        lambda world: StageGate.objects.create(partnership=world.rivers, stage=Stage.PILOT, order=9),
        lambda world: {"stage": "delivery", "order": "1", "requires": ["lead", "start"]},
        ("requires", "money", "Select a valid choice"),
        lambda _world, number: {"stage": Stage.values[number + 1], "order": 20 + number},
    ),
}
