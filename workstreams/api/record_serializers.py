"""What a programme keeps beside its workstreams and updates: rounds, projects, milestones, risks, measures."""

from typing import Any

from rest_framework import serializers

from sharedservices.core.serializers import BriefSerializer, CouncilSerializer, ResourceSerializer, RowSerializer
from workstreams import rules
from workstreams.models import Measure, MeasureValue, Milestone, Participation, Project, ReportingRound, Risk

ROUND_STATES = [(state.name.lower(), state.value) for state in rules.RoundState]
TIMINGS = [(timing.name.lower(), timing.value) for timing in rules.Timing]


class RoundSerializer(ResourceSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api-rounds-detail")
    code = serializers.CharField(source="slug", read_only=True)
    partnership = BriefSerializer(resource="partnerships")
    state = serializers.ChoiceField(
        source="stands", choices=ROUND_STATES, read_only=True, help_text="Where the round stands today."
    )

    class Meta:
        model = ReportingRound
        fields = (
            "id",
            "url",
            "web_url",
            "code",
            "title",
            "partnership",
            "cadence",
            "period",
            "opens",
            "due",
            "closes",
            "state",
            "updated_at",
            "version",
        )

    def to_representation(self, instance: Any) -> Any:
        instance.stands = instance.state(on=self.context["today"]).name.lower()
        return super().to_representation(instance)


class ParticipationSerializer(RowSerializer):
    organisation = CouncilSerializer(allow_null=True, help_text="Null where only a number is known: see “unnamed”.")

    class Meta:
        model = Participation
        fields = ("organisation", "role", "unnamed", "begins", "ends", "note")


class ProjectSerializer(RowSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api-projects-detail")
    code = serializers.CharField(source="slug", read_only=True)
    partnership = BriefSerializer(resource="partnerships", source="workstream.partnership")
    workstream = BriefSerializer(resource="workstreams")
    participations = ParticipationSerializer(many=True, read_only=True)

    class Meta:
        model = Project
        fields = (
            "id",
            "url",
            "code",
            "name",
            "partnership",
            "workstream",
            "summary",
            "kind",
            "stage",
            "start",
            "end",
            "programme",
            "is_pathfinder",
            "legal_form",
            "participations",
            "order",
            "note",
            "updated_at",
            "version",
        )


class MilestoneSerializer(RowSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api-milestones-detail")
    code = serializers.CharField(source="slug", read_only=True)
    partnership = BriefSerializer(resource="partnerships", source="workstream.partnership")
    workstream = BriefSerializer(resource="workstreams")
    project = BriefSerializer(resource="projects", allow_null=True)
    timing = serializers.ChoiceField(
        source="stands", choices=TIMINGS, read_only=True, help_text="Where the milestone stands today."
    )

    class Meta:
        model = Milestone
        fields = (
            "id",
            "url",
            "code",
            "title",
            "partnership",
            "workstream",
            "project",
            "baseline",
            "forecast",
            "actual",
            "timing",
            "evidence",
            "note",
            "updated_at",
            "version",
        )

    def to_representation(self, instance: Any) -> Any:
        instance.stands = instance.timing(on=self.context["today"]).name.lower()
        return super().to_representation(instance)


class RiskSerializer(RowSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api-risks-detail")
    code = serializers.CharField(source="slug", read_only=True)
    partnership = BriefSerializer(resource="partnerships")
    workstream = BriefSerializer(resource="workstreams", allow_null=True)
    project = BriefSerializer(resource="projects", allow_null=True)

    class Meta:
        model = Risk
        fields = (
            "id",
            "url",
            "code",
            "kind",
            "title",
            "partnership",
            "workstream",
            "project",
            "cause",
            "effect",
            "likelihood",
            "impact",
            "mitigation",
            "likelihood_after",
            "impact_after",
            "proximity",
            "owner_office",
            "review",
            "state",
            "note",
            "updated_at",
            "version",
        )


class MeasureValueSerializer(RowSerializer):
    class Meta:
        model = MeasureValue
        fields = ("period", "kind", "value", "words", "note")


class MeasureSerializer(RowSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api-measures-detail")
    code = serializers.CharField(source="slug", read_only=True)
    partnership = BriefSerializer(resource="partnerships")
    workstream = BriefSerializer(resource="workstreams", allow_null=True)
    values = MeasureValueSerializer(many=True, read_only=True)

    class Meta:
        model = Measure
        fields = (
            "id",
            "url",
            "code",
            "name",
            "partnership",
            "workstream",
            "unit",
            "direction",
            "baseline",
            "baseline_value",
            "target",
            "target_value",
            "due",
            "owner_office",
            "values",
            "order",
            "note",
            "updated_at",
            "version",
        )
