from typing import Any

from django import template

from partnerships.models import Organisation
from workstreams.models import Workstream

register = template.Library()


@register.inclusion_tag("workstreams/partials/led_workstreams.html", takes_context=True)
def led_workstreams(context: dict[str, Any], organisation: Organisation) -> dict[str, Any]:
    """The workstreams that an organisation leads, as far as the signed-in person sees them. One query."""
    visible = Workstream.objects.visible_to(context["user"]).filter(lead=organisation)
    return {"workstreams": visible.select_related("partnership").order_by("partnership__name", "name", "pk")}
