"""What was spent, held against budgets and awards; what was not stated is never 0."""

from decimal import Decimal

import pytest
from django.test import Client

from partnerships.models import Award, Spend
from sharedservices.core.money import QualifiedMoney, Qualifier
from sharedservices.core.registers import words
from tests.factories.arrangements import AwardFactory, SpendFactory
from tests.factories.workstreams import ProjectFactory
from tests.world import World, as_
from workstreams.models import Allocation
from workstreams.registers import ALLOCATIONS, AWARDS, SPENDING


def pounds(amount: int, qualifier: Qualifier = Qualifier.EXACT) -> QualifiedMoney:
    return QualifiedMoney(Decimal(amount), qualifier)


@pytest.mark.parametrize(
    ("spent", "whole", "said"),
    [
        ([], [], "Not stated"),
        ([None], [None], "Not stated"),
        ([pounds(300)], [pounds(500)], "£300 of £500, £200 left"),
        ([pounds(500)], [pounds(500)], "£500 of £500, nothing left"),
        ([pounds(600)], [pounds(500)], "£600 of £500: £100 over"),
        ([pounds(300)], [], "£300; to spend: Not stated"),
        ([None], [pounds(500)], "Not stated; to spend: £500"),
        ([pounds(300), None], [pounds(500)], "£300, 1 not stated; to spend: £500"),
        ([pounds(600), None], [pounds(500)], "£600 of £500: at least £100 over, 1 not stated"),
        ([pounds(600)], [pounds(500), None], "£600; to spend: £500, 1 not stated"),
        ([pounds(300)], [pounds(500), None], "£300; to spend: £500, 1 not stated"),
        ([pounds(0)], [pounds(500)], "£0 of £500, £500 left"),
    ],
)
def test_what_was_spent_of_what_there_was(
    spent: list[QualifiedMoney | None], whole: list[QualifiedMoney | None], said: str
) -> None:
    assert words.against(spent, whole) == said


def test_an_award_adds_up_its_periods(client: Client, world: World) -> None:
    award = AwardFactory(partnership=world.rivers, amount=1000, fund="Capital fund")
    SpendFactory(award=award, period="2010/11", budget=400, spent=450)
    SpendFactory(award=award, period="2011/12", budget=300, spent=200)

    listed = as_(client, world.bob).get(AWARDS.url("list", world.rivers)).content.decode()
    detail = client.get(AWARDS.url("detail", world.rivers, award.pk)).content.decode()

    for page in (listed, detail):
        assert "£650 of £1k, £350 left" in page
        assert "£650 of £700, £50 left" in page
    assert "2010/11" in detail


def test_a_sum_that_does_not_agree_with_its_periods_says_so(client: Client, world: World) -> None:
    award = AwardFactory(partnership=world.rivers, amount=1000, spent=500)
    SpendFactory(award=award, budget=None, spent=450)

    page = as_(client, world.bob).get(AWARDS.url("detail", world.rivers, award.pk)).content.decode()

    assert "£450: does not agree with £500 in all" in page


def test_nothing_stated_is_not_nothing_spent(client: Client, world: World) -> None:
    award = AwardFactory(partnership=world.rivers, amount=None)
    SpendFactory(award=award, budget=None, spent=None)

    page = as_(client, world.bob).get(AWARDS.url("list", world.rivers)).content.decode()

    assert "£0" not in page
    assert "Not stated" in page.split("Spent against the awards</dt>")[1].split("</dd>")[0]


def test_spending_is_kept_up_and_summed_award_by_award(client: Client, world: World) -> None:
    award = AwardFactory(partnership=world.rivers, fund="Capital fund")
    form = {"award": award.pk, "period": "2011/12", "budget": "£400", "spent": "about £450", "version": "0"}

    answer = as_(client, world.officer).post(SPENDING.url("add", world.rivers), form, follow=True)
    page = client.get(SPENDING.url("list", world.rivers)).content.decode()

    assert "The period of spending is saved." in answer.content.decode()
    assert Spend.objects.get().stated_spent == pounds(450, Qualifier.ABOUT)
    assert "Capital fund, against its budget" in page
    assert "about £450 of £400: £50 over" in page


def test_an_award_says_within_which_time_it_asks_for_a_return(client: Client, world: World) -> None:
    form = {"funder": "Fund", "state": "awarded", "amount": "£750k", "return_ratio": "5", "return_within": "3 years"}

    answer = as_(client, world.officer).post(AWARDS.url("add", world.rivers), form | {"version": "0"}, follow=True)

    assert "5:1 = £3.75m within 3 years" in answer.content.decode()
    assert Award.objects.get().return_within == "3 years"


def test_an_allocation_is_made_to_a_project(client: Client, world: World) -> None:
    award = AwardFactory(partnership=world.rivers)
    project = ProjectFactory(workstream=world.waste, name="Shared depot")
    foreign = ProjectFactory(workstream__partnership=world.hills, name="Hill roads")
    form = {"award": award.pk, "title": "Depot", "version": "0"}
    page = ALLOCATIONS.url("add", world.rivers)

    refused = as_(client, world.officer).post(page, form | {"project": foreign.pk}).content.decode()
    answer = client.post(page, form | {"project": project.pk}, follow=True).content.decode()

    assert "Select a valid choice" in refused
    assert "Shared depot" in answer
    assert Allocation.objects.get().project == project
