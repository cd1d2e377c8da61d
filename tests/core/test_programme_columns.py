import csv
import io
from contextlib import nullcontext
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from partnerships.models import Organisation
from sharedservices.core.programme.columns import (
    Choice,
    Column,
    Date,
    Integer,
    InvalidCell,
    Money,
    Qualifier,
    Slug,
    Text,
    YesNo,
    guard,
    tidy,
    unguard,
)

KIND = Choice("kind", choices=Organisation.Kind.choices)
YEARS = st.integers(1900, 2099)
POINTS = st.one_of(
    st.dates().filter(lambda day: day.year >= 1000).map(lambda day: day.isoformat()),
    st.builds("{}-{:02d}".format, YEARS, st.integers(1, 12)),
    st.builds("{}-Q{}".format, YEARS, st.integers(1, 4)),
    YEARS.map(str),
    YEARS.map(lambda year: f"{year}/{(year + 1) % 100:02d}"),
)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def through_a_file(cell: str) -> str:
    """The cell as an export writes it and an import reads it."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerow([guard(cell), "end"])
    read = next(csv.reader(io.StringIO(buffer.getvalue(), newline=""), strict=True))
    return unguard(tidy(read[0]))


@given(WORDS)
@example("=HYPERLINK(1)")
@example("'=1")
@example("''+44 1234")
@example("- a list\n- of two")
@example("@here\r\nand there\r")
@example("<script>alert(1)</script>")
def test_words_come_back_as_they_went(words):
    cell = Text("note").format(words)

    assert Text("note").parse(through_a_file(cell)) == tidy(words)


@given(WORDS)
def test_no_written_cell_begins_like_a_formula(words):
    assert not guard(tidy(words)).startswith(("=", "+", "-", "@"))


@given(st.decimals(0, Decimal("999999999999.99"), places=2))
def test_money_comes_back_to_the_penny(amount):
    assert Money("forecast").parse(through_a_file(Money("forecast").format(amount))) == amount


@given(st.sampled_from(["", "early ", "mid ", "late ", "by ", "from "]), POINTS)
def test_dates_keep_their_precision(qualifier, point):
    date = Date("due").parse(qualifier + point)

    assert Date("due").parse(through_a_file(Date("due").format(date))) == date


@given(POINTS, POINTS)
def test_ranges_keep_their_ends_or_are_refused(first, last):
    backwards = Date("due").parse(last).latest < Date("due").parse(first).earliest

    with pytest.raises(InvalidCell, match="ends before it begins") if backwards else nullcontext():
        assert Date("due").format(Date("due").parse(f"{first}..{last}")) == f"{first}..{last}"


@given(st.integers(0, 999_999_999))
def test_numbers_come_back(number):
    assert Integer("order").parse(Integer("order").format(number)) == number


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        (KIND, Organisation.Kind.values),
        (Qualifier("forecast_qualifier"), ["about", "up to", "over"]),
        (YesNo("focus"), ["yes", "no"]),
        (Slug("organisation"), ["east-sussex", "se7", "-odd", "A_b"]),
    ],
)
def test_every_value_comes_back(column, texts):
    assert [column.format(column.parse(through_a_file(text))) for text in texts] == list(texts)


def test_exact_is_written_as_nothing():
    assert Qualifier("forecast_qualifier").format("exact") == ""


@pytest.mark.parametrize(
    ("column", "text", "advice"),
    [
        (Date("due"), "2011-02-30", "does not exist in the calendar"),
        (Date("due"), "2011-13", "does not exist in the calendar"),
        (Date("due"), "20/09/2011", "Write it like 2011-09-20"),
        (Date("due"), "2011/13", "does not exist"),
        (Date("due"), "2012..2011", "ends before it begins"),
        (Date("due"), "٢٠١١", "is not a date"),
        (Money("forecast"), "£20,000", "Write plain pounds"),
        (Money("forecast"), "20k", "Write plain pounds"),
        (Money("forecast"), "1e5", "Write plain pounds"),
        (Money("forecast"), "NaN", "Write plain pounds"),
        (Money("forecast"), "0.005", "Write plain pounds"),
        (Money("forecast"), "１２", "Write plain pounds"),
        (Money("forecast"), "(500)", "Write plain pounds"),
        (KIND, "County council", "Did you mean “county”?"),
        (KIND, "londonborough", "Did you mean “london_borough”?"),
        (Qualifier("forecast_qualifier"), "upto", "Did you mean “up to”?"),
        (YesNo("focus"), "maybe", "Write yes or no"),
        (Integer("order"), "1.5", "Write digits only"),
        (Integer("order"), "-1", "Write digits only"),
        (Integer("order"), "9" * 5000, "Write digits only"),
        (Slug("organisation"), "east sussex", "Use letters, digits and hyphens"),
        (Slug("organisation"), "a/b", "Use letters, digits and hyphens"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(column: Column, text: str, advice: str):
    with pytest.raises(InvalidCell) as caught:
        column.parse(text)

    assert advice in str(caught.value)
    assert len(str(caught.value)) < 400
