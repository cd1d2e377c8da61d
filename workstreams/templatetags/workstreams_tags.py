from typing import Any

from django import template
from django.utils import timezone

from partnerships.models import Partnership
from workstreams import overviews

register = template.Library()


@register.inclusion_tag("workstreams/partials/workstream_table.html", takes_context=True)
def workstream_table(context: dict[str, Any], partnership: Partnership) -> dict[str, Any]:
    """The partnership's workstreams as the signed-in person sees them: three queries, however many there are."""
    rows = overviews.of_partnership(partnership, user=context["user"], on=timezone.localdate())
    return {"groups": overviews.grouped(rows), "partnership": partnership}
