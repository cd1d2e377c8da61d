from typing import Any

from django import template
from django.urls import reverse

from partnerships.querysets import Seen
from reports.models import Report, Snapshot
from sharedservices.core.prepared import Given, Prepared

register = template.Library()
PUBLISHED = Prepared(
    lambda: (
        Snapshot.objects.published()
        .filter(report__partnership=Given("partnership"))
        .values_list(
            *("report_id", "report__reference", "title", "meeting_date", "report__committee__name"),
            "report__committee__organisation__short_name",
        )
    )
)


@register.inclusion_tag("reports/partials/report_table.html")
def report_table(seen: Seen) -> dict[str, Any]:
    """The papers about a partnership: one's own council's in the making, and what others published. At most two
    queries."""
    own = list(Report.objects.of_seen(seen).for_links())
    mine = {report.pk for report in own}
    published = [paper for paper in PUBLISHED(partnership=seen.partnership.pk) if paper.report_id not in mine]
    papers = [(paper, reverse("reports:paper", args=[paper.report__reference])) for paper in published]
    return {"reports": own, "papers": papers}
