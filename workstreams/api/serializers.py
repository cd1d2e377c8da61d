from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from sharedservices.core.serializers import BriefSerializer, CouncilSerializer, ResourceSerializer, RowSerializer
from workstreams.models import RATINGS, ProgressUpdate, Workstream


class ProgressUpdateSerializer(RowSerializer):
    rag_overall = serializers.ChoiceField(
        source="overall", choices=RATINGS, read_only=True, help_text="The worst of the four."
    )

    class Meta:
        model = ProgressUpdate
        fields = (
            "id",
            "as_of",
            "narrative",
            "help_needed",
            "rag_scale",
            "rag_time",
            "rag_cost",
            "rag_delivery",
            "rag_benefits",
            "rag_overall",
            "rag_reason",
            "author_office",
            "submitted_at",
            "updated_at",
            "version",
        )


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
