from django.db.models import JSONField, Prefetch, QuerySet
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast

from reports.api.serializers import PaperSerializer, ReportSerializer
from reports.filters import PaperFilter, ReportFilter
from reports.models import Rendition, Report, Snapshot
from sharedservices.core.api import Access
from sharedservices.core.api.viewsets import ScopedViewSet
from sharedservices.core.scopes import TokenScope


class ReportViewSet(ScopedViewSet):
    """The reports of councils you are an officer of, published or not, with every version and its files."""

    access = Access.CALLER
    scope = TokenScope.REPORTS
    model = Report
    serializer_class = ReportSerializer
    filterset_class = ReportFilter

    def get_queryset(self) -> QuerySet[Report]:
        user = self.request.user
        files = Prefetch("renditions", Rendition.objects.visible_to(user))
        versions = Snapshot.objects.visible_to(user).defer("content").order_by("-number").prefetch_related(files)
        reports = super().get_queryset().for_table().select_related(None)
        reports = reports.select_related("committee__organisation", "partnership")
        return reports.prefetch_related(Prefetch("snapshots", versions))


class PaperViewSet(ScopedViewSet):
    """Every council's published papers, as frozen: title, digest and files of the version that everybody may read."""

    access = Access.CALLER
    scope = TokenScope.REPORTS
    model = Snapshot
    serializer_class = PaperSerializer
    filterset_class = PaperFilter
    lookup_field = "report_id"
    lookup_url_kwarg = "id"

    def get_queryset(self) -> QuerySet[Snapshot]:
        user = self.request.user
        frozen = KeyTransform("report", Cast("content", JSONField()))
        return (
            super()
            .get_queryset()
            .published()
            .defer("content")
            .annotate(frozen=frozen)
            .prefetch_related(Prefetch("renditions", Rendition.objects.visible_to(user)))
        )
