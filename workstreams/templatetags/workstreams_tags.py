from functools import cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from partnerships import permissions
from partnerships.querysets import Seen
from sharedservices.core import rows as lines
from workstreams import overviews, rules
from workstreams.listing import Choice

register = template.Library()


@register.inclusion_tag("workstreams/partials/workstream_table.html")
def workstream_table(seen: Seen) -> dict[str, Any]:
    """The partnership's workstreams: two queries, however many there are."""
    rows = overviews.of_partnership(seen, on=timezone.localdate())
    may_keep = permissions.can_keep_seen(seen)
    return {"groups": overviews.grouped(rows), "partnership": seen.partnership, "may_keep": may_keep}


@register.simple_tag
def standing_rows(rows: list[overviews.Overview], *, partnerships: bool = False) -> SafeString:
    """Of a table of workstreams; `partnerships`: each with the name of its partnership."""
    return lines.render("standing", rows=rows, partnerships=partnerships, ratings=_ratings())


@cache
def _ratings() -> dict[rules.Rag, SafeString]:
    return {rag: render_to_string("partials/rag.html", {"rag": rag.value}) for rag in rules.Rag}


@register.simple_tag
def options(choice: Choice) -> SafeString:
    """Of a drop-down that may have a thousand."""
    return lines.render("options", choice=choice)
