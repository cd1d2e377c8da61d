"""Sums of money as reports state them: exact, or "about", "up to", "over". Pounds, two decimals, never a float."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

PENNY = Decimal("0.01")
LARGEST = Decimal("999999999999.99")
PLAIN = re.compile(r"-?\d{1,12}(\.\d{1,2})?", re.ASCII)
TYPED = re.compile(r"(?P<digits>-?\d[\d,]*(?:\.\d+)?)\s*(?P<scale>k|m|bn|million|billion|thousand)?", re.ASCII)
SCALES = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}


class Qualifier(StrEnum):
    """How firmly a figure was stated."""

    EXACT = "exact"
    ABOUT = "about"
    UP_TO = "up to"
    OVER = "over"


class InvalidMoney(ValueError):
    """The text is not a sum of money; the message says what to write."""


def pounds(value: Decimal) -> Decimal:
    """The one place where money is rounded: half up, to the penny."""
    return value.quantize(PENNY, rounding=ROUND_HALF_UP)


def parse_amount(text: str) -> Decimal:
    """A plain decimal such as `20000` or `20000.50`: the CSV and API form. Nothing is rounded or guessed."""
    if not PLAIN.fullmatch(text):
        raise InvalidMoney(f"“{text}” is not an amount. Write plain pounds such as 20000 or 20000.50.")
    return Decimal(text).quantize(PENNY)


@dataclass(frozen=True)
class QualifiedMoney:
    """An amount in pounds with the word it was stated with."""

    amount: Decimal
    qualifier: Qualifier = Qualifier.EXACT

    def __str__(self) -> str:
        words = short_pounds(self.amount)
        return words if self.qualifier is Qualifier.EXACT else f"{self.qualifier} {words}"


def parse_human(text: str) -> QualifiedMoney:
    """Reads what people type: "£1.25m", "up to £20k", "about 440 million", "1,250.50"."""
    cleaned = re.sub(r"\s+", " ", text.strip().lower())
    qualifier = next((word for word in Qualifier if cleaned.startswith(f"{word} ")), Qualifier.EXACT)
    match = TYPED.fullmatch(cleaned.removeprefix(qualifier).strip().removeprefix("£").strip())
    if not match:
        raise InvalidMoney(f"“{text}” is not an amount. Write it like £20,000, £1.25m or up to £20k.")
    amount = Decimal(match["digits"].replace(",", "")).scaleb(SCALES.get(match["scale"] or "", 0))
    if amount != pounds(amount) or abs(amount) > LARGEST:
        raise InvalidMoney(f"“{text}” is not an amount in pounds and whole pence below £1,000,000,000,000.")
    return QualifiedMoney(pounds(amount), qualifier)


def short_pounds(amount: Decimal) -> str:
    """£20k, £3.75m, £1.57bn where that loses nothing; otherwise full pounds, with pence when there are any."""
    sign, size = ("-" if amount < 0 else ""), abs(amount)
    for power, letter in ((9, "bn"), (6, "m"), (3, "k")):
        scaled = size.scaleb(-power)
        if scaled >= 1 and scaled == scaled.quantize(PENNY) and (scaled < 1000 or letter == "bn"):
            return f"{sign}£{scaled.normalize():f}{letter}"
    return f"{sign}£{full_pounds(size)}"


def full_pounds(amount: Decimal) -> str:
    """Digits with thousands separators, pence only when there are any: 20,000 or 20,000.50."""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
