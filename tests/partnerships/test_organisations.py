"""Organisations as people keep them up: who may, what is refused, and what a reorganisation leaves behind."""

from typing import Any

import pytest
from django.test import Client

from partnerships import permissions, succession
from partnerships.models import Membership, Organisation
from partnerships.registers import MEMBERSHIPS, ORGANISATIONS
from tests.factories.partnerships import MembershipFactory, OrganisationFactory
from tests.world import World, as_


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def form(organisation: Organisation, **changes: object) -> dict[str, object]:
    names = ("name", "short_name", "kind")
    return {name: getattr(organisation, name) for name in names} | {"version": organisation.version} | changes


def save(client: Client, organisation: Organisation, **changes: object) -> Any:
    return client.post(ORGANISATIONS.url("edit", None, organisation.pk), form(organisation, **changes))


def test_people_list_the_organisations_that_they_see(client: Client, world: World) -> None:
    page = text(as_(client, world.bob).get("/organisations/"))

    assert "North County Council" in page
    assert "East County Council" not in page


def test_the_list_is_filtered_by_kind_and_text(client: Client, world: World) -> None:
    Organisation.objects.filter(pk=world.north.pk).update(kind="unitary")
    as_(client, world.bob)

    by_kind, by_text = text(client.get("/organisations/?kind=unitary")), text(client.get("/organisations/?q=south"))

    assert ("Found: 1." in by_kind, "North" in by_kind, "South County" in by_kind) == (True, True, False)
    assert ("Found: 1." in by_text, "North County" in by_text) == (True, False)
    assert "Select a valid choice" in text(client.get("/organisations/?kind=kingdom"))


def test_an_officer_adds_one_and_brings_it_into_the_partnership(client: Client, world: World) -> None:
    as_(client, world.officer)
    new = {"name": "Mere Council", "short_name": "Mere", "kind": "unitary", "version": "0"}

    client.post(ORGANISATIONS.url("add", None), new)
    mere = Organisation.objects.get(name="Mere Council")
    joined = client.post(
        MEMBERSHIPS.url("add", world.rivers), {"organisation": mere.pk, "role": "member", "version": "0"}
    )

    assert mere.slug == "mere"
    assert joined.status_code == 302
    assert Membership.objects.filter(partnership=world.rivers, organisation=mere).exists()


def test_an_officer_brings_in_who_is_in_a_partnership_that_they_do_not_see(client: Client, world: World) -> None:
    page = text(as_(client, world.officer).get(MEMBERSHIPS.url("add", world.rivers)))

    assert f'<option value="{world.east.pk}">East County Council</option>' in page


@pytest.mark.parametrize(
    ("persona", "which", "allowed"),
    [
        ("administrator", "east", True),
        ("officer", "north", True),
        ("officer", "east", False),
        ("officer", "alone", True),
        ("alice", "north", False),
        ("alice", "alone", False),
    ],
)
def test_who_changes_an_organisation(world: World, persona: str, which: str, allowed: bool) -> None:
    organisation = OrganisationFactory(slug="alone") if which == "alone" else getattr(world, which)

    decision = permissions.can_change_organisation(getattr(world, persona), organisation)

    assert bool(decision) == allowed
    assert allowed or "programme officers of its partnerships" in decision.reason


def test_an_officer_still_changes_a_member_that_has_left(world: World) -> None:
    Membership.objects.filter(organisation=world.north).update(left="2012-03-31")

    assert permissions.can_change_organisation(world.officer, world.north)


def test_programme_officers_alone_see_who_is_in_no_partnership(world: World) -> None:
    alone = OrganisationFactory(slug="alone")

    seers = [
        name
        for name in ("officer", "administrator", "alice", "charlie")
        if Organisation.objects.visible_to(getattr(world, name)).filter(pk=alone.pk).exists()
    ]

    assert seers == ["officer", "administrator"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"founded": "2012", "abolished": "2011"}, "It cannot be abolished in 2011, before it was founded in 2012"),
        ({"successors": "Suoth County Council"}, "is not known here. Did you mean “South County Council”?"),
        ({"successors": "North"}, "This goes round in a circle"),
        ({"successors": "Twin"}, "“Twin” means Twin One or Twin Two. Write the full name or a code."),
        ({"gss_code": "E1"}, "A GSS code is a letter E, W, S or N and 8 digits"),
        ({"key_decision_threshold": "-1"}, "must be 0 or more"),
        ({"kind": "district"}, "It is the county of “Dale”, so it stays a county council."),
    ],
)
def test_what_cannot_be_is_refused(client: Client, world: World, changes: dict[str, str], told: str) -> None:
    for name in ("One", "Two"):
        twin = OrganisationFactory(slug=f"twin-{name.lower()}", name=f"Twin {name}", short_name="Twin")
        MembershipFactory(partnership=world.rivers, organisation=twin)
    OrganisationFactory(slug="dale", name="Dale", kind="district", county=world.north)

    answer = save(as_(client, world.officer), world.north, **changes)

    assert answer.status_code == 200
    assert told in text(answer)
    world.north.refresh_from_db()
    assert world.north.version == 1
    assert not world.north.successors.exists()


