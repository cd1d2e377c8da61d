"""Records that would stand above themselves: cases for both doors."""

from typing import Any

from partnerships import checks
from partnerships.models import Organisation
from tests.doors import Case, changed
from tests.factories.partnerships import (
    GovernanceBodyFactory,
    OrganisationFactory,
    PartnershipFactory,
)
from tests.partnerships.standing_cases import agreement
from tests.world import World


def body_above_itself(world: World) -> Any:
    board = GovernanceBodyFactory(partnership=world.rivers, slug="board", name="Board")
    group = GovernanceBodyFactory(partnership=world.rivers, slug="group", name="Group", parent=board)
    return changed(board, parent=group)


def agreement_that_supersedes_its_successor(world: World) -> Any:
    first = agreement(world)
    second = agreement(world, "second", supersedes=first)
    return changed(first, supersedes=agreement(world, "third", supersedes=second))


def partnership_within_itself(world: World) -> Any:
    return changed(world.rivers, parent=PartnershipFactory(slug="brook", parent=world.rivers))


def county_within_its_district(world: World) -> Any:
    return changed(world.north, county=OrganisationFactory(slug="town", county=world.north))


def town_in_another_town(world: World) -> Any:
    OrganisationFactory(slug="mere", kind="unitary")
    town = OrganisationFactory(slug="town", kind="district")
    return changed(town, county=Organisation.objects.get(slug="mere"))


CIRCLES: list[Case] = [
    Case(
        "bodies in a circle",
        checks.body_answers_to_no_child,
        body_above_itself,
        "governance_bodies",
        {"partnership": "rivers", "body": "board", "name": "Board", "kind": "leaders", "parent": "rivers/group"},
        "parent",
        "This goes round in a circle",
    ),
    Case(
        "agreements in a circle",
        checks.agreement_supersedes_no_later_one,
        agreement_that_supersedes_its_successor,
        "agreements",
        {"partnership": "rivers", "agreement": "mou", "title": "Memorandum", "supersedes": "rivers/third"},
        "supersedes",
        "This goes round in a circle",
    ),
    Case(
        "partnerships in a circle",
        checks.partnership_is_no_part_of_itself,
        partnership_within_itself,
        "partnerships",
        {"partnership": "rivers", "name": "Rivers", "parent": "brook"},
        "parent",
        "This goes round in a circle",
    ),
    Case(
        "counties in a circle",
        checks.county_lies_in_no_district,
        county_within_its_district,
        "organisations",
        {"organisation": "north", "name": "North", "short_name": "North", "kind": "county", "county": "town"},
        "county",
        "This goes round in a circle",
    ),
    Case(
        "a county that is no county council",
        checks.organisation_is_sound,
        town_in_another_town,
        "organisations",
        {"organisation": "town", "name": "Town", "short_name": "Town", "kind": "district", "county": "mere"},
        "county",
        "is a unitary authority: only a county council is the county of a district.",
    ),
    Case(
        "abolished before it was founded",
        checks.organisation_is_sound,
        lambda world: changed(world.east, founded="2000", abolished="1999"),
        "organisations",
        {
            "organisation": "east",
            "name": "East",
            "short_name": "East",
            "kind": "county",
            "founded": "2000",
            "abolished": "1999",
        },
        "abolished",
        "cannot be abolished in 1999, before it was founded in 2000",
    ),
]
