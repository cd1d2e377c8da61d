from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from partnerships.models import Partnership
from partnerships.querysets import Seen
from partnerships.registers import REGISTERS as PARTNERSHIP_REGISTERS
from savings import overviews
from savings.models import SavingsLine
from savings.registers import REGISTERS as SAVINGS_REGISTERS
from sharedservices.core import rows
from sharedservices.core.registers.declared import Register
from workstreams.registers import REGISTERS as WORKSTREAM_REGISTERS

LINES_SHOWN = 60
register = template.Library()
EVERY_REGISTER: list[Register] = [*PARTNERSHIP_REGISTERS, *WORKSTREAM_REGISTERS, *SAVINGS_REGISTERS]


@register.simple_tag
def record_links(partnership: Partnership) -> list[tuple[str, str]]:
    """Title and address of each register whose rows are not always part of another's. No query."""
    parts = {child.slug for every in EVERY_REGISTER for child in every.children if child.is_part}
    return [(every.title, every.url("list", partnership)) for every in EVERY_REGISTER if every.slug not in parts]


@register.simple_tag
def claim_rows(claims: overviews.Grouped) -> SafeString:
    return rows.render("claims", claims=claims)


@register.inclusion_tag("savings/partials/claim_table.html")
def claim_table(seen: Seen) -> dict[str, Any]:
    """The first lines of the partnership's savings as its reader sees them: one query."""
    visible = SavingsLine.objects.of_seen(seen).for_table().values_list(*overviews.COLUMNS, named=True)
    lines = list(visible[: LINES_SHOWN + 1])
    more = reverse("savings:lines", args=[seen.partnership.slug]) if len(lines) > LINES_SHOWN else ""
    return overviews.by_claim(lines[:LINES_SHOWN]) | {"more": more}
