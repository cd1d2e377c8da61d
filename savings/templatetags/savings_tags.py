from itertools import groupby
from typing import Any

from django import template

from partnerships.models import Partnership
from savings.models import SavingsLine

register = template.Library()


@register.inclusion_tag("savings/partials/claim_table.html", takes_context=True)
def claim_table(context: dict[str, Any], partnership: Partnership) -> dict[str, Any]:
    """The partnership's savings as the signed-in person sees them, line by line under their claims: one query.

    Claims without any figure stand apart: a row for each, not one for each period that was asked about."""
    lines = SavingsLine.objects.visible_to(context["user"]).filter(claim__partnership=partnership).for_table()
    claims = [(claim, list(group)) for claim, group in groupby(lines, key=lambda line: line.claim)]
    return {
        "reported": [(claim, group) for claim, group in claims if any(map(_has_figures, group))],
        "awaited": [(claim, group) for claim, group in claims if not any(map(_has_figures, group))],
    }


def _has_figures(line: SavingsLine) -> bool:
    return any(figure is not None for figure in (line.forecast, line.identified, line.achieved))
