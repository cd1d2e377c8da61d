from typing import Any

from django import template

from partnerships.models import Partnership
from savings.models import SavingsClaim

register = template.Library()


@register.inclusion_tag("savings/partials/claim_table.html", takes_context=True)
def claim_table(context: dict[str, Any], partnership: Partnership) -> dict[str, Any]:
    """The partnership's savings claims as the signed-in person sees them, with their lines: three queries."""
    return {"claims": SavingsClaim.objects.visible_to(context["user"]).filter(partnership=partnership).for_table()}
