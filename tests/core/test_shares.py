from decimal import Decimal

import pytest

from sharedservices.core import shares
from sharedservices.core.money import QualifiedMoney, Qualifier

EXACT, ABOUT, UP_TO, OVER = Qualifier


def money(amount: str, qualifier: Qualifier = EXACT) -> QualifiedMoney:
    return QualifiedMoney(Decimal(amount), qualifier)


@pytest.mark.parametrize(
    ("whole", "parts", "refused"),
    [
        (money("100"), [money("60"), money("40")], False),
        (money("100"), [money("60"), money("40.01")], True),
        (money("100"), [money("60"), None, money("40.01", ABOUT)], False),
        (money("100"), [money("60"), money("40.01", UP_TO)], False),
        (money("100"), [money("60"), money("40.01", OVER)], True),
        (money("100", UP_TO), [money("100.01")], True),
        (money("100", ABOUT), [money("200")], False),
        (money("100", OVER), [money("200")], False),
        (money("0"), [money("0.01")], True),
        (None, [money("200")], False),
        (money("100"), [], False),
    ],
)
def test_only_what_is_certainly_too_much_is_refused(
    whole: QualifiedMoney | None, parts: list[QualifiedMoney | None], refused: bool
) -> None:
    assert bool(shares.over("Fund", whole, parts)) is refused


@pytest.mark.parametrize(
    ("stated", "refused"),
    [
        (["33.3", "33.3", "33.4"], False),
        (["33.4", "33.3", "33.4"], False),
        (["33.5", "33.5", "33.5"], True),
        (["15.00", "86.00"], False),
        (["15.00", "87.00"], True),
        (["100"], False),
        (["100.00", "0.01"], False),
        (["100", "2"], True),
        ([], False),
    ],
)
def test_shares_may_be_over_a_whole_by_their_rounding_only(stated: list[str], refused: bool) -> None:
    assert bool(shares.overshared("Fund", map(Decimal, stated))) is refused


def test_the_message_says_how_much_and_what_to_do() -> None:
    told = shares.over("Fund", money("1000000"), [money("750000"), money("300000")])

    assert told == "The allocations of “Fund” come to £1.05m, £50k more than its £1m. Correct them."
