from typing import Any

from django import template
from django.utils import timezone

from partnerships.querysets import Seen
from workstreams import overviews

register = template.Library()


@register.inclusion_tag("workstreams/partials/workstream_table.html")
def workstream_table(seen: Seen) -> dict[str, Any]:
    """The partnership's workstreams: two queries, however many there are."""
    rows = overviews.of_partnership(seen, on=timezone.localdate())
    return {"groups": overviews.grouped(rows), "partnership": seen.partnership}
