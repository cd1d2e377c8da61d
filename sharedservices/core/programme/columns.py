"""Columns of the programme format: how the text of a cell becomes a value, and a value that text. No Django here.

Two values are the same when their canonical texts, `format(parse(text))`, are: so an import knows what has changed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from sharedservices.core import dates, money
from sharedservices.core.programme.problems import did_you_mean, shortened

LIVE = re.compile(r"'*[=+\-@]")
GUARDED = re.compile(r"'+[=+\-@]")
SLUG = re.compile(r"[-a-zA-Z0-9_]+", re.ASCII)
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
DIGITS = re.compile(r"\d{1,9}", re.ASCII)
DECIMAL = re.compile(r"-?\d{1,11}(\.\d{1,4})?", re.ASCII)  # 15 digits: more than a spreadsheet keeps
ANSWERS = {"yes": True, "no": False}


class InvalidCell(ValueError):
    """The cell cannot be read; the message says what to write."""


def tidy(text: str) -> str:
    """Line ends as one character and no space around: editors and spreadsheets change both without being asked."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def guard(text: str) -> str:
    """An apostrophe before text that a spreadsheet would run as a formula; `unguard` takes exactly that one away."""
    return f"'{text}" if LIVE.match(text) else text


def unguard(text: str) -> str:
    return text[1:] if GUARDED.match(text) else text


@dataclass(frozen=True)
class Column:
    """A column and the model field it fills. `parse` is never given an empty cell: the table knows what empty means."""

    name: str
    field: str = ""
    required: bool = False
    help: str = ""

    kind: ClassVar[str] = "text"
    is_number: ClassVar[bool] = False
    is_stored: ClassVar[bool] = True

    @property
    def attribute(self) -> str:
        return self.field or self.name

    @property
    def cells(self) -> tuple[str, ...]:
        """The names of all cells that together hold its value."""
        return (self.name,)

    def parse(self, text: str) -> Any:
        raise NotImplementedError

    def format(self, value: Any) -> str:
        raise NotImplementedError


@dataclass(frozen=True)
class Text(Column):
    """Words. What looks like a formula, HTML or a link is text like any other."""

    def parse(self, text: str) -> str:
        return tidy(text)

    def format(self, value: str) -> str:
        return tidy(value)


