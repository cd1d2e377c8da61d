import django_filters

from partnerships.models import Organisation, Partnership
from reports.models import Report, Snapshot
from sharedservices.core.filters import ChoicesFilter, CodesFilter, Ordering, SearchFilter


class ReportFilter(django_filters.FilterSet):
    q = SearchFilter(fields=("title", "purpose", "reference"), help_text="Text in the title, purpose or reference.")
    reference = django_filters.CharFilter(help_text="The report's reference.")
    partnership = CodesFilter(
        field_name="partnership",
        scope=Partnership.objects.visible_to,
        distinct=False,
        help_text="Code of the partnership it is about; repeat for several.",
    )
    organisation = CodesFilter(
        field_name="committee__organisation",
        scope=Organisation.objects.visible_to,
        distinct=False,
        help_text="Code of the council whose report it is; repeat for several.",
    )
    status = ChoicesFilter(choices=Report.Status.choices, help_text="Status; repeat for several.")
    meeting_date__gte = django_filters.DateFilter(
        "meeting_earliest", "gte", help_text="Meetings on or after this day, as 2011-11-09."
    )
    meeting_date__lte = django_filters.DateFilter(
        "meeting_earliest", "lte", help_text="Meetings on or before this day, as 2011-11-09."
    )
    ordering = Ordering(
        fields={
            "meeting_earliest": "meeting_date",
            "reference": "reference",
            "status": "status",
            "updated_at": "updated_at",
        },
        help_text="meeting_date, reference, status or updated_at; “-” in front turns the order round.",
    )

    class Meta:
        model = Report
        fields: tuple[str, ...] = ()


class PaperFilter(django_filters.FilterSet):
    q = SearchFilter(fields=("title", "report__reference"), help_text="Text in the title or reference.")
    reference = django_filters.CharFilter("report__reference", help_text="The paper's reference.")
    partnership = django_filters.CharFilter(
        "report__partnership__slug", help_text="Code of the partnership it is about, also of one you are not in."
    )
    organisation = django_filters.CharFilter(
        "report__committee__organisation__slug", help_text="Code of the council whose paper it is."
    )
    ordering = Ordering(
        fields={"published_as__published_at": "published_at", "report__reference": "reference"},
        help_text="published_at or reference; “-” in front turns the order round.",
    )

    class Meta:
        model = Snapshot
        fields: tuple[str, ...] = ()
