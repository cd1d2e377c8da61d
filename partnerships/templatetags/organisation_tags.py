from typing import Any

from django import template

from partnerships import succession
from partnerships.models import Membership, Organisation

register = template.Library()


@register.filter
def ended(organisation: Organisation) -> str:
    """What became of it, for a line that names it; nothing for one that goes on."""
    return succession.ended(organisation)


@register.inclusion_tag("partnerships/partials/organisation_ties.html", takes_context=True)
def organisation_ties(context: dict[str, Any], organisation: Organisation) -> dict[str, Any]:
    """Which partnerships it is or was in, its districts, and who was there before and after: as far as the signed-in
    person sees them."""
    user = context["user"]
    memberships = Membership.objects.visible_to(user).filter(organisation=organisation)
    visible = Organisation.objects.visible_to(user).for_table()
    return {
        "memberships": memberships.select_related("partnership").order_by("partnership__name", "pk"),
        "kin": [
            ("Districts", visible.filter(county=organisation)),
            ("Took over from", visible.filter(successors=organisation)),
            ("Succeeded by", visible.filter(predecessors=organisation)),
        ],
    }
