"""Rules on several rows of the work and its money: cases for both doors."""

from decimal import Decimal
from typing import Any

from partnerships import checks as partnership_checks
from partnerships.models import Award, Membership
from tests.doors import Case, changed
from tests.factories.workstreams import MilestoneFactory, ParticipationFactory, ProjectFactory, WorkstreamFactory
from tests.world import World
from workstreams import checks
from workstreams.models import Allocation, Dependency, Participation, Project, Workstream


def award(world: World, **fields: Any) -> Any:
    values = {"funder": "Fund", "amount": Decimal(1000), **fields}
    return Award.objects.get_or_create(partnership=world.rivers, slug="grant", defaults=values)[0]


def allocation(world: World, **fields: Any) -> Allocation:
    Allocation.objects.create(
        award=award(world), slug="roads", title="Roads", amount=Decimal("600.01"), share=Decimal(60)
    )
    return Allocation(award=award(world), slug="waste", title="Waste", **fields)


def allocation_of_an_estimate(world: World, qualifier: str) -> Allocation:
    award(world, amount_qualifier=qualifier)
    return allocation(world, amount=Decimal(500))


def shrinking_award(world: World) -> Any:
    allocation(world)
    return changed(award(world), amount=Decimal(600))


def south_left(world: World) -> None:
    Membership.objects.filter(organisation=world.south).update(joined="2009", left="2012")


def workstream(world: World, lead: str, status: str = "active") -> Workstream:
    south_left(world)
    return Workstream(partnership=world.rivers, slug="roads", name="Roads", lead=getattr(world, lead), status=status)


def depot(world: World, **fields: str) -> Project:
    project: Project = ProjectFactory(workstream=world.waste, slug="depot", name="Depot", **fields)
    return project


def participation(world: World, organisation: str, role: str, **fields: str) -> Participation:
    south_left(world)
    return Participation(project=depot(world), organisation=getattr(world, organisation), role=role, **fields)


def leaving_carrier(world: World, *, role: str = "lead", **project: str) -> Membership:
    ParticipationFactory(project=depot(world, **project), organisation=world.south, role=role)
    return changed(Membership.objects.get(organisation=world.south), left="2012")


def leaving_lead_of_closed_work(world: World) -> Membership:
    WorkstreamFactory(partnership=world.rivers, lead=world.south, closed=True)
    return changed(Membership.objects.get(organisation=world.south), left="2012")


def projects_in_a_circle(world: World) -> Dependency:
    depot_, fleet, crews = (
        ProjectFactory(workstream=world.waste, slug=slug, name=slug.title()) for slug in ("depot", "fleet", "crews")
    )
    Dependency.objects.create(project=depot_, needs=fleet)
    Dependency.objects.create(project=fleet, needs=crews)
    return Dependency(project=crews, needs=depot_)


def projects_in_a_row(world: World) -> Dependency:
    dependency = projects_in_a_circle(world)
    return Dependency(project=Project.objects.get(slug="depot"), needs=dependency.project)


def milestones_in_a_circle(world: World) -> Any:
    site = MilestoneFactory(workstream=world.waste, slug="site", title="Site")
    plan = MilestoneFactory(workstream=world.waste, slug="plan", title="Plan", depends_on=site)
    return changed(site, depends_on=plan)


