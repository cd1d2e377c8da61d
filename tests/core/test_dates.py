from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from sharedservices.core import formfields
from sharedservices.core.dates import FuzzyDate, InvalidDate, parse_human

CASES = [
    ("2011-09-20", date(2011, 9, 20), date(2011, 9, 20), "20 September 2011"),
    ("2011-09", date(2011, 9, 1), date(2011, 9, 30), "September 2011"),
    ("2012-02", date(2012, 2, 1), date(2012, 2, 29), "February 2012"),
    ("2011-Q3", date(2011, 7, 1), date(2011, 9, 30), "July to September 2011"),
    ("2012", date(2012, 1, 1), date(2012, 12, 31), "2012"),
    ("2011/12", date(2011, 4, 1), date(2012, 3, 31), "2011/12"),
    ("1999/00", date(1999, 4, 1), date(2000, 3, 31), "1999/00"),
    ("2011-07..2011-12", date(2011, 7, 1), date(2011, 12, 31), "July to December 2011"),
    ("2011-10..2013-03", date(2011, 10, 1), date(2013, 3, 31), "October 2011 to March 2013"),
    ("2012/13..2014/15", date(2012, 4, 1), date(2015, 3, 31), "2012/13 to 2014/15"),
    ("by 2014-03", date(2014, 3, 1), date(2014, 3, 31), "by March 2014"),
    ("early 2010-09", date(2010, 9, 1), date(2010, 9, 30), "early September 2010"),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "words"), CASES)
def test_canonical_text_gives_its_days_and_words(text: str, earliest: date, latest: date, words: str) -> None:
    parsed = FuzzyDate.parse(text)

    assert (parsed.text, parsed.earliest, parsed.latest, str(parsed)) == (text, earliest, latest, words)


@pytest.mark.parametrize(
    "text",
    ["", "2011-13", "2011-02-30", "2011-Q5", "2011/13", "2011-09..2011-08", "1..2..3", "soon 2011", "٢٠١١", "2011-9-1"],
)
def test_what_is_not_a_date_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(InvalidDate, match="“"):
        FuzzyDate.parse(text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("20 September 2011", "2011-09-20"),
        ("20th Sept 2011", "2011-09-20"),
        ("20/9/2011", "2011-09-20"),
        (" sept  2011 ", "2011-09"),
        ("Q3 2011", "2011-Q3"),
        ("2012/13", "2012/13"),
        ("July to December 2011", "2011-07..2011-12"),
        ("July 2011 – March 2012", "2011-07..2012-03"),
        ("by January 2012", "by 2012-01"),
        ("2011-07..2011-12", "2011-07..2011-12"),
    ],
)
def test_what_people_type_is_understood(typed: str, text: str) -> None:
    assert parse_human(typed).text == text


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("Next Spring", "“Next Spring” is not a date"),
        ("31 November 2011", "“31 November 2011” does not exist in the calendar"),
        ("12 Smarch 2011", "“12 Smarch 2011” is not a date"),
        ("2012 to 2011", "“2012 to 2011” ends before it begins"),
    ],
)
def test_who_types_no_date_is_told_in_their_own_words(typed: str, wrong: str) -> None:
    with pytest.raises(InvalidDate) as refused:
        parse_human(f" {typed} ")

    advice = "Write it like 20 September 2011, September 2011, 2011/12 or July to December 2011."
    assert str(refused.value) == f"{wrong}. {advice}"


@pytest.mark.parametrize("text", [case[0] for case in CASES])
def test_a_form_shows_a_date_so_that_it_reads_back_unchanged(text: str) -> None:
    field = formfields.FuzzyDateField()

    assert field.clean(field.prepare_value(FuzzyDate.parse(text))).text == text


def test_dates_are_ordered_by_the_days_they_cover() -> None:
    texts = ["2011-10", "2011-09-20", "2011/12", "2011-Q3"]

    assert sorted(FuzzyDate.parse(text) for text in texts) == [
        FuzzyDate.parse(text) for text in ["2011/12", "2011-Q3", "2011-09-20", "2011-10"]
    ]


POINTS = st.one_of(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat),
    st.builds(lambda year, month: f"{year}-{month:02d}", st.integers(1900, 2100), st.integers(1, 12)),
    st.builds(lambda year, quarter: f"{year}-Q{quarter}", st.integers(1900, 2100), st.integers(1, 4)),
    st.builds(lambda year: f"{year}/{(year + 1) % 100:02d}", st.integers(1900, 2100)),
    st.integers(1900, 2100).map(str),
)


DAYS_OF_TEXTS = """
    SELECT fuzzy_earliest(value), fuzzy_latest(value) FROM unnest(%s) WITH ORDINALITY AS t(value, n) ORDER BY n
"""


@pytest.mark.django_db
def test_postgresql_reads_the_same_days_as_python() -> None:
    @given(
        st.lists(
            st.builds("{} {}".format, st.sampled_from(["", "by", "early", "from"]), POINTS), min_size=20, max_size=60
        )
    )
    def compare(texts: list[str]) -> None:
        parsed = [FuzzyDate.parse(text.strip()) for text in texts]
        with connection.cursor() as cursor:
            cursor.execute(DAYS_OF_TEXTS, [[item.text for item in parsed]])
            assert cursor.fetchall() == [(item.earliest, item.latest) for item in parsed]

    compare()


@pytest.mark.parametrize(
    ("text", "whole"), [("2011/12", True), ("by 2011/12", False), ("from 2011/12", False), ("2011/12..2012/13", False)]
)
def test_only_one_whole_financial_year_is_one(text: str, whole: bool) -> None:
    assert FuzzyDate.parse(text).is_financial_year is whole
