from decimal import Decimal

import pytest

from sharedservices.core.money import short_pounds


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("20000", "£20k"),
        ("3750000", "£3.75m"),
        ("26600000", "£26.6m"),
        ("1570000000", "£1.57bn"),
        ("1625000", "£1,625,000"),
        ("1234567.5", "£1,234,567.50"),
        ("-2000000", "-£2m"),
        ("4500000000000", "£4500bn"),
        ("0", "£0"),
    ],
)
def test_a_sum_is_short_where_that_loses_nothing(amount: str, words: str) -> None:
    assert short_pounds(Decimal(amount)) == words
