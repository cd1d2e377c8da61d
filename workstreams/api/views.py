from django.db.models import Prefetch, QuerySet

from sharedservices.core.api import Access
from sharedservices.core.api.viewsets import ScopedViewSet
from workstreams.api.serializers import WorkstreamSerializer
from workstreams.filters import WorkstreamFilter
from workstreams.models import ProgressUpdate, Workstream


class WorkstreamViewSet(ScopedViewSet):
    """The workstreams of your partnerships, each with its newest submitted update and its ratings."""

    access = Access.CALLER
    model = Workstream
    serializer_class = WorkstreamSerializer
    filterset_class = WorkstreamFilter

    def get_queryset(self) -> QuerySet[Workstream]:
        newest = ProgressUpdate.objects.visible_to(self.request.user).submitted().latest_each(1)
        workstreams = super().get_queryset().for_table()
        return workstreams.prefetch_related(Prefetch("updates", newest, to_attr="newest_updates"))