@dataclass(frozen=True)
class Slug(Column):
    """The short name that other tables use."""

    kind: ClassVar[str] = "short name"

    def parse(self, text: str) -> str:
        if not SLUG.fullmatch(text):
            raise InvalidCell(f"“{shortened(text)}” is not a short name. Use letters, digits and hyphens: east-sussex.")
        return text

    def format(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Choice(Column):
    """One of the stored values; a label in its place is answered with the value it stands for."""

    choices: Iterable[tuple[Any, Any]] = ()
    kind: ClassVar[str] = "choice"

    @property
    def values(self) -> list[str]:
        return [str(value) for value, _ in self.choices if value]

    def parse(self, text: str) -> str:
        if text not in self.values:
            meanings = {str(label): str(value) for value, label in self.choices if value}
            hint = did_you_mean(text, meanings | {value: value for value in self.values})
            raise InvalidCell(f"“{shortened(text)}” is not one of: {', '.join(self.values)}.{hint}")
        return text

    def format(self, value: str) -> str:
        return str(value)


@dataclass(frozen=True)
class BesideChoice(Choice):
    """A choice that is stored nowhere itself, as `Beside`."""

    is_stored: ClassVar[bool] = False


@dataclass(frozen=True)
class Choices(Choice):
    """Any number of the values, with spaces between, in the order of the choices."""

    kind: ClassVar[str] = "choices"

    def parse(self, text: str) -> Any:
        chosen = set(map(super().parse, text.split()))
        return [value for value in self.values if value in chosen]

    def format(self, value: Any) -> str:
        return " ".join(value)


@dataclass(frozen=True)
class Date(Column):
    """A date with its precision."""

    kind: ClassVar[str] = "date"

    def parse(self, text: str) -> dates.FuzzyDate:
        try:
            return dates.FuzzyDate.parse(text)
        except dates.InvalidDate as error:
            raise InvalidCell(str(error)) from error

    def format(self, value: dates.FuzzyDate) -> str:
        return value.text


@dataclass(frozen=True)
class Day(Column):
    """A day of the calendar, where a deadline needs no less."""

    kind: ClassVar[str] = "day"

    def parse(self, text: str) -> date:
        try:
            return date.fromisoformat(text if ISO_DAY.fullmatch(text) else "")
        except ValueError as error:
            raise InvalidCell(f"“{shortened(text)}” is not a day. Write it like 2011-09-20.") from error

    def format(self, value: date) -> str:
        return value.isoformat()


@dataclass(frozen=True)
class Beside(Date):
    """A date that is stored nowhere itself: together with the reference beside it, it names a row."""

    is_stored: ClassVar[bool] = False


@dataclass(frozen=True)
class Money(Column):
    """Plain pounds. Empty means not reported, which is not 0."""

    kind: ClassVar[str] = "pounds"
    is_number: ClassVar[bool] = True

    def parse(self, text: str) -> Decimal:
        try:
            return money.parse_amount(text)
        except money.InvalidMoney as error:
            raise InvalidCell(str(error)) from error

    def format(self, value: Decimal) -> str:
        return f"{value:.0f}" if value == value.to_integral_value() else f"{value:.2f}"


@dataclass(frozen=True)
class Qualifier(Column):
    """How firmly the figure beside it was stated; exact is written as nothing."""

    kind: ClassVar[str] = "qualifier"

    @property
    def values(self) -> list[str]:
        return [item.value for item in money.Qualifier]

    def parse(self, text: str) -> str:
        if text not in self.values:
            hint = did_you_mean(text, self.values)
            raise InvalidCell(f"“{shortened(text)}” is not one of: {', '.join(self.values)}, or empty for exact.{hint}")
        return text

    def format(self, value: str) -> str:
        return "" if value == money.Qualifier.EXACT else str(value)


@dataclass(frozen=True)
class YesNo(Column):
    kind: ClassVar[str] = "yes or no"
    values: ClassVar[list[str]] = list(ANSWERS)

    def parse(self, text: str) -> bool:
        if text.lower() not in ANSWERS:
            raise InvalidCell(f"“{shortened(text)}” is neither yes nor no. Write yes or no.")
        return ANSWERS[text.lower()]

    def format(self, value: bool) -> str:  # noqa: FBT001 - the value of a cell, not a switch
        return "yes" if value else "no"


@dataclass(frozen=True)
class Integer(Column):
    """A whole number from 0."""

    kind: ClassVar[str] = "number"
    is_number: ClassVar[bool] = True

    def parse(self, text: str) -> int:
        if not DIGITS.fullmatch(text):
            raise InvalidCell(f"“{shortened(text)}” is not a whole number. Write digits only, such as 3.")
        return int(text)

    def format(self, value: int) -> str:
        return str(value)


@dataclass(frozen=True)
class BesideInteger(Integer):
    """A number that is stored nowhere itself, as `Beside`."""

    is_stored: ClassVar[bool] = False


@dataclass(frozen=True)
class Number(Column):
    """A plain decimal, such as 5, 0.75 or -2.5. Zeros at its end say nothing and are not kept."""

    kind: ClassVar[str] = "decimal"
    is_number: ClassVar[bool] = True

    def parse(self, text: str) -> Decimal:
        if not DECIMAL.fullmatch(text):
            raise InvalidCell(f"“{shortened(text)}” is not a plain number. Write one such as 5, 0.75 or -2.5.")
        return Decimal(text)

    def format(self, value: Decimal) -> str:
        return f"{value.normalize() + 0:f}"


@dataclass(frozen=True)
class References(Column):
    """Any number of rows of a table by their paths, with spaces between. Their order says nothing: they are sorted."""

    table: str = ""
    kind: ClassVar[str] = "references"

    def parse(self, text: str) -> tuple[str, ...]:
        return tuple(sorted(set(text.split())))

    def format(self, value: tuple[str, ...]) -> str:
        return " ".join(value)


@dataclass(frozen=True)
class Reference(Column):
    """A row of another table by its path, such as `se7/sen/pathfinder`. `beside` names the cells of its last parts."""

    table: str = ""
    beside: tuple[str, ...] = ()
    kind: ClassVar[str] = "reference"

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.name, *self.beside)

    def parse(self, text: str) -> str:
        return tidy(text)

    def format(self, value: str) -> str:
        return value
