"""Sums that should agree say whether they do, wherever the figures are shown."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from partnerships.models import Award, Partnership
from tests import demonstration
from workstreams import sums
from workstreams.models import Allocation, Theme
from workstreams.registers import ALLOCATIONS, AWARDS, THEMES

pytestmark = pytest.mark.django_db


def allocation(amount: int | None, share: str | None = None, *, themed: bool = True, title: str = "A") -> Allocation:
    return Allocation(
        title=title,
        amount=None if amount is None else Decimal(amount),
        amount_qualifier="exact",
        share=None if share is None else Decimal(share),
        theme_id=1 if themed else None,
    )


def award(amount: int | None, ratio: int | None = None) -> Award:
    return Award(
        fund="The fund",
        amount=None if amount is None else Decimal(amount),
        amount_qualifier="exact",
        return_ratio=None if ratio is None else Decimal(ratio),
    )


@pytest.mark.parametrize(
    ("whole", "parts", "told"),
    [
        (100, [allocation(60), allocation(40)], "£100 of £100: agrees"),
        (100, [allocation(60), allocation(40, themed=False)], "£60 to themes + £40 beside them = £100 of £100: agrees"),
        (100, [allocation(60)], "£60 of £100: £40 unallocated"),
        (100, [allocation(60), allocation(60)], "£120 of £100: £20 over"),
        (100, [allocation(60), allocation(None)], "£60, 1 not stated of £100: £40 unallocated"),
        (None, [allocation(60)], "£60; the award is not stated"),
    ],
)
def test_allocations_are_held_against_their_award(whole: int | None, parts: list[Allocation], told: str) -> None:
    assert sums.allocation_facts(award(whole), parts) == [("The fund, allocated", told)]


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([allocation(2, "66.7"), allocation(1, "33.3")], "100 %: agrees. As shares of £3: each agrees"),
        (
            [allocation(2, "67"), allocation(1, "34", title="B")],
            "101 %: does not agree with 100 %. As shares of £3: does not agree for B",
        ),
        ([allocation(2, "90"), allocation(None, "10")], "100 %: agrees"),
        ([allocation(2)], ""),
    ],
)
def test_shares_are_held_against_the_whole_and_their_amounts(parts: list[Allocation], told: str) -> None:
    assert sums.share_words(parts) == told


@pytest.mark.parametrize(
    ("awards", "told"),
    [
        ([award(425_000, 5), award(325_000, 5)], ("(£425k + £325k) × 5 = £3.75m", 3_750_000)),
        ([award(100, 5), award(100, 3), award(7)], ("£100 × 5 + £100 × 3 = £800", 800)),
        ([award(None, 5), award(100)], ("", 0)),
    ],
)
def test_what_awards_ask_back_is_a_sum_in_words(awards: list[Award], told: tuple[str, int]) -> None:
    assert sums.asked_back(awards) == told


@pytest.fixture(scope="module")
def seiep(django_db_setup: None, django_db_blocker: Any) -> SimpleNamespace:
    with demonstration.imported("seiep", django_db_blocker):
        main = Partnership.objects.get(slug="seiep")
        return SimpleNamespace(
            **{
                register.slug: dict(register.sums(list(register.load(rows.for_table())), main) if register.sums else [])
                for register, rows in (
                    (ALLOCATIONS, Allocation.objects.all()),
                    (AWARDS, Award.objects.all()),
                    (THEMES, Theme.objects.all()),
                )
            }
        )


def test_the_strategys_allocations_agree_with_its_award(seiep: SimpleNamespace) -> None:
    (allocated, shares) = seiep.allocations.values()

    assert allocated == "£25.4m to themes + £1.2m beside them = £26.6m of £26.6m: agrees"
    assert shares == "100 %: agrees. As shares of £25.4m: each agrees"


def test_the_strategys_themes_say_what_they_were_given(seiep: SimpleNamespace) -> None:
    assert seiep.themes == {
        "Allocated to themes": "£25.4m to 10 of 10 themes",
        "Shares": "100 %: agrees. As shares of £25.4m: each agrees",
    }


def test_the_strategys_award_says_what_it_asks_back(seiep: SimpleNamespace) -> None:
    assert seiep.awards["All awards"] == "£26.6m"
    assert seiep.awards["Return asked for"] == "£26.6m × 5 = £133m"
