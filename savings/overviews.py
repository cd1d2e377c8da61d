"""Lines of savings as a page shows them: under their claims, those without any figure apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.urls import reverse

from partnerships.models import Partnership
from savings import rules
from savings.models import SavingsClaim
from sharedservices.core.dates import FuzzyDate
from sharedservices.core.money import QualifiedMoney, Qualifier

KINDS = dict(SavingsClaim.Kind.choices)
STATUSES = {value: words.lower() for value, words in SavingsClaim.Status.choices}
FIGURES = ("forecast", "identified", "achieved")
COLUMNS = (
    *("claim_id", "claim__title", "claim__kind", "claim__status", "claim__due"),
    *("period", "organisation__short_name", "note", "released"),
    *(column for name in FIGURES for column in (name, f"{name}_qualifier")),
)
NOT_REPORTED = "Not yet reported"


@dataclass(frozen=True, slots=True)
class Claim:
    title: str
    kind: str
    status: str
    due: FuzzyDate | None
    history: str


@dataclass(frozen=True, slots=True)
class Line:
    """Figures in words, in the order of FIGURES."""

    period: FuzzyDate
    organisation: str
    note: str
    released: bool
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


@dataclass(frozen=True)
class Own:
    """A council's lines of one claim, as those who release them see them; the text and address of what they can do."""

    claim: str
    organisation: str
    words: str
    actions: list[tuple[str, str]]


def own(groups: Iterable[dict[str, Any]], partnership: Partnership) -> list[Own]:
    """Groups are those of `by_claim_and_council`."""
    return [_own(group, partnership) for group in groups]


def _own(group: dict[str, Any], partnership: Partnership) -> Own:
    count, kept = group["lines"], group["kept"]
    keys = [partnership.slug, group["claim__slug"], group["organisation__slug"]]
    actions = [("Release", reverse("savings:release", args=keys))] if kept else []
    if kept < count and rules.Status(group["claim__status"]) not in rules.SETTLED:
        actions.append(("Take back", reverse("savings:withdraw", args=keys)))
    released = f"{count - kept} released" if count > kept else ""
    words = ", ".join(filter(None, [f"{kept} not released" if kept else "", released]))
    return Own(group["claim__title"], group["organisation__name"], words, actions)


def _has_figures(row: Any) -> bool:
    return any(figure is not None for figure in (row.forecast, row.identified, row.achieved))


def _worded(group: list[Any]) -> tuple[Claim, list[Line]]:
    first = group[0]
    kind, status = KINDS[first.claim__kind], STATUSES[first.claim__status]
    history = reverse("history", args=["savingsclaim", first.claim_id])
    claim = Claim(first.claim__title, kind, status, first.claim__due, history)
    return claim, [_line(row) for row in group]


def _line(row: Any) -> Line:
    figures = [_figure(getattr(row, name), getattr(row, f"{name}_qualifier")) for name in FIGURES]
    return Line(row.period, row.organisation__short_name or "", row.note, row.released, figures)


def _figure(amount: Decimal | None, qualifier: str) -> str:
    return NOT_REPORTED if amount is None else str(QualifiedMoney(amount, Qualifier(qualifier)))
