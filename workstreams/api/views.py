from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from rest_framework.generics import GenericAPIView

from partnerships.models import Partnership
from sharedservices.core.api import Access
from sharedservices.core.api.viewsets import ScopedViewSet
from sharedservices.core.scopes import TokenScope
from workstreams import record_filters as filters
from workstreams.api import record_serializers as serializers
from workstreams.api.serializers import UpdateSerializer, WorkstreamSerializer
from workstreams.filters import WorkstreamFilter
from workstreams.models import Measure, Milestone, ProgressUpdate, Project, ReportingRound, Risk, Workstream


class WorkstreamViewSet(ScopedViewSet):
    """The workstreams of your partnerships, each with its newest submitted update and its ratings."""

    access = Access.CALLER
    scope = TokenScope.PROGRAMME
    model = Workstream
    serializer_class = WorkstreamSerializer
    filterset_class = WorkstreamFilter

    def get_queryset(self) -> QuerySet[Workstream]:
        newest = ProgressUpdate.objects.visible_to(self.request.user).submitted().latest_each(1).with_projects()
        workstreams = super().get_queryset().for_table()
        return workstreams.prefetch_related(Prefetch("updates", newest, to_attr="newest_updates"))


class UpdateViewSet(ScopedViewSet):
    """The updates that were submitted, with their ratings, their projects' and the round they answer; returned ones for
    those who write or review them."""

    access = Access.CALLER
    scope = TokenScope.PROGRAMME
    model = ProgressUpdate
    queryset = ProgressUpdate.objects.none()  # for the schema, which is written without a reader or a database
    serializer_class = UpdateSerializer
    filterset_class = filters.UpdateFilter

    def get_queryset(self) -> QuerySet[ProgressUpdate]:
        sight = Partnership.objects.sight(self.request.user)
        updates = self.model.objects.in_sight(sight, self.request.user).sent().with_round().with_projects()
        return updates.select_related("workstream__partnership").order_by("-as_of_latest", "-pk")


class ByDayMixin(GenericAPIView[Any]):
    """Rows that stand differently from day to day."""

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "today": timezone.localdate()}


class RoundViewSet(ByDayMixin, ScopedViewSet):
    """When your partnerships ask for updates, and where each round stands today."""

    access = Access.CALLER
    scope = TokenScope.PROGRAMME
    model = ReportingRound
    serializer_class = serializers.RoundSerializer
    filterset_class = filters.RoundFilter

    def get_queryset(self) -> QuerySet[ReportingRound]:
        return super().get_queryset().for_table()


class ProjectViewSet(ScopedViewSet):
    """The projects of your partnerships' workstreams, each with those who take part."""

    access = Access.CALLER
    scope = TokenScope.PROGRAMME
    model = Project
    serializer_class = serializers.ProjectSerializer
    filterset_class = filters.ProjectFilter

    def get_queryset(self) -> QuerySet[Project]:
        return super().get_queryset().for_table()


class MilestoneViewSet(ByDayMixin, ScopedViewSet):
    """What your partnerships' workstreams promised to reach, and where each milestone stands today."""

    access = Access.CALLER
    scope = TokenScope.PROGRAMME
    model = Milestone
    serializer_class = serializers.MilestoneSerializer
    filterset_class = filters.MilestoneFilter

    def get_queryset(self) -> QuerySet[Milestone]:
        return super().get_queryset().for_table().select_related("workstream__partnership", "project")


class RiskViewSet(ScopedViewSet):
    """The risks and issues of your partnerships, scored from 1 to 5 before and after mitigation."""

    access = Access.CALLER
    scope = TokenScope.PROGRAMME
    model = Risk
    serializer_class = serializers.RiskSerializer
    filterset_class = filters.RiskFilter

    def get_queryset(self) -> QuerySet[Risk]:
        return super().get_queryset().for_table().select_related("partnership", "workstream", "project")


class MeasureViewSet(ScopedViewSet):
    """What your partnerships measure success by: from where, to where, by when, and the values so far."""

    access = Access.CALLER
    scope = TokenScope.PROGRAMME
    model = Measure
    serializer_class = serializers.MeasureSerializer
    filterset_class = filters.MeasureFilter

    def get_queryset(self) -> QuerySet[Measure]:
        return super().get_queryset().for_table().select_related("partnership", "workstream")
