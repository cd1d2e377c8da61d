from typing import Any

from django import template
from django.template.context import Context

from partnerships import permissions
from partnerships.models import Partnership

register = template.Library()


@register.inclusion_tag("partnerships/partials/workbook_links.html", takes_context=True)
def workbook_links(context: Context, partnership: Partnership) -> dict[str, Any]:
    """Out as a workbook for everybody who is here, back in for those who may. One query."""
    return {"partnership": partnership, "may_import": permissions.can_import(context["request"].user)}
