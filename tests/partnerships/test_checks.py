"""Rules on several rows of who is who, at both doors."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from partnerships import checks
from partnerships.models import (
    Action,
    Agreement,
    HostingArrangement,
    Membership,
    Partnership,
    Signature,
)
from partnerships.registers import ACTIONS, MEMBERSHIPS
from sharedservices.core.errors import RuleViolation
from tests.core.programme_files import load, places, words
from tests.doors import Case, at_the_form, at_the_import, by_name, changed
from tests.factories.partnerships import (
    GovernanceBodyFactory,
    MeetingFactory,
    OrganisationFactory,
)
from tests.partnerships.circle_cases import CIRCLES, body_above_itself
from tests.partnerships.standing_cases import STANDING, agreement
from tests.world import World, as_

every = pytest.mark.parametrize("case", [*STANDING, *CIRCLES], ids=by_name)


@every
def test_the_form_asks(world: World, case: Case) -> None:
    at_the_form(case, world)


@every
def test_the_import_asks_the_same(world: World, tmp_path: Path, case: Case) -> None:
    at_the_import(case, world, tmp_path)


def test_a_circle_is_told_step_by_step(world: World) -> None:
    with pytest.raises(RuleViolation, match="Board answers to Group, Group answers to Board"):
        checks.body_answers_to_no_child(body_above_itself(world))


def succession(world: World) -> None:
    """East follows South, South follows North."""
    world.north.successors.set([world.south])
    world.south.successors.set([world.east])


def test_no_organisation_is_its_own_successor(world: World) -> None:
    succession(world)
    world.east.successors.set([world.north])

    with pytest.raises(RuleViolation, match="is succeeded by South County Council, South") as caught:
        checks.successors_go_forward(world.north)

    assert caught.value.field == "successors"


def test_no_import_makes_an_organisation_its_own_successor(world: World, tmp_path: Path) -> None:
    succession(world)
    row = {"organisation": "east", "name": "East", "short_name": "East", "kind": "county", "successors": "north south"}

    outcome = load(tmp_path, {"organisations": [list(row), list(row.values())]})

    assert places(outcome) == [("organisations", 2, "successors")]
    assert "east > south > east" in words(outcome)
    assert not world.east.successors.exists()


def test_a_membership_is_not_given_away_from_one_that_leads(world: World) -> None:
    row = changed(Membership.objects.get(organisation=world.north), organisation=world.east)

    with pytest.raises(RuleViolation, match="cannot lose this membership: it still leads the workstream “Waste”"):
        checks.membership_fits(row)


def test_who_leads_is_told_on_the_form_why_it_cannot_leave(client: Client, world: World) -> None:
    row = Membership.objects.get(organisation=world.north)
    form = {"organisation": world.north.pk, "role": "member", "left": "2012", "version": "1"}

    page = as_(client, world.officer).post(MEMBERSHIPS.url("edit", world.rivers, row.pk), form).content.decode()

    assert "it still leads the workstream “Waste”" in page
    row.refresh_from_db()
    assert row.left is None


def test_all_that_a_leaving_organisation_carries_is_told_at_once(world: World) -> None:
    HostingArrangement.objects.create(partnership=world.rivers, function="ict", host=world.north)
    row = changed(Membership.objects.get(organisation=world.north), left="2012")
    row.full_clean()

    with pytest.raises(RuleViolation, match="leads the workstream “Waste” and hosts “ICT”"):
        checks.membership_fits(row)


def foreign_meeting(world: World) -> Any:
    board = GovernanceBodyFactory(partnership=world.hills, slug="board")
    return MeetingFactory(body=board, date="2011-09-20")


def test_the_form_knows_no_meeting_of_another_partnership(client: Client, world: World) -> None:
    form = {"text": "Bring it.", "owner_office": "Clerk", "state": "open", "version": "0"}
    form["meeting"] = str(foreign_meeting(world).pk)

    page = as_(client, world.officer).post(ACTIONS.url("add", world.rivers), form).content.decode()

    assert "Select a valid choice" in page
    assert not Action.objects.exists()


@pytest.mark.parametrize(
    ("table", "cells", "column"),
    [
        ("actions", {"partnership": "rivers", "action": "it", "text": "Bring it.", "owner_office": "Clerk"}, "body"),
        ("updates", {"workstream": "rivers/waste", "as_of": "2012", "narrative": "So far.", "state": "draft"}, "body"),
    ],
)
def test_the_import_knows_no_meeting_of_another_partnership(
    world: World, tmp_path: Path, table: str, cells: dict[str, str], column: str
) -> None:
    foreign_meeting(world)
    row = cells | {"body": "hills/board", "date": "2011-09-20"}

    outcome = load(tmp_path, {table: [list(row), list(row.values())]})

    assert places(outcome) == [(table, 2, column)]
    assert "“hills/board” belongs to another partnership. Name one of “rivers”." in words(outcome)


def test_an_agreement_supersedes_none_of_another_partnership(world: World, tmp_path: Path) -> None:
    Agreement.objects.create(partnership=world.hills, slug="mou", title="Memorandum")
    row = {"partnership": "rivers", "agreement": "mou", "title": "Ours", "supersedes": "hills/mou"}

    outcome = load(tmp_path, {"agreements": [list(row), list(row.values())]})

    assert places(outcome) == [("agreements", 2, "supersedes")]


def test_what_is_known_to_be_wrong_is_not_blamed_on_rows_that_stay(world: World, tmp_path: Path) -> None:
    Signature.objects.create(agreement=agreement(world), organisation=world.east)
    rows = [["agreement", "organisation"], ["rivers/mou", "east"], ["rivers/mou", "north"]]

    assert load(tmp_path, {"signatures": rows}).loaded
    assert Partnership.objects.get(slug="rivers").agreements.get().signatures.count() == 2


def test_a_membership_is_not_deleted_while_its_organisation_leads(client: Client, world: World) -> None:
    row = Membership.objects.get(organisation=world.north)

    answer = as_(client, world.officer).post(MEMBERSHIPS.url("delete", world.rivers, row.pk), {"version": "1"})

    assert answer.status_code == 409
    assert "cannot lose this membership: it still leads the workstream “Waste”" in answer.content.decode()
    assert Membership.objects.filter(pk=row.pk).exists()


def test_in_one_file_a_county_stays_one_while_it_has_districts(world: World, tmp_path: Path) -> None:
    OrganisationFactory(slug="town", name="Town", short_name="Town", kind="district", county=world.north)
    rows = [["organisation", "name", "short_name", "kind", "county"]]
    rows += [["north", "North", "North", "unitary", ""], ["town", "Town", "Town", "district", "north"]]

    outcome = load(tmp_path, {"organisations": rows})

    assert places(outcome) == [("organisations", 2, "kind")]
    assert "It is the county of “town”" in words(outcome)
