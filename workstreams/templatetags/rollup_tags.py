from typing import Any

from django import template

from workstreams import rollup
from workstreams.overviews import Overview

register = template.Library()


@register.inclusion_tag("workstreams/partials/rollup.html")
def roll_up(groups: list[tuple[str, list[Overview]]]) -> dict[str, Any]:
    """From the rows of the workstreams' table, grouped as it shows them: no query."""
    return {"rollup": rollup.of(row for _, rows in groups for row in rows)}
