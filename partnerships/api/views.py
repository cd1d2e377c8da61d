from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from partnerships.api.serializers import OrganisationSerializer, PartnershipSerializer, RootSerializer
from partnerships.filters import OrganisationFilter, PartnershipFilter
from partnerships.models import ApiToken, Membership, Organisation, Partnership
from sharedservices.core.api import Access
from sharedservices.core.api.viewsets import ApiView, ScopedViewSet
from sharedservices.core.scopes import TokenScope


class RootView(ApiView):
    """The resources, who is calling, and as at when the data is."""

    access = Access.CALLER
    resources: ClassVar[Iterable[str]] = ()

    @extend_schema(responses=RootSerializer)
    def get(self, request: Request) -> Response:
        caller: Any = request.user
        grants = caller.grants.in_force()
        content = {
            "resources": {name: reverse(f"api-{name}-list", request=request) for name in self.resources},
            "schema": reverse("api-schema", request=request),
            "documentation": reverse("api-help", request=request),
            "caller": request.user,
            "grants": grants.select_related("partnership", "organisation"),
            "token": request.auth if isinstance(request.auth, ApiToken) else None,
            "data_as_at": timezone.now(),
        }
        return Response(RootSerializer(content, context={"request": request}).data)


class OrganisationViewSet(ScopedViewSet):
    """Your own organisations, and everyone in your partnerships."""

    access = Access.CALLER
    scope = TokenScope.PROGRAMME
    model = Organisation
    serializer_class = OrganisationSerializer
    filterset_class = OrganisationFilter

    def get_queryset(self) -> QuerySet[Organisation]:
        return super().get_queryset().order_by("name", "pk")


class PartnershipViewSet(ScopedViewSet):
    """Partnerships that you, or a council you act for, have a part in, each with its members."""

    access = Access.CALLER
    scope = TokenScope.PROGRAMME
    model = Partnership
    serializer_class = PartnershipSerializer
    filterset_class = PartnershipFilter

    def get_queryset(self) -> QuerySet[Partnership]:
        members = Membership.objects.visible_to(self.request.user).for_table()
        return super().get_queryset().for_table().prefetch_related(Prefetch("memberships", members))
