from typing import Any

from django import template

from partnerships.models import Partnership
from reports.models import Report

register = template.Library()


@register.inclusion_tag("reports/partials/report_table.html", takes_context=True)
def report_table(context: dict[str, Any], partnership: Partnership) -> dict[str, Any]:
    """The papers about a partnership that the signed-in person may see: one query."""
    return {"reports": Report.objects.visible_to(context["user"]).filter(partnership=partnership).for_table()}
