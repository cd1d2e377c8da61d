from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from sharedservices.core.serializers import BriefSerializer, CouncilSerializer, ResourceSerializer, RowSerializer
from workstreams.models import RATINGS, ProgressUpdate, ProjectRating, Workstream


class ProjectRatingSerializer(RowSerializer):
    project = BriefSerializer(resource="projects")

    class Meta:
        model = ProjectRating
        fields = ("project", "rag", "reason")


class ProgressUpdateSerializer(RowSerializer):
    rag_overall = serializers.ChoiceField(
        source="overall", choices=RATINGS, read_only=True, help_text="The worst of the four and of its projects'."
    )
    project_ratings = ProjectRatingSerializer(many=True, read_only=True)

    class Meta:
        model = ProgressUpdate
        fields: tuple[str, ...] = (
            "id",
            "as_of",
            "state",
            "narrative",
            "help_needed",
            "rag_scale",
            "rag_time",
            "rag_cost",
            "rag_delivery",
            "rag_benefits",
            "rag_overall",
            "rag_reason",
            "project_ratings",
            "author_office",
            "submitted_at",
            "updated_at",
            "version",
        )


class RoundBriefSerializer(serializers.Serializer[Any]):
    """The reporting round that an update answers."""

    code = serializers.CharField(source="round_slug", read_only=True)
    title = serializers.CharField(source="round_title", read_only=True)
    due = serializers.DateField(source="round_due", read_only=True)


class UpdateSerializer(ProgressUpdateSerializer, ResourceSerializer):
    """An update as a resource of its own: where it belongs and how its review went."""

    url = serializers.HyperlinkedIdentityField(view_name="api-updates-detail")
    partnership = BriefSerializer(resource="partnerships", source="workstream.partnership")
    workstream = BriefSerializer(resource="workstreams")
    round = serializers.SerializerMethodField(help_text="Null where no reporting round asked for it.")
    return_reason = serializers.SerializerMethodField(help_text="What has to change, while it is returned; else empty.")

    class Meta(ProgressUpdateSerializer.Meta):
        fields = (
            "id",
            "url",
            "web_url",
            "partnership",
            "workstream",
            "round",
            *ProgressUpdateSerializer.Meta.fields[1:],
            "reviewed_at",
            "return_reason",
        )

    @extend_schema_field(RoundBriefSerializer(allow_null=True))
    def get_round(self, update: Any) -> dict[str, Any] | None:
        return RoundBriefSerializer(update).data if update.round_due else None

    def get_return_reason(self, update: ProgressUpdate) -> str:
        """Between its writer and its reviewers, who alone see returned updates."""
        return update.return_reason if update.state == ProgressUpdate.State.RETURNED else ""


class WorkstreamSerializer(ResourceSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api-workstreams-detail")
    code = serializers.CharField(source="slug", read_only=True)
    partnership = BriefSerializer(resource="partnerships")
    lead = CouncilSerializer(allow_null=True)
    latest_update = serializers.SerializerMethodField(help_text="The newest submitted update; null before the first.")

    class Meta:
        model = Workstream
        fields = (
            "id",
            "url",
            "web_url",
            "code",
            "name",
            "partnership",
            "lead",
            "lead_office",
            "purpose",
            "stage",
            "status",
            "is_focus",
            "order",
            "latest_update",
            "updated_at",
            "version",
        )

    @extend_schema_field(ProgressUpdateSerializer(allow_null=True))
    def get_latest_update(self, workstream: Any) -> dict[str, Any] | None:
        newest = workstream.newest_updates
        return ProgressUpdateSerializer(newest[0], context=self.context).data if newest else None
