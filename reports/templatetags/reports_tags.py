from typing import Any

from django import template

from partnerships.models import Partnership
from reports.models import Report, Snapshot

register = template.Library()


@register.inclusion_tag("reports/partials/report_table.html", takes_context=True)
def report_table(context: dict[str, Any], partnership: Partnership) -> dict[str, Any]:
    """The papers about a partnership: one's own council's in the making, and what others published. Two queries."""
    user = context["user"]
    own = Report.objects.visible_to(user).filter(partnership=partnership).for_table()
    papers = Snapshot.objects.visible_to(user).published().defer("content").filter(report__partnership=partnership)
    return {"reports": own, "papers": papers.exclude(report__in=own.values("pk"))}
