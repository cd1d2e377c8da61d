"""The list of all workstreams that one sees, with its filters."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from partnerships.models import Partnership
from partnerships.rules import RESERVED_NAMES
from tests.factories.partnerships import OrganisationFactory
from tests.factories.workstreams import (
    MilestoneFactory,
    ProgressUpdateFactory,
    ProjectFactory,
    ReportingRoundFactory,
    WorkstreamFactory,
)
from tests.markup import parsed, select
from tests.queries import TRANSACTION
from tests.world import World, as_
from workstreams.models import ProjectRating, Theme

PAGE = "/partnerships/workstreams/"


def document(client: Client, query: str = "", status: int = 200) -> Any:
    answer = client.get(f"{PAGE}{query}")
    assert answer.status_code == status
    return parsed(answer.content.decode())


def names(client: Client, query: str = "") -> list[str]:
    return [link.text_content() for link in select(document(client, query), "tbody th a")]


def options(client: Client, name: str, query: str = "") -> list[str]:
    return [option.get("value") for option in select(document(client, query), f"select[name={name}] option")]


@pytest.fixture
def country(world: World) -> World:
    """Rivers: Waste (green, focus), Roads (a red project), Parks (idea), Depots (closed). Hills: Woods."""
    theme = Theme.objects.create(partnership=world.rivers, slug="green", name="Green")
    type(world.waste).objects.filter(pk=world.waste.pk).update(theme=theme, is_focus=True, purpose="Bins for all.")
    roads = WorkstreamFactory(partnership=world.rivers, slug="roads", name="Roads", lead=world.south, stage="pilot")
    update = ProgressUpdateFactory(workstream=roads, as_of="2011-10-01", rag_time="complete")
    ProjectRating.objects.create(update=update, project=ProjectFactory(workstream=roads), rag="red")
    WorkstreamFactory(partnership=world.rivers, name="Parks", idea=True, lead=None)
    WorkstreamFactory(partnership=world.rivers, name="Depots", closed=True, lead=world.south)
    WorkstreamFactory(partnership=world.hills, name="Woods", lead=world.east)
    return world


def test_a_row_says_where_the_workstream_stands(client: Client, country: World) -> None:
    MilestoneFactory(workstream=country.waste, slug="go-live", title="Go live", baseline="2999-01")

    rows = select(document(as_(client, country.bob)), "tbody tr")

    ahead = "Go live, January 2999 1 late milestone of Waste"
    rivers, north, south = country.rivers.name, country.north.short_name, country.south.short_name
    assert [" ".join(row.text_content().split()) for row in rows] == [
        f"Roads {rivers} {south} Pilot Off track As of 1 October 2011. First rating None to come",
        f"Waste {rivers} {north} Development On track As of 20 September 2011. First rating {ahead}",
        f"Parks {rivers} Not stated Not stated Not rated No update yet None to come",
    ]


@pytest.mark.parametrize(
    ("person", "listed"),
    [
        ("bob", {"Waste", "Roads", "Parks"}),
        ("officer", {"Waste", "Roads", "Parks"}),
        ("charlie", {"Woods"}),
        ("administrator", {"Waste", "Roads", "Parks", "Woods"}),
    ],
)
def test_everybody_sees_the_workstreams_of_their_partnerships(
    client: Client, country: World, person: str, listed: set[str]
) -> None:
    assert set(names(as_(client, getattr(country, person)))) == listed


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ("?partnership=rivers&q=bins", ["Waste"]),
        ("?q=ROAD", ["Roads"]),
        ("?partnership=rivers", ["Roads", "Waste", "Parks"]),
        ("?partnership=rivers&theme=green", ["Waste"]),
        ("?lead=south", ["Roads"]),
        ("?lead=south&status=closed", ["Depots"]),
        ("?status=idea", ["Parks"]),
        ("?stage=pilot", ["Roads"]),
        ("?rating=red", ["Roads"]),
        ("?rating=green", ["Waste"]),
        ("?rating=complete", []),
        ("?rating=none", ["Parks"]),
        ("?is_focus=true", ["Waste"]),
        ("?is_focus=false&status=active", ["Roads"]),
        ("?ordering=name", ["Parks", "Roads", "Waste"]),
        ("?ordering=name&partnership=&stage=&q=", ["Parks", "Roads", "Waste"]),
    ],
)
def test_filters_leave_what_fits_all_of_them(client: Client, country: World, query: str, listed: list[str]) -> None:
    assert names(as_(client, country.bob), query) == listed


def test_overdue_are_those_that_a_round_waits_for(client: Client, country: World) -> None:
    today = timezone.localdate()
    days = {"opens": today - timedelta(9), "due": today - timedelta(1), "closes": today + timedelta(9)}
    ReportingRoundFactory(partnership=country.rivers, period="2011-10", **days)

    overdue, others = (names(as_(client, country.bob), f"?overdue={word}") for word in ("true", "false"))

    assert overdue == ["Waste", "Parks"]
    assert others == ["Roads"]


def test_choices_are_those_of_what_one_sees(client: Client, country: World) -> None:
    OrganisationFactory(slug="leads-nothing")

    as_(client, country.bob)

    assert options(client, "partnership") == ["", "rivers"]
    assert options(client, "lead") == ["", "north", "south"]
    assert options(client, "theme") == []
    assert options(client, "theme", "?partnership=rivers") == ["", "green"]


def test_the_chosen_filters_stay_chosen(client: Client, country: World) -> None:
    page = document(as_(client, country.bob), "?stage=pilot&rating=red&q=roa")

    chosen = [option.text_content() for option in select(page, "option[selected]")]
    assert chosen == ["Pilot", "Off track"]
    assert select(page, "input[name=q]")[0].get("value") == "roa"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?partnership=hills", "“hills” is not the code of anything you may see"),
        ("?partnership=nowhere", "“nowhere” is not the code of anything you may see"),
        ("?lead=east", "“east” is not the code of anything you may see"),
        ("?theme=green", "The partnership chosen has no such theme"),
        ("?partnership=rivers&theme=blue", "The partnership chosen has no such theme"),
        ("?partnership=ri%00vers&theme=%00", ""),
        ("?stage=flying", "“flying” is not known here"),
        ("?status=gone", "“gone” is not known here"),
        ("?rating=purple", "“purple” is not a rating"),
        ("?is_focus=perhaps", "“perhaps” is not known here"),
        ("?overdue=1", "“1” is not known here"),
        ("?ordering=secret", "“secret” is not known here"),
    ],
)
def test_what_cannot_be_read_is_told_and_lists_nothing(client: Client, country: World, query: str, told: str) -> None:
    page = document(as_(client, country.bob), query, status=400 if told else 200)

    assert told in page.text_content()
    assert bool(select(page, ".govuk-error-summary a")) is bool(told)
    assert "invalid name" not in page.text_content()
    assert bool(select(page, "tbody tr")) is not bool(told)


def test_a_foreign_partnerships_theme_is_unknown(client: Client, country: World) -> None:
    Theme.objects.create(partnership=country.hills, slug="hidden", name="Hidden")

    page = document(as_(client, country.bob), "?partnership=hills&theme=hidden", status=400)

    assert "Hidden" not in page.text_content()


def test_fifty_stand_on_a_page_and_filters_go_along(client: Client, country: World) -> None:
    WorkstreamFactory.create_batch(60, partnership=country.rivers, lead=country.south, stage="pilot")

    first, second = (document(as_(client, country.bob), f"?stage=pilot&page={page}") for page in (1, 2))

    assert [len(select(page, "tbody tr")) for page in (first, second)] == [50, 11]
    assert "1 to 50 of 61 workstreams" in first.text_content()
    assert "?stage=pilot&page=2" in {link.get("href") for link in select(first, ".govuk-pagination a")}


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "²", "1e3", "99999999999999999999"])
def test_a_page_that_is_not_there_is_missing(client: Client, country: World, number: str) -> None:
    assert as_(client, country.bob).get(PAGE, {"page": number}).status_code == 404


def test_an_empty_list_says_what_to_do(client: Client, country: World) -> None:
    filtered = document(as_(client, country.bob), "?q=nothing+has+this").text_content()
    country.charlie.grants.all().delete()
    without = document(as_(client, country.charlie)).text_content()

    assert "Take a filter away" in filtered
    assert "ask your portal administrator to give you a role" in without


@pytest.mark.parametrize("name", RESERVED_NAMES)
def test_no_partnership_takes_the_address_of_a_page(country: World, name: str) -> None:
    country.rivers.slug = name

    with pytest.raises(ValidationError, match="is a page of the portal"):
        country.rivers.full_clean()


def test_hostile_words_are_harmless_text(client: Client, country: World) -> None:
    WorkstreamFactory(partnership=country.rivers, name="<script>alert(1)</script>")
    Partnership.objects.filter(pk=country.rivers.pk).update(name='"><script>alert(2)</script>')

    page = as_(client, country.bob).get(PAGE, {"q": '"><script>alert(3)</script>'}).content.decode()
    every = client.get(PAGE).content.decode()

    assert "<script>alert" not in page + every


def test_the_list_costs_the_same_with_many_rows(client: Client, country: World, django_assert_num_queries: Any) -> None:
    as_(client, country.bob).get(PAGE)
    few = many = 8 + TRANSACTION

    with django_assert_num_queries(few):
        client.get(PAGE)
    for workstream in WorkstreamFactory.create_batch(45, partnership=country.rivers, lead=country.south):
        ProgressUpdateFactory(workstream=workstream, rag_cost="amber")
        MilestoneFactory.create_batch(2, workstream=workstream)
    with django_assert_num_queries(many):
        client.get(PAGE)


def test_the_navigation_and_the_partnership_lead_there(client: Client, country: World) -> None:
    page = document(as_(client, country.bob))
    partnership = parsed(client.get("/partnerships/rivers/").content.decode())

    active = select(page, ".govuk-service-navigation__item--active")
    assert [item.text_content().strip() for item in active] == ["Workstreams"]
    assert select(partnership, 'a[href="/partnerships/workstreams/?partnership=rivers"]')
