from itertools import groupby
from typing import Any

from django import template

from partnerships.models import Partnership
from partnerships.registers import REGISTERS as PARTNERSHIP_REGISTERS
from savings.models import SavingsLine
from savings.registers import REGISTERS as SAVINGS_REGISTERS
from sharedservices.core.registers.declared import Register
from workstreams.registers import REGISTERS as WORKSTREAM_REGISTERS

register = template.Library()
EVERY_REGISTER: list[Register] = [*PARTNERSHIP_REGISTERS, *WORKSTREAM_REGISTERS, *SAVINGS_REGISTERS]


@register.simple_tag
def record_links(partnership: Partnership) -> list[tuple[str, str]]:
    """Title and address of each register that is not part of another. No query."""
    parts = {child.slug for every in EVERY_REGISTER for child in every.children}
    return [(every.title, every.url("list", partnership)) for every in EVERY_REGISTER if every.slug not in parts]


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
