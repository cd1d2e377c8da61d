from rest_framework import serializers

from partnerships.models import ApiToken, Membership, Organisation, Partnership, RoleGrant, User
from sharedservices.core.serializers import BriefSerializer, CouncilSerializer, ResourceSerializer, RowSerializer


class OrganisationSerializer(RowSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api-organisations-detail")
    code = serializers.CharField(source="slug", read_only=True)

    class Meta:
        model = Organisation
        fields = (
            "id",
            "url",
            "code",
            "gss_code",
            "authority_code",
            "name",
            "short_name",
            "kind",
            "updated_at",
            "version",
        )


class MembershipSerializer(RowSerializer):
    organisation = CouncilSerializer()

    class Meta:
        model = Membership
        fields = ("organisation", "role", "joined", "left")


class PartnershipSerializer(ResourceSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api-partnerships-detail")
    code = serializers.CharField(source="slug", read_only=True)
    members = MembershipSerializer(source="memberships", many=True, read_only=True)

    class Meta:
        model = Partnership
        fields = (
            "id",
            "url",
            "web_url",
            "code",
            "name",
            "acronym",
            "purpose",
            "principles",
            "formed",
            "status",
            "members",
            "updated_at",
            "version",
        )


class GrantSerializer(RowSerializer):
    partnership = BriefSerializer(resource="partnerships", allow_null=True)
    organisation = CouncilSerializer(allow_null=True)

    class Meta:
        model = RoleGrant
        fields = ("role", "partnership", "organisation", "valid_from", "valid_until")


class CallerSerializer(RowSerializer):
    organisation = CouncilSerializer(allow_null=True)

    class Meta:
        model = User
        fields = ("name", "organisation")


class TokenSerializer(RowSerializer):
    organisation = CouncilSerializer(allow_null=True)
    scopes = serializers.ListField(child=serializers.CharField(), read_only=True, help_text="What it reads.")

    class Meta:
        model = ApiToken
        fields = ("name", "prefix", "organisation", "scopes", "expires_at")


class RootSerializer(serializers.Serializer):
    """What the API holds, and whom it takes the caller for."""

    resources = serializers.DictField(child=serializers.URLField(), help_text="Addresses of the lists by name.")
    schema = serializers.URLField()
    documentation = serializers.URLField()
    caller = CallerSerializer()
    grants = GrantSerializer(many=True)
    token = TokenSerializer(allow_null=True, help_text="Empty when the caller is signed in with a browser.")
    data_as_at = serializers.DateTimeField(help_text="The data is live: as at this answer.")
