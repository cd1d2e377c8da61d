"""Adding a partnership and changing one."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from partnerships.models import Partnership
from partnerships.rules import RESERVED_NAMES, Role
from tests.factories.partnerships import PartnershipFactory, RoleGrantFactory
from tests.world import World, as_

VALUES = {"name": "Lakes Partnership", "status": "active", "rag_scale": "three"}


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


EMPTY = "/partnerships/lakes/"


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICER, Role.PORTAL_ADMIN])
def test_a_new_partnership_leads_to_what_comes_next(client: Client, world: World, role: Role) -> None:
    officer = role == Role.PROGRAMME_OFFICER
    lakes = PartnershipFactory(slug="lakes")
    RoleGrantFactory(user=world.charlie, role=role, organisation=None, partnership=lakes if officer else None)

    page = text(as_(client, world.charlie).get(EMPTY))

    for adding in (f"{EMPTY}memberships/add/", f"{EMPTY}all-workstreams/add/"):
        assert (f'href="{adding}"' in page) is officer
    assert ("a portal administrator says who these are" in page) is not officer


def add(client: Client, **changes: object) -> Any:
    return client.post("/partnerships/add/", VALUES | {"version": "0"} | changes)


def change(client: Client, partnership: Partnership, **changes: object) -> Any:
    values = VALUES | {"name": partnership.name, "version": partnership.version} | changes
    return client.post(f"/partnerships/{partnership.slug}/edit/", values)


def test_an_administrator_adds_a_partnership(client: Client, world: World) -> None:
    as_(client, world.administrator)

    answer = add(client, acronym="LP 7", website="https://www.lakes.example", savings_rules="Twice a year")

    assert answer["Location"] == "/partnerships/lp-7/"
    assert LogEntry.objects.get().user == world.administrator
    page = text(client.get("/partnerships/lp-7/"))
    assert "Twice a year" in page
    assert 'href="https://www.lakes.example" rel="noopener noreferrer external"' in page


def test_the_list_shows_what_a_purpose_begins_with_in_plain_words(client: Client, world: World) -> None:
    Partnership.objects.filter(pk=world.rivers.pk).update(purpose="Share **what** they know & buy:\n\n- waste\n- <b>")
    Partnership.objects.filter(pk=world.hills.pk).update(purpose="")

    page = text(as_(client, world.administrator).get("/partnerships/"))

    assert ">Share what they know &amp; buy:</td>" in page
    assert ">Not stated</td>" in page
    assert "- waste" not in page


def test_the_list_offers_it_to_those_who_may(client: Client, world: World) -> None:
    pages = [text(as_(client, user).get("/partnerships/")) for user in (world.administrator, world.officer)]

    assert ['href="/partnerships/add/"' in page for page in pages] == [True, False]


@pytest.mark.parametrize("word", RESERVED_NAMES)
def test_a_partnership_never_takes_the_address_of_a_page(client: Client, world: World, word: str) -> None:
    answer = add(as_(client, world.administrator), name=word.title())

    assert answer["Location"] == f"/partnerships/{word}-2/"
    assert client.get(answer["Location"]).status_code == 200


def test_a_second_one_of_the_same_name_gets_its_own_address(client: Client, world: World) -> None:
    answer = add(as_(client, world.administrator), name="Rivers")

    assert answer["Location"] == "/partnerships/rivers-2/"


def test_an_officer_changes_it_and_its_address_stays(client: Client, world: World) -> None:
    answer = change(as_(client, world.officer), world.rivers, name="Rivers and Lakes", acronym="RL")

    assert answer["Location"] == "/partnerships/rivers/"
    world.rivers.refresh_from_db()
    assert (world.rivers.name, world.rivers.slug, world.rivers.version) == ("Rivers and Lakes", "rivers", 2)


def test_the_second_of_two_writers_is_told(client: Client, world: World) -> None:
    as_(client, world.officer)
    change(client, world.rivers, name="First")

    late = change(client, world.rivers, name="Second")

    assert "Officer changed this partnership while you were writing" in text(late)
    assert Partnership.objects.get(slug="rivers").name == "First"


def test_it_is_no_part_of_itself_nor_of_what_is_below_it(client: Client, world: World) -> None:
    below = PartnershipFactory(slug="brook", parent=world.rivers)
    lowest = PartnershipFactory(slug="spring", parent=below)
    as_(client, world.administrator)

    page = text(client.get("/partnerships/rivers/edit/"))

    offered = [name for name in ("rivers", "brook", "spring", "hills") if _option(name) in page]
    assert offered == ["hills"]
    refused = change(client, world.rivers, parent=lowest.pk)
    assert refused.status_code == 200
    assert Partnership.objects.get(slug="rivers").parent is None


def _option(slug: str) -> str:
    return f'<option value="{Partnership.objects.get(slug=slug).pk}"'


def test_only_partnerships_that_one_sees_are_offered_but_the_one_above_stays(client: Client, world: World) -> None:
    PartnershipFactory(slug="foreign")
    Partnership.objects.filter(slug="rivers").update(parent=world.hills)
    as_(client, world.officer)

    page = text(client.get("/partnerships/rivers/edit/"))
    change(client, world.rivers, parent=world.hills.pk, note="Kept")

    assert (_option("foreign") in page, _option("hills") in page) == (False, True)
    assert Partnership.objects.get(slug="rivers").parent == world.hills


def test_the_officer_of_another_partnership_may_not(client: Client, world: World) -> None:
    RoleGrantFactory(user=world.bob, role=Role.PROGRAMME_OFFICER, partnership=world.hills, organisation=None)

    answer = as_(client, world.bob).get("/partnerships/rivers/edit/")

    assert answer.status_code == 403
    assert "the programme officers of Rivers change it" in text(answer)