ALLOCATION = {"award": "rivers/grant", "allocation": "waste", "title": "Waste"}
WORKSTREAM = {"partnership": "rivers", "workstream": "roads", "name": "Roads"}
LEAVING = {"partnership": "rivers", "organisation": "south", "role": "member", "joined": "", "left": "2012"}
DEPOT = {"project": "rivers/waste/depot"}
CASES = [
    Case(
        "more than the award",
        checks.allocation_fits_the_award,
        lambda world: allocation(world, amount=Decimal(400)),
        "allocations",
        {**ALLOCATION, "amount": "400"},
        "amount",
        "come to £1,000.01, £0.01 more than its £1k. Correct them.",
    ),
    Case(
        "all of the award",
        checks.allocation_fits_the_award,
        lambda world: allocation(world, amount=Decimal("399.99")),
        "allocations",
        {**ALLOCATION, "amount": "399.99"},
        "amount",
        "",
    ),
    Case(
        "an allocation that may be less",
        checks.allocation_fits_the_award,
        lambda world: allocation(world, amount=Decimal(500), amount_qualifier="about"),
        "allocations",
        {**ALLOCATION, "amount": "500", "amount_qualifier": "about"},
        "amount",
        "",
    ),
    Case(
        "an award that may be more",
        checks.allocation_fits_the_award,
        lambda world: allocation_of_an_estimate(world, "over"),
        "allocations",
        {**ALLOCATION, "amount": "500"},
        "amount",
        "",
    ),
    Case(
        "more than an award that may be less",
        checks.allocation_fits_the_award,
        lambda world: allocation_of_an_estimate(world, "up to"),
        "allocations",
        {**ALLOCATION, "amount": "500"},
        "amount",
        "£100.01 more than its £1k",
    ),
    Case(
        "an award below its allocations",
        checks.award_covers_its_allocations,
        shrinking_award,
        "funding",
        {"partnership": "rivers", "award": "grant", "funder": "Fund", "amount": "600"},
        "amount",
        "come to £600.01, £0.01 more than its £600",
    ),
    Case(
        "more than a whole",
        checks.allocation_fits_the_award,
        lambda world: allocation(world, share=Decimal("41.1")),
        "allocations",
        {**ALLOCATION, "share": "41.1"},
        "share",
        "come to 101.1 %, which is more than 100 %",
    ),
    Case(
        "a whole but for rounding",
        checks.allocation_fits_the_award,
        lambda world: allocation(world, share=Decimal(41)),
        "allocations",
        {**ALLOCATION, "share": "41"},
        "share",
        "",
    ),
    Case(
        "a stranger in the lead",
        checks.lead_is_a_member,
        lambda world: workstream(world, "east"),
        "workstreams",
        {**WORKSTREAM, "lead": "east"},
        "lead",
        "only members lead its workstreams. Choose a member",
    ),
    Case(
        "a lead that left",
        checks.lead_is_a_member,
        lambda world: workstream(world, "south"),
        "workstreams",
        {**WORKSTREAM, "lead": "south"},
        "lead",
        "until 2012 only: only members lead its workstreams. Choose a member that stays",
    ),
    Case(
        "the former lead of closed work",
        checks.lead_is_a_member,
        lambda world: workstream(world, "south", "closed"),
        "workstreams",
        {**WORKSTREAM, "lead": "south", "status": "closed"},
        "lead",
        "",
    ),
    Case(
        "a stranger leading a project",
        checks.carrier_is_a_member,
        lambda world: participation(world, "east", "lead"),
        "participations",
        {**DEPOT, "organisation": "east", "role": "lead"},
        "organisation",
        "only members lead or host its projects",
    ),
    Case(
        "a stranger taking part",
        checks.carrier_is_a_member,
        lambda world: participation(world, "east", "participant"),
        "participations",
        {**DEPOT, "organisation": "east", "role": "participant"},
        "organisation",
        "",
    ),
    Case(
        "a host before it joined",
        checks.carrier_is_a_member,
        lambda world: participation(world, "south", "host", begins="2007", ends="2008"),
        "participations",
        {**DEPOT, "organisation": "south", "role": "host", "begins": "2007", "ends": "2008"},
        "begins",
        "from 2009 until 2012, not in 2007",
    ),
    Case(
        "a host that goes on after it left",
        checks.carrier_is_a_member,
        lambda world: participation(world, "south", "host", begins="2010"),
        "participations",
        {**DEPOT, "organisation": "south", "role": "host", "begins": "2010"},
        "organisation",
        "Choose a member that stays",
    ),
    Case(
        "leaving with the lead of a project",
        partnership_checks.membership_fits,
        leaving_carrier,
        "memberships",
        LEAVING,
        "left",
        "it still leads the project “Depot”. Name another organisation there first, or end it.",
    ),
    Case(
        "leaving after the project",
        partnership_checks.membership_fits,
        lambda world: leaving_carrier(world, end="2011-12"),
        "memberships",
        LEAVING,
        "left",
        "",
    ),
    Case(
        "leaving a project that others lead",
        partnership_checks.membership_fits,
        lambda world: leaving_carrier(world, role="participant"),
        "memberships",
        LEAVING,
        "left",
        "",
    ),
    Case(
        "leaving closed work",
        partnership_checks.membership_fits,
        leaving_lead_of_closed_work,
        "memberships",
        LEAVING,
        "left",
        "",
    ),
    Case(
        "projects in a circle",
        checks.project_is_not_needed_by_what_it_needs,
        projects_in_a_circle,
        "dependencies",
        {"project": "rivers/waste/crews", "needs": "rivers/waste/depot"},
        "needs",
        "This goes round in a circle",
    ),
    Case(
        "projects in a row",
        checks.project_is_not_needed_by_what_it_needs,
        projects_in_a_row,
        "dependencies",
        {**DEPOT, "needs": "rivers/waste/crews"},
        "needs",
        "",
    ),
    Case(
        "milestones in a circle",
        checks.milestone_waits_for_no_later_one,
        milestones_in_a_circle,
        "milestones",
        {"workstream": "rivers/waste", "milestone": "site", "title": "Site", "depends_on": "rivers/waste/plan"},
        "depends_on",
        "This goes round in a circle",
    ),
]
