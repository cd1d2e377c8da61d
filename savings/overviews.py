"""Lines of savings as a page shows them: under their claims, those without any figure apart."""

from collections.abc import Iterable
from itertools import groupby

from savings.models import SavingsClaim, SavingsLine

Grouped = list[tuple[SavingsClaim, list[SavingsLine]]]


def by_claim(lines: Iterable[SavingsLine]) -> dict[str, Grouped]:
    """A claim without figures is to be one row, not one for each period that was asked about."""
    claims = [(claim, list(group)) for claim, group in groupby(lines, key=lambda line: line.claim)]
    return {
        "reported": [(claim, group) for claim, group in claims if any(map(_has_figures, group))],
        "awaited": [(claim, group) for claim, group in claims if not any(map(_has_figures, group))],
    }


def _has_figures(line: SavingsLine) -> bool:
    return any(figure is not None for figure in (line.forecast, line.identified, line.achieved))