def test_a_county_is_a_county_council(client: Client, world: World) -> None:
    Organisation.objects.filter(pk=world.north.pk).update(kind="unitary")
    as_(client, world.officer)

    page = text(client.get(ORGANISATIONS.url("edit", None, world.south.pk)))
    refused = save(client, world.south, county=world.north.pk)

    assert f'<option value="{world.north.pk}">' not in page
    assert refused.status_code == 200
    assert not Organisation.objects.exclude(county=None).exists()


def test_a_circle_of_successors_is_refused_whoever_closes_it(client: Client, world: World) -> None:
    world.south.successors.add(world.north)

    answer = save(as_(client, world.officer), world.north, successors="South County Council")

    assert "This goes round in a circle" in text(answer)
    assert not world.north.successors.exists()


def test_successors_are_typed_as_names_one_a_line(client: Client, world: World) -> None:
    new = OrganisationFactory(slug="new", name="New Council", gss_code="E06000999")
    as_(client, world.officer)

    answer = save(client, world.north, abolished="31 March 2023", successors="south\r\n\r\n e06000999 ")

    assert answer.status_code == 302
    assert set(world.north.successors.all()) == {world.south, new}
    page = text(client.get(ORGANISATIONS.url("edit", None, world.north.pk)))
    assert "New Council\nSouth County Council</textarea>" in page
    assert str(Organisation.objects.get(pk=world.north.pk).abolished) == "31 March 2023"


def test_a_successor_that_this_person_does_not_see_stays(client: Client, world: World) -> None:
    world.north.successors.add(world.east)

    answer = save(as_(client, world.officer), world.north, successors="East County Council", note="Merged")

    assert answer.status_code == 302
    assert list(world.north.successors.all()) == [world.east]


@pytest.mark.parametrize(
    ("abolished", "others", "predecessors", "told"),
    [
        ("2023", 0, 2, "Merged into New 0 County Council in 2023"),
        ("2023-03-31", 0, 1, "Became New 0 County Council on 31 March 2023"),
        (None, 1, 1, "Split between New 0 County Council and New 1 County Council"),
        ("2023", -1, 0, ""),
    ],
)
def test_a_reorganisation_in_words(
    world: World, abolished: str | None, others: int, predecessors: int, told: str
) -> None:
    new = [OrganisationFactory(slug=f"new-{number}") for number in range(others + 1)]
    for organisation in (world.north, world.south)[:predecessors]:
        organisation.successors.set(new)
    Organisation.objects.filter(pk=world.north.pk).update(abolished=abolished)

    assert succession.became(Organisation.objects.get(pk=world.north.pk)) == told


def test_its_page_tells_what_it_was_part_of(client: Client, world: World) -> None:
    new = OrganisationFactory(slug="new", name="New Council")
    MembershipFactory(partnership=world.rivers, organisation=new)
    OrganisationFactory(slug="dale", name="Dale District", kind="district", county=world.north)
    MembershipFactory(partnership=world.rivers, organisation=Organisation.objects.get(slug="dale"))
    world.north.successors.add(new)
    Organisation.objects.filter(pk=world.north.pk).update(abolished="2023")
    Membership.objects.filter(organisation=world.north).update(joined="2009", left="2023")
    as_(client, world.bob)

    before, after = text(client.get(world.north.get_absolute_url())), text(client.get(new.get_absolute_url()))

    for part in ("Became New Council in 2023", "Dale District", "2009", 'href="/partnerships/rivers/"', "Waste</a>"):
        assert part in before
    assert "Took over from" in after
    assert "North County Council</a>" in after


def test_its_page_tells_only_of_partnerships_that_one_sees(client: Client, world: World) -> None:
    MembershipFactory(partnership=world.hills, organisation=world.north)

    page = text(as_(client, world.bob).get(world.north.get_absolute_url()))

    assert "Rivers</a>" in page
    assert "Hills" not in page


def test_its_page_costs_the_same_however_much_it_tells(
    client: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        district = OrganisationFactory(slug=f"dale-{number}", kind="district", county=world.north)
        MembershipFactory(partnership=world.rivers, organisation=district)
        world.north.successors.add(district)
    as_(client, world.bob).get(world.north.get_absolute_url())

    with django_assert_max_num_queries(18):
        client.get(world.north.get_absolute_url())


def test_an_organisation_that_is_part_of_something_is_not_deleted(client: Client, world: World) -> None:
    address = ORGANISATIONS.url("delete", None, world.south.pk)

    asked = text(as_(client, world.administrator).get(address))

    assert "This organisation cannot be deleted yet" in asked
    assert "1 membership: South County Council in Rivers" in asked
