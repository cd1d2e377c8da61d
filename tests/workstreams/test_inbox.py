"""Updates to approve and to write, on the home page."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from tests.factories.workstreams import (
    ProgressUpdateFactory,
    ReportingRoundFactory,
    WorkstreamFactory,
    WorkstreamLeadFactory,
)
from tests.world import World, as_
from workstreams import inbox
from workstreams.models import ProgressUpdate
from workstreams.rules import RoundState

TODAY = date(2011, 12, 7)
PAGE = "/partnerships/rivers/workstreams/waste/"


def waiting(user: Any) -> list[ProgressUpdate]:
    return [found.update for found in inbox.to_approve(user, on=TODAY)[0]]


def words(page: bytes) -> str:
    return " ".join(html.document_fromstring(page.decode()).find(".//main").text_content().split())


def test_officers_find_what_others_submitted_oldest_first(world: World) -> None:
    first = world.waste.updates.get()
    late, early = (
        ProgressUpdateFactory(workstream=world.waste, as_of=as_of, submitted_at=datetime(2011, 11, day, tzinfo=UTC))
        for as_of, day in (("2011-10", 9), ("2011-11-01", 2))
    )
    for traits in ({"approved": True}, {"returned": True}, {"draft": True}):
        ProgressUpdateFactory(workstream=WorkstreamFactory(partnership=world.rivers), **traits)
    ProgressUpdateFactory(workstream=WorkstreamFactory(partnership=world.hills))
    ProgressUpdateFactory(workstream=world.waste, as_of="2011-08", author=world.officer)

    assert waiting(world.officer) == [first, early, late]


@pytest.mark.parametrize("name", ["alice", "bob", "charlie", "clerk", "administrator"])
def test_nobody_else_is_asked_to_approve(world: World, name: str) -> None:
    assert waiting(getattr(world, name)) == []


@pytest.mark.parametrize(
    ("days", "state"),
    [(1, RoundState.DUE), (-2, RoundState.OVERDUE), (None, None)],
)
def test_an_update_comes_with_the_state_of_its_round(world: World, days: int | None, state: RoundState | None) -> None:
    if days is not None:
        due = TODAY + timedelta(days=days)
        values = {"opens": date(2011, 9, 1), "due": due, "closes": due + timedelta(days=9)}
        ReportingRoundFactory(partnership=world.rivers, period="2011-09", **values)

    ((found,), _) = inbox.to_approve(world.officer, on=TODAY)

    assert found.state is state


def test_a_long_queue_is_cut_and_says_so(client: Client, world: World) -> None:
    for day in range(1, 29):
        ProgressUpdateFactory(workstream=world.waste, as_of=f"2011-08-{day:02d}")

    found, more = inbox.to_approve(world.officer, on=TODAY)

    assert (len(found), more) == (inbox.MOST, True)
    assert "More have been submitted since" in as_(client, world.officer).get("/").content.decode()


@time_machine.travel("2011-12-07 09:00")
def test_home_says_what_waits_with_its_round(client: Client, world: World) -> None:
    ReportingRoundFactory(partnership=world.rivers, period="2011-09")

    page = words(as_(client, world.officer).get("/").content)

    assert "Updates to approve Waste, as of 20 September 2011 Rivers. November round: overdue, it was due" in page
    assert "5 December 2011. Submitted 20 September 2011" in page
    assert "Nothing waits for you" not in page
    assert "Updates to approve" not in words(as_(client, world.alice).get("/").content)


def test_the_link_leads_to_the_page_that_holds_the_update(client: Client, world: World) -> None:
    oldest = world.waste.updates.get()
    for month in range(1, 13):
        ProgressUpdateFactory(workstream=world.waste, as_of=f"2012-{month:02d}")
    home = html.document_fromstring(as_(client, world.officer).get("/").content.decode())
    (address,) = [link for link in home.xpath("//a/@href") if link.endswith(f"#update-{oldest.pk}")]

    page = client.get(address.partition("#")[0]).content.decode()

    assert f'id="update-{oldest.pk}"' in page
    assert f"updates/{oldest.pk}/approve/" in page


@pytest.mark.parametrize("query", ["update=", "update=0", "update=x", "update=1&page=1"])
def test_an_unknown_update_leads_to_the_first_page(client: Client, world: World, query: str) -> None:
    assert "As of 20 September 2011" in as_(client, world.officer).get(f"{PAGE}?{query}").content.decode()


@time_machine.travel("2011-12-01 09:00")
def test_leads_find_first_what_is_due_first(client: Client, world: World) -> None:
    for slug in ("audit", "roads"):
        WorkstreamLeadFactory(workstream=WorkstreamFactory(partnership=world.hills, slug=slug), user=world.alice)
    WorkstreamLeadFactory(workstream=WorkstreamFactory(partnership=world.rivers, slug="zoo"), user=world.alice)
    ProgressUpdateFactory(workstream=world.waste, as_of="2011-11-30")
    ReportingRoundFactory(partnership=world.rivers)

    page = words(as_(client, world.alice).get("/").content)

    assert page.index("Update Zoo") < page.index("Update Waste")
    assert "November round: due 5 December 2011" in page


def test_home_costs_the_same_with_much_to_approve(
    client: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for month in range(1, 12):
        ProgressUpdateFactory(workstream=WorkstreamFactory(partnership=world.rivers), as_of=f"2011-{month:02d}")
    as_(client, world.officer).get("/")

    with django_assert_max_num_queries(14):
        page = client.get("/").content.decode()

    assert page.count("#update-") == 12
