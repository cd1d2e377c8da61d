"""Rules on several rows of the work and its money, at both doors."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from partnerships.models import Membership
from sharedservices.core.errors import RuleViolation
from tests.core.programme_files import load, places, words
from tests.doors import Case, at_the_form, at_the_import, by_name, changed
from tests.factories.partnerships import GovernanceBodyFactory, MeetingFactory
from tests.factories.workstreams import MilestoneFactory, ParticipationFactory
from tests.workstreams.cases import CASES, award, depot, projects_in_a_circle, shrinking_award, south_left
from tests.world import World, as_
from workstreams import checks
from workstreams.models import Project, Workstream
from workstreams.registers import AWARDS

every = pytest.mark.parametrize("case", CASES, ids=by_name)


@every
def test_the_form_asks(world: World, case: Case) -> None:
    at_the_form(case, world)


@every
def test_the_import_asks_the_same(world: World, tmp_path: Path, case: Case) -> None:
    at_the_import(case, world, tmp_path)


def carried_on_by_one_that_left(world: World, **project: str) -> Project:
    south_left(world)
    row = depot(world, **project)
    ParticipationFactory(project=row, organisation=world.south, role="lead")
    return row


def workstream_opened_again(world: World) -> Any:
    carried_on_by_one_that_left(world)
    Workstream.objects.filter(pk=world.waste.pk).update(status="closed")
    return changed(world.waste, status="active")


REOPENED = [
    Case(
        "a project",
        checks.carriers_stay,
        lambda world: changed(carried_on_by_one_that_left(world, stage="closed"), stage="delivery"),
        "projects",
        {"workstream": "rivers/waste", "project": "depot", "name": "Depot", "stage": "delivery"},
        "stage",
        "until 2012 only: only members lead or host its projects",
    ),
    Case(
        "a project that ended in time",
        checks.carriers_stay,
        lambda world: changed(carried_on_by_one_that_left(world, stage="closed", end="2011"), stage="delivery"),
        "projects",
        {"workstream": "rivers/waste", "project": "depot", "name": "Depot", "stage": "delivery"},
        "stage",
        "",
    ),
    Case(
        "a project that was open all the time",
        checks.carriers_stay,
        lambda world: changed(carried_on_by_one_that_left(world, stage="delivery"), note="Goes on."),
        "projects",
        {"workstream": "rivers/waste", "project": "depot", "name": "Depot", "note": "Goes on."},
        "stage",
        "",
    ),
    Case(
        "a workstream",
        checks.workstream_fits,
        workstream_opened_again,
        "workstreams",
        {"partnership": "rivers", "workstream": "waste", "name": "Waste", "status": "active"},
        "status",
        "until 2012 only: only members lead or host its projects",
    ),
]
opened_again = pytest.mark.parametrize("case", REOPENED, ids=by_name)


@opened_again
def test_the_form_asks_when_work_is_opened_again(world: World, case: Case) -> None:
    at_the_form(case, world)


@opened_again
def test_the_import_asks_when_work_is_opened_again(world: World, tmp_path: Path, case: Case) -> None:
    at_the_import(case, world, tmp_path)


def test_a_circle_of_projects_is_told_step_by_step_on_the_form(world: World) -> None:
    with pytest.raises(RuleViolation) as caught:
        checks.project_is_not_needed_by_what_it_needs(projects_in_a_circle(world))

    assert "Crews needs Depot, Depot needs Fleet, Fleet needs Crews. Break it at one of them." in caught.value.message


def test_a_circle_of_projects_is_told_step_by_step_by_the_import(world: World, tmp_path: Path) -> None:
    projects_in_a_circle(world)
    rows = [["project", "needs"], ["rivers/waste/crews", "rivers/waste/depot"]]

    told = words(load(tmp_path, {"dependencies": rows}))

    crews, depot, fleet = (f"rivers/waste/{name}" for name in ("crews", "depot", "fleet"))
    assert f"circle: {crews} needs {depot}, {depot} needs {fleet}, {fleet} needs {crews}." in told


def test_the_form_of_an_award_counts_its_allocations(client: Client, world: World) -> None:
    row = shrinking_award(world)
    form = {"funder": "Fund", "state": "awarded", "amount": "£600", "version": str(row.version)}

    page = as_(client, world.officer).post(AWARDS.url("edit", world.rivers, row.pk), form).content.decode()

    assert "£0.01 more than its £600" in page
    assert award(world).amount == 1000


def test_in_one_file_a_council_leaves_and_hands_over(world: World, tmp_path: Path) -> None:
    memberships = [["partnership", "organisation", "role", "joined", "left"], ["rivers", "north", "member", "", "2012"]]
    workstreams = [["partnership", "workstream", "name", "lead"], ["rivers", "waste", "Waste", "south"]]

    assert load(tmp_path, {"memberships": memberships, "workstreams": workstreams}).loaded

    assert Workstream.objects.get().lead == world.south
    assert Membership.objects.get(organisation=world.north).left.text == "2012"


def test_in_one_file_who_leaves_is_not_blamed_beside_the_work_it_takes_on(world: World, tmp_path: Path) -> None:
    memberships = [["partnership", "organisation", "role", "joined", "left"], ["rivers", "south", "member", "", "2012"]]
    workstreams = [["partnership", "workstream", "name", "lead"], ["rivers", "waste", "Waste", "south"]]

    outcome = load(tmp_path, {"memberships": memberships, "workstreams": workstreams})

    assert places(outcome) == [("workstreams", 2, "lead")]


def test_a_rebaseline_names_a_meeting_of_its_own_partnership(world: World, tmp_path: Path) -> None:
    MeetingFactory(body=GovernanceBodyFactory(partnership=world.hills, slug="board"), date="2011-09-20")
    MilestoneFactory(workstream=world.waste, slug="site", baseline="2012")
    row = {"milestone": "rivers/waste/site", "number": "1", "before": "2011", "after": "2012", "reason": "Rain."}
    row |= {"body": "hills/board", "date": "2011-09-20"}

    outcome = load(tmp_path, {"rebaselines": [list(row), list(row.values())]})

    assert places(outcome) == [("rebaselines", 2, "body")]
    assert "Name one of “rivers”" in words(outcome)
