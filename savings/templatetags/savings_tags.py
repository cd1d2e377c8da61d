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
from sharedservices.core.prepared import Given, Prepared
from sharedservices.core.registers.declared import Register
from workstreams.registers import REGISTERS as WORKSTREAM_REGISTERS

LINES_SHOWN = 60
FIRST_LINES = Prepared(
    lambda: (
        SavingsLine.objects.filter(claim__partnership=Given("partnership"))
        .told_to(own=Given("own"), managed=Given("managed"))
        .for_table()
        .values_list(*overviews.COLUMNS)[: LINES_SHOWN + 1]
    )
)
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
    held = {"own": list(seen.held.organisations()), "managed": list(seen.held.managed)}
    lines = FIRST_LINES(partnership=seen.partnership.pk, **held)
    more = reverse("savings:lines", args=[seen.partnership.slug]) if len(lines) > LINES_SHOWN else ""
    return overviews.by_claim(lines[:LINES_SHOWN]) | {"more": more}
