from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.factories.savings import SavingsClaimFactory, SavingsLineFactory
from tests.markup import parsed, select
from tests.queries import TRANSACTION
from tests.world import World

PAGE = "/partnerships/rivers/"
COST = 5 + TRANSACTION


def rows(client: Client, world: World, label: str) -> list[str]:
    client.force_login(world.bob)
    document = parsed(client.get(PAGE).content.decode())
    found = select(document, f'[aria-label="{label}"] tbody tr')
    return [" ".join(row.text_content().split()) for row in found]


def test_a_claim_without_figures_is_one_row_however_many_periods_were_asked_for(client: Client, world: World) -> None:
    claim = SavingsClaimFactory(partnership=world.rivers, title="Depots", requested=True, due="2011-12")
    SavingsLineFactory(claim=claim, period="2012/13", note="Projected")
    SavingsLineFactory(claim=claim, period="2013/14", note="Projected")

    told = rows(client, world, "Figures asked for")

    assert told == ["Depots Type not stated, asked for Projected (2012/13; 2013/14) December 2011 Not yet reported"]


def test_a_claim_with_a_figure_shows_every_period_and_never_a_nought_for_silence(client: Client, world: World) -> None:
    claim = SavingsClaimFactory(partnership=world.rivers, title="Depots")
    SavingsLineFactory(claim=claim, period="2012/13", achieved=Decimal(1200))
    SavingsLineFactory(claim=claim, period="2013/14")

    told = rows(client, world, "Savings by claim and period")

    assert told == [
        "Depots Cashable, submitted. History of Depots 2012/13 Not yet reported Not yet reported £1.2k",
        "2013/14 Not yet reported Not yet reported Not yet reported",
    ]


def test_a_long_history_of_savings_has_pages_of_its_own(client: Client, world: World) -> None:
    claim = SavingsClaimFactory(partnership=world.rivers, title="Depots")
    for year in range(1950, 2060):
        SavingsLineFactory(claim=claim, period=str(year), achieved=Decimal(year))

    overview = rows(client, world, "Savings by claim and period")
    first, second = (parsed(client.get(f"{PAGE}savings/?page={page}").content.decode()) for page in (1, 2))

    assert len(overview) == 60
    assert "See every line of savings" in client.get(PAGE).content.decode()
    assert [len(select(document, "tbody tr")) for document in (first, second)] == [100, 10]


def test_every_line_of_savings_costs_the_same_with_many(
    client: Client, world: World, django_assert_num_queries: Any
) -> None:
    claim = SavingsClaimFactory(partnership=world.rivers, title="Depots")
    SavingsLineFactory(claim=claim, period="1949", achieved=Decimal(5))
    client.force_login(world.verifier)
    client.get(f"{PAGE}savings/")

    with django_assert_num_queries(COST):
        client.get(f"{PAGE}savings/")
    for year in range(1950, 2060):
        SavingsLineFactory(claim=claim, period=str(year), achieved=Decimal(year))
    with django_assert_num_queries(COST):
        document = parsed(client.get(f"{PAGE}savings/").content.decode())

    assert [link.text_content().strip() for link in select(document, ".govuk-pagination__link")][:2] == ["1", "2"]


@pytest.mark.parametrize(("page", "status"), [("last", 200), ("2", 404), ("0", 404), ("two", 404)])
def test_a_page_that_there_is_not_is_not_found(client: Client, world: World, page: str, status: int) -> None:
    SavingsLineFactory(claim=SavingsClaimFactory(partnership=world.rivers))
    client.force_login(world.bob)

    assert client.get(f"{PAGE}savings/", {"page": page}).status_code == status


def test_a_partnership_without_lines_has_its_page_and_a_foreign_one_none(client: Client, world: World) -> None:
    client.force_login(world.bob)

    assert client.get(f"{PAGE}savings/").status_code == 200
    assert client.get("/partnerships/hills/savings/").status_code == 404


@pytest.mark.parametrize(
    ("person", "shown"), [("alice", True), ("clerk", True), ("bob", False), ("officer", True), ("administrator", False)]
)
def test_a_draft_stands_on_the_page_of_those_who_write_it(
    client: Client, world: World, person: str, shown: bool
) -> None:
    claim = SavingsClaimFactory(partnership=world.rivers, organisation=world.north, title="Depots", draft=True)
    SavingsLineFactory(claim=claim, achieved=Decimal(1200))
    client.force_login(getattr(world, person))

    page = client.get(PAGE).content.decode()

    assert ("Depots" in page) is shown
