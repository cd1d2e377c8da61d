from typing import Any

from django import template

from partnerships.models import Partnership
from savings.models import SavingsLine

register = template.Library()


@register.inclusion_tag("savings/partials/claim_table.html", takes_context=True)
def claim_table(context: dict[str, Any], partnership: Partnership) -> dict[str, Any]:
    """The partnership's savings as the signed-in person sees them, line by line under their claims: one query."""
    return {"lines": SavingsLine.objects.visible_to(context["user"]).filter(claim__partnership=partnership).for_table()}
