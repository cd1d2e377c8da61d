from collections.abc import Mapping
from typing import Any, ClassVar, NoReturn

from django.contrib.auth.decorators import login_not_required
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from sharedservices.core.api.access import Access, DenyByDefault
from sharedservices.core.api.paging import EnvelopePagination
from sharedservices.core.api.problems import KINDS, UNSEEN
from sharedservices.core.api.viewsets import ApiView, ScopedViewSet

Resources = Mapping[str, type[ScopedViewSet]]


class SchemaView(ApiView, SpectacularJSONAPIView):
    """The API's description, for everybody: it holds no data."""

    access = Access.PUBLIC
    permission_classes = (DenyByDefault,)


class UnknownAddressView(ApiView):
    """An address that the API does not have: a problem like any other, not a page."""

    access = Access.PUBLIC
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        super().initial(request, *args, **kwargs)
        raise NotFound(UNSEEN)


@method_decorator(login_not_required, name="dispatch")
class DocumentationView(TemplateView):
    """How to call the API: token, recipes, resources, problems. For everybody."""

    template_name = "api/docs.html"
    resources: ClassVar[Resources] = {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            base=self.request.build_absolute_uri("/").rstrip("/"),
            resources=[_described(name, viewset) for name, viewset in self.resources.items()],
            problems=KINDS.items(),
            pages=EnvelopePagination,
        )


def _described(name: str, viewset: type[ScopedViewSet]) -> dict[str, Any]:
    filters = viewset.filterset_class.base_filters if viewset.filterset_class else {}
    return {
        "name": name,
        "address": reverse(f"api-{name}-list"),
        "about": (viewset.__doc__ or "").strip(),
        "parameters": [(parameter, field.extra.get("help_text", "")) for parameter, field in filters.items()],
    }
