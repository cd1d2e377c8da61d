from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from partnerships import granting
from partnerships.models import User
from sharedservices.core.errors import Refused, RuleViolation
from tests.world import World, as_
from workstreams import appointing, permissions
from workstreams.models import WorkstreamLead

LEADS = "/partnerships/rivers/leads/"


def appoint(world: World, by: User, **values: Any) -> WorkstreamLead:
    asked = {"workstream": world.waste, "user": world.bob, "valid_from": timezone.localdate(), "valid_until": None}
    return appointing.appoint(**({"reason": "Agreed by the board"} | asked | values), by=by)


def test_an_officer_appoints_a_lead_who_writes_from_then_on(world: World) -> None:
    before = permissions.can_update(world.bob, world.waste)

    lead = appoint(world, world.officer)

    assert not before
    assert permissions.can_update(world.bob, world.waste)
    assert (lead.granted_by, lead.reason) == (world.officer, "Agreed by the board")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"user": "alice"}, "leads this workstream already"),
        ({"user": "charlie"}, "cannot see"),
        ({"valid_until": date(2011, 1, 1)}, "before the first"),
        ({"reason": " "}, "Say why"),
    ],
)
def test_a_lead_sees_the_work_and_is_appointed_once(world: World, values: dict[str, Any], told: str) -> None:
    if "user" in values:
        values = {"user": getattr(world, values["user"])}

    with pytest.raises(RuleViolation, match=told):
        appoint(world, world.officer, **values)

    assert WorkstreamLead.objects.count() == 1


def test_nobody_appoints_themselves(world: World) -> None:
    with pytest.raises(Refused, match="Nobody appoints themselves"):
        appoint(world, world.officer, user=world.officer)


@pytest.mark.parametrize("name", ["alice", "bob", "charlie", "clerk"])
def test_others_appoint_nobody(world: World, name: str) -> None:
    with pytest.raises(Refused, match="say who leads"):
        appoint(world, getattr(world, name), user=world.verifier)


def test_dismissing_acts_at_once(world: World) -> None:
    lead = world.waste.leads.get()

    appointing.dismiss(lead=lead, by=world.officer, reason="New post", at=timezone.now(), version=lead.version)

    assert not permissions.can_update(world.alice, world.waste)
    with pytest.raises(RuleViolation, match="any more"):
        appointing.dismiss(lead=lead, by=world.officer, reason="Again", at=timezone.now(), version=lead.version + 1)


def test_dismissing_needs_what_was_shown_to_be_still_so(world: World) -> None:
    lead = world.waste.leads.get()

    with pytest.raises(RuleViolation, match="was changed"):
        appointing.dismiss(lead=lead, by=world.officer, reason="Post", at=timezone.now(), version=lead.version + 1)


# Pages


def test_leaving_the_council_today_ends_it_at_once_from_the_first_minute_of_a_summer_day(world: World) -> None:
    """Half past midnight here, and the day before by universal time."""
    at = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    left = {"source": world.north, "target": None, "on": date(2026, 7, 1), "reason": "New post"}

    granting.move_council(user=world.alice, by=world.administrator, at=at, **left)

    assert world.waste.leads.get().ended_at == world.alice.grants.get().ended_at == at


def test_an_officer_appoints_and_ends_on_the_page(client: Client, world: World) -> None:
    as_(client, world.officer)
    asked = {"workstream": world.waste.pk, "user": world.bob.pk, "valid_from": "1 May 2012", "reason": "Agreed"}

    appointed = client.post(f"{LEADS}add/", asked, follow=True).content.decode()
    lead = WorkstreamLead.objects.get(user=world.bob)
    ended = client.post(f"{LEADS}{lead.pk}/end/", {"reason": "New post", "version": lead.version}, follow=True)

    assert "Bob leads Waste" in appointed
    assert "Agreed" in appointed
    assert "Bob no longer leads Waste" in ended.content.decode()
    assert WorkstreamLead.objects.get(pk=lead.pk).end_reason == "New post"


def test_the_page_offers_people_of_the_partnership_alone(client: Client, world: World) -> None:
    as_(client, world.officer)

    page = client.get(f"{LEADS}add/").content.decode()

    assert "Bob" in page
    assert "Charlie" not in page


def test_a_foreign_person_is_no_choice(client: Client, world: World) -> None:
    as_(client, world.officer)
    asked = {"workstream": world.waste.pk, "user": world.charlie.pk, "valid_from": "1 May 2012", "reason": "Agreed"}

    page = client.post(f"{LEADS}add/", asked)

    assert page.status_code == 200
    assert WorkstreamLead.objects.count() == 1


def test_others_see_who_leads_without_who_appointed_and_why(client: Client, world: World) -> None:
    WorkstreamLead.objects.update(granted_by=world.officer, reason="Secret of the board")

    page = as_(client, world.bob).get(LEADS).content.decode()

    assert "Alice" in page
    assert "Secret of the board" not in page
