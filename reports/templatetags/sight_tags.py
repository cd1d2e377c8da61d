from typing import Any

from django import template

from partnerships.models import Partnership
from reports import sights

DEMONSTRATED = "se7"
register = template.Library()


@register.inclusion_tag("reports/partials/sights.html")
def sights_of_the_demonstration(accounts: Any) -> dict[str, Any]:
    """Nothing until the demonstration is loaded."""
    partnership = Partnership.objects.filter(slug=DEMONSTRATED).first()
    seen = sights.of(partnership, accounts) if partnership else []
    return {"partnership": partnership, "sights": seen, "heads": sights.HEADS}
