from typing import Any

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reports.models import Rendition, Report, Snapshot
from sharedservices.core.serializers import (
    BriefSerializer,
    CouncilSerializer,
    FuzzyDateField,
    ResourceSerializer,
    RowSerializer,
)


class CommitteeSerializer(serializers.Serializer):
    """A committee in short."""

    id = serializers.IntegerField(read_only=True)
    code = serializers.CharField(source="slug", read_only=True)
    name = serializers.CharField(read_only=True)


class RenditionSerializer(RowSerializer):
    """A file of a version. Its ETag is its sha256."""

    url = serializers.SerializerMethodField(help_text="Where to download it.")

    class Meta:
        model = Rendition
        fields = ("format", "url", "sha256", "size", "pages", "created_at")

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, rendition: Rendition) -> str:
        snapshot = rendition.snapshot
        address = reverse("reports:download", args=[snapshot.report.reference, snapshot.number, rendition.format])
        url: str = self.context["request"].build_absolute_uri(address)
        return url


class VersionSerializer(RowSerializer):
    """A version of a report, frozen for good. `sha256` is the digest of all it says."""

    renditions = RenditionSerializer(many=True, read_only=True)

    class Meta:
        model = Snapshot
        fields = ("number", "title", "sha256", "created_at", "renditions")


class ReportSerializer(ResourceSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api-reports-detail")
    code = serializers.CharField(source="reference", read_only=True)
    partnership = BriefSerializer(resource="partnerships")
    organisation = CouncilSerializer(source="committee.organisation")
    committee = CommitteeSerializer(read_only=True)
    published = serializers.SerializerMethodField(help_text="The version that everybody may read, if any.")
    versions = VersionSerializer(source="snapshots", many=True, read_only=True, help_text="Newest first.")

    class Meta:
        model = Report
        fields = (
            "id",
            "url",
            "web_url",
            "code",
            "title",
            "purpose",
            "partnership",
            "organisation",
            "committee",
            "meeting_date",
            "data_as_at",
            "by_office",
            "contact_office",
            "status",
            "published_at",
            "published",
            "versions",
            "updated_at",
            "version",
        )

    @extend_schema_field(VersionSerializer(allow_null=True))
    def get_published(self, report: Report) -> dict[str, Any] | None:
        versions = [version for version in report.snapshots.all() if version.pk == report.published_id]
        return VersionSerializer(versions[0], context=self.context).data if versions else None


class PaperSerializer(ResourceSerializer):
    """What a published version says of itself; a correction in the making does not show in it."""

    id = serializers.IntegerField(source="report_id", read_only=True, help_text="The same for every version.")
    url = serializers.HyperlinkedIdentityField(
        view_name="api-papers-detail", lookup_field="report_id", lookup_url_kwarg="id"
    )
    code = serializers.CharField(source="report.reference", read_only=True)
    purpose = serializers.CharField(source="frozen.purpose", read_only=True)
    partnership = BriefSerializer(source="report.partnership", resource="partnerships")
    organisation = CouncilSerializer(source="report.committee.organisation")
    committee = CommitteeSerializer(source="report.committee", read_only=True)
    meeting_date = FuzzyDateField(source="frozen.meeting_date", read_only=True)
    data_as_at = FuzzyDateField(source="frozen.data_as_at", read_only=True)
    published_at = serializers.DateTimeField(source="published_as.published_at", read_only=True)
    renditions = RenditionSerializer(many=True, read_only=True)
    updated_at = serializers.DateTimeField(source="published_as.published_at", read_only=True)
    version = serializers.IntegerField(source="number", read_only=True)

    class Meta:
        model = Snapshot
        fields = (
            "id",
            "url",
            "web_url",
            "code",
            "title",
            "purpose",
            "partnership",
            "organisation",
            "committee",
            "meeting_date",
            "data_as_at",
            "sha256",
            "renditions",
            "published_at",
            "updated_at",
            "version",
        )
