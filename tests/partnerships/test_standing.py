"""Memberships in time, where dates are as coarse as they were stated."""

import pytest

from partnerships import standing
from partnerships.standing import Span
from sharedservices.core.dates import FuzzyDate


def span(begins: str, ends: str) -> Span:
    return Span(*(FuzzyDate.parse(text) if text else None for text in (begins, ends)))


@pytest.mark.parametrize(
    ("one", "other", "met"),
    [
        (("2009", "2012"), ("2011", ""), True),
        (("2009", "2012"), ("2012", ""), False),
        (("2009", "2012-03-31"), ("2012-04-01", ""), False),
        (("2009", "2012-03-31"), ("2012-03-30", ""), True),
        (("", ""), ("2012", "2012"), True),
        (("", "2009"), ("2010", ""), False),
        (("", ""), ("", ""), True),
        (("2012", "2012"), ("2012", "2012"), False),
    ],
)
def test_two_memberships_meet_where_they_certainly_do(one: tuple[str, str], other: tuple[str, str], met: bool) -> None:
    assert standing.overlap(span(*one), span(*other)) is met
    assert standing.overlap(span(*other), span(*one)) is met


@pytest.mark.parametrize(
    ("on", "held"),
    [
        ("2008-12-31", False),
        ("2009", True),
        ("2008/09", True),
        ("2012-12-31", True),
        ("2013", False),
        ("by 2013", True),
        ("from 2008", True),
        ("2008..2013", True),
    ],
)
def test_a_date_lies_in_a_membership_where_it_may(on: str, held: bool) -> None:
    assert standing.may_hold(span("2009", "2012"), FuzzyDate.parse(on)) is held


@pytest.mark.parametrize(
    ("spans", "left"),
    [
        ([], None),
        ([("2009", "")], None),
        ([("2009", "2010"), ("2011", "2012")], "2012"),
        ([("2009", "2012-06"), ("2010", "2012-05-31")], "2012-06"),
        ([("2009", "2010"), ("2011", "")], None),
    ],
)
def test_only_the_last_leaving_is_for_good(spans: list[tuple[str, str]], left: str | None) -> None:
    found = standing.left_for_good([span(*one) for one in spans])

    assert (found.text if found else None) == left


@pytest.mark.parametrize(
    ("ends", "left", "on_and_on"),
    [("", "2012", True), ("2012", "2012", False), ("2013-01", "2012", True), ("", "", True), ("2012", "", False)],
)
def test_what_goes_on_after_somebody_left(ends: str, left: str, on_and_on: bool) -> None:
    dates = [FuzzyDate.parse(text) if text else None for text in (ends, left)]

    assert standing.outlasts(*dates) is on_and_on


def test_all_duties_are_said_in_one_sentence() -> None:
    told = standing.leaving("North", FuzzyDate.parse("2012"), ["leads a", "hosts b", "hosts c"])

    assert told.startswith("“North” cannot leave in 2012: it still leads a, hosts b and hosts c. Name another")
    assert standing.leaving("North", None, []) == ""
