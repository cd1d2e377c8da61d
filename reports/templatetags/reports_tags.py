from typing import Any

from django import template

from partnerships.querysets import Seen
from reports.models import Report, Snapshot

register = template.Library()


@register.inclusion_tag("reports/partials/report_table.html")
def report_table(seen: Seen) -> dict[str, Any]:
    """The papers about a partnership: one's own council's in the making, and what others published. At most two
    queries."""
    own = list(Report.objects.of_seen(seen).for_links())
    published = Snapshot.objects.filter(report__partnership=seen.partnership).for_links()
    mine = {report.pk for report in own}
    return {"reports": own, "papers": [paper for paper in published if paper.report_id not in mine]}
