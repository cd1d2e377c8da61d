from typing import Any

from django import template

from partnerships.models import User
from workstreams.models import WorkstreamLead

register = template.Library()


@register.inclusion_tag("workstreams/partials/workstreams_led_by.html", takes_context=True)
def workstreams_led_by(context: dict[str, Any], person: User) -> dict[str, Any]:
    """The workstreams that a person leads now, of those that the signed-in person sees."""
    leads = WorkstreamLead.objects.visible_to(context["user"]).in_force().filter(user=person)
    return {"leads": leads.select_related("workstream__partnership", "granted_by").order_by("workstream__name", "pk")}
