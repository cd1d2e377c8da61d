"""Lines of savings as a page shows them: under their claims, those without any figure apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from savings.models import SavingsClaim
from sharedservices.core.dates import FuzzyDate
from sharedservices.core.money import QualifiedMoney, Qualifier

KINDS = dict(SavingsClaim.Kind.choices)
STATUSES = {value: words.lower() for value, words in SavingsClaim.Status.choices}
FIGURES = ("forecast", "identified", "achieved")
COLUMNS = (
    *("claim_id", "claim__title", "claim__kind", "claim__status", "claim__due"),
    *("period", "organisation__short_name", "note"),
    *(column for name in FIGURES for column in (name, f"{name}_qualifier")),
)
NOT_REPORTED = "Not yet reported"


@dataclass(frozen=True, slots=True)
class Claim:
    title: str
    kind: str
    status: str
    due: FuzzyDate | None


@dataclass(frozen=True, slots=True)
class Line:
    """Figures in words, in the order of FIGURES."""

    period: FuzzyDate
    organisation: str
    note: str
    figures: list[str]


Grouped = list[tuple[Claim, list[Line]]]


def by_claim(rows: Iterable[Any]) -> dict[str, Grouped]:
    """Rows are `values_list(*COLUMNS, named=True)` of lines, claim by claim. A claim without figures is to be one row,
    not one for each period that was asked about."""
    claims = [list(group) for _, group in groupby(rows, key=lambda row: row.claim_id)]
    return {
        "reported": [_worded(group) for group in claims if any(map(_has_figures, group))],
        "awaited": [_worded(group) for group in claims if not any(map(_has_figures, group))],
    }


def _has_figures(row: Any) -> bool:
    return any(figure is not None for figure in (row.forecast, row.identified, row.achieved))


def _worded(group: list[Any]) -> tuple[Claim, list[Line]]:
    first = group[0]
    claim = Claim(first.claim__title, KINDS[first.claim__kind], STATUSES[first.claim__status], first.claim__due)
    return claim, [_line(row) for row in group]


def _line(row: Any) -> Line:
    figures = [_figure(getattr(row, name), getattr(row, f"{name}_qualifier")) for name in FIGURES]
    return Line(row.period, row.organisation__short_name or "", row.note, figures)


def _figure(amount: Decimal | None, qualifier: str) -> str:
    return NOT_REPORTED if amount is None else str(QualifiedMoney(amount, Qualifier(qualifier)))
