"""Dates as programmes state them: a day, a month, a quarter, a year or a range, with the precision kept.

Canonical text (also the CSV and API form): `2011-09-20`, `2011-09`, `2011-Q3` (calendar quarter, July to September),
`2011`, `2011/12` (financial year, 1 April to 31 March), `2011-07..2011-12`, each optionally after one of
`early`, `mid`, `late`, `by`, `from`. PostgreSQL reads the same text with `fuzzy_earliest` and `fuzzy_latest`.
"""

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, total_ordering

QUALIFIERS = ("early", "mid", "late", "by", "from")
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
HELP = "Write it like 2011-09-20, 2011-09, 2011-Q3, 2011/12 or 2011-07..2011-12."
HELP_FOR_PEOPLE = "Write it like 20 September 2011, September 2011, 2011/12 or July to December 2011."

POINT = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?|-Q(?P<quarter>[1-4])|/(?P<end>\d{2}))?", re.ASCII
)


class InvalidDate(ValueError):
    """The text is not a date of any precision; the message says what to write."""

    def __init__(self, text: str, wrong: str = "is not a date", advice: str = HELP) -> None:
        super().__init__(f"“{text}” {wrong}. {advice}")
        self.wrong = wrong


@dataclass(frozen=True)
class Point:
    """One end of a date: text as written, first and last day it covers, and its words."""

    text: str
    first: date
    last: date
    words: str


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _months(text: str, year: int, start: int, end: int, words: str) -> Point:
    return Point(text, date(year, start, 1), _month_end(year, end), words)


def _point(text: str) -> Point:
    match = POINT.fullmatch(text)
    if not match:
        raise InvalidDate(text)
    parts = {name: int(value) for name, value in match.groupdict().items() if value}
    try:
        return _build(text, **parts)
    except ValueError as error:
        raise InvalidDate(text, "does not exist in the calendar") from error


def _build(text: str, *, year: int, month: int = 0, day: int = 0, quarter: int = 0, end: int | None = None) -> Point:
    if end is not None:
        if end != (year + 1) % 100:
            raise ValueError(text)
        return Point(text, date(year, 4, 1), date(year + 1, 3, 31), text)
    if quarter:
        start = quarter * 3 - 2
        return _months(text, year, start, start + 2, f"{_name(start)} to {_name(start + 2)} {year}")
    if day:
        exact = date(year, month, day)
        return Point(text, exact, exact, f"{day} {_name(month)} {year}")
    if month:
        return _months(text, year, month, month, f"{_name(month)} {year}")
    return _months(text, year, 1, 12, str(year))


def _name(month: int) -> str:
    if not 1 <= month <= 12:
        raise ValueError(month)
    return calendar.month_name[month]


@total_ordering
@dataclass(frozen=True)
class FuzzyDate:
    """A date with its precision. Equal when the text is equal; ordered by the days it covers."""

    text: str
    earliest: date = field(compare=False)
    latest: date = field(compare=False)
    words: str = field(compare=False)

    @classmethod
    def parse(cls, text: str) -> "FuzzyDate":
        """Reads the canonical text; raises InvalidDate."""
        return _parsed(text.strip())

    @classmethod
    def of(cls, day: date) -> "FuzzyDate":
        return cls.parse(day.isoformat())

    @property
    def is_financial_year(self) -> bool:
        """One financial year, and not "by" or "from" one."""
        return "/" in self.text and ".." not in self.text and self.text[0].isdigit()

    def __str__(self) -> str:
        return self.words

    def __len__(self) -> int:
        return len(self.text)

    def __lt__(self, other: "FuzzyDate") -> bool:
        return (self.earliest, self.latest) < (other.earliest, other.latest)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> FuzzyDate:
    """Programmes name few dates, and pages read each of them many times."""
    qualifier, _, rest = text.rpartition(" ")
    if qualifier and qualifier not in QUALIFIERS:
        raise InvalidDate(text)
    first, *others = (_point(part) for part in rest.split(".."))
    if len(others) > 1:
        raise InvalidDate(text, "has more than two ends")
    last = others[0] if others else first
    if last.last < first.first:
        raise InvalidDate(text, "ends before it begins")
    words = _range_words(first, last) if others else first.words
    return FuzzyDate(text, first.first, last.last, f"{qualifier} {words}".strip())


def _range_words(first: Point, last: Point) -> str:
    year = f" {last.first.year}"
    if "/" not in first.text and first.words.endswith(year) and last.words.endswith(year):
        return f"{first.words.removesuffix(year)} to {last.words}"
    return f"{first.words} to {last.words}"


def parse_human(text: str) -> FuzzyDate:
    """Reads canonical text and what people type: "20 September 2011", "20/9/2011", "Sept 2011", "July to Dec 2011"."""
    cleaned = re.sub(r"\s+", " ", text.strip().lower())
    qualifier = next((word for word in QUALIFIERS if cleaned.startswith(f"{word} ")), "")
    cleaned = cleaned.removeprefix(qualifier).strip()
    ends = re.split(r"\s*(?:\.\.| to | – | - |–)\s*", cleaned)
    if len(ends) == 2 and (year := re.search(r"\d{4}", ends[1])) and not re.search(r"\d{4}", ends[0]):
        ends[0] = f"{ends[0]} {year.group()}"
    try:
        return FuzzyDate.parse(f"{qualifier} {'..'.join(_canonical(end) for end in ends)}".strip())
    except InvalidDate as error:
        raise InvalidDate(text.strip(), error.wrong, HELP_FOR_PEOPLE) from error


def _canonical(text: str) -> str:
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text, re.ASCII):
        day, month, year = match.groups()
        return f"{year}-{int(month):02d}-{int(day):02d}"
    if match := re.fullmatch(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([a-z]{3,9})\.? (\d{4})", text, re.ASCII):
        day, name, year = match.groups()
        month = next((number for full, number in MONTHS.items() if full.startswith(name)), None)
        if month is None:
            raise InvalidDate(text)
        return f"{year}-{month:02d}" + (f"-{int(day):02d}" if day else "")
    if match := re.fullmatch(r"q([1-4]) (\d{4})", text, re.ASCII):
        return f"{match[2]}-Q{match[1]}"
    return text.upper()
