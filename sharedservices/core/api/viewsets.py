"""The base of the API's views. Not re-exported by the package: REST framework must be loaded first."""

from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from django_filters import FilterSet
from rest_framework import mixins, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sharedservices.core import reasons
from sharedservices.core.acting import become, current
from sharedservices.core.api.access import Access
from sharedservices.core.api.schema import PortalSchema
from sharedservices.core.scopes import TokenScope

VARIES_BY = ("Accept", "Authorization", "Cookie")


class HeaderError(ValidationError):
    """What is wrong with a header, by its name."""

    pointer = "/header"


def _reason(request: Request) -> str:
    """Why the caller writes, for the history."""
    try:
        return reasons.in_header(request.headers)
    except forms.ValidationError as error:
        raise HeaderError({reasons.HEADER: error.messages}) from error


class ApiView(APIView):
    """What every API view has in common. A view that does not say who may call it does not start."""

    access: ClassVar[Access]
    schema: Any = PortalSchema()

    def __init_subclass__(cls, *, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not abstract and not isinstance(getattr(cls, "access", None), Access):
            raise TypeError(f"{cls.__name__} does not declare its access.")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """The caller is known from here on: the page's session, or the token's owner."""
        self.perform_authentication(request)
        become(replace(current(), user=request.user.pk, token=getattr(request.auth, "pk", None)))
        super().initial(request, *args, **kwargs)
        if request.method not in SAFE_METHODS:
            become(replace(current(), reason=_reason(request)))

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["API-Version"] = str(settings.SPECTACULAR_SETTINGS["VERSION"])
        patch_cache_control(answer, private=True, no_cache=True)
        patch_vary_headers(answer, VARIES_BY)
        return answer


@method_decorator(conditional_page, name="dispatch")
class ScopedViewSet(
    ApiView, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any], abstract=True
):
    """One model's rows, those the caller may see: a hidden one is a missing one (404). Read-only."""

    model: ClassVar[type[Any]]
    scope: ClassVar[TokenScope]
    filterset_class: ClassVar[type[FilterSet] | None] = None
    conditional = True
    lookup_value_regex = r"[0-9]{1,18}"
    http_method_names = ("get", "head", "options")

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name in ("model", "scope"):
            if not hasattr(cls, name):
                raise TypeError(f"{cls.__name__} does not declare its {name}.")

    def get_queryset(self) -> Any:
        """In the model's own queryset class, so that a view goes on with its methods."""
        return self.model.objects.visible_to(self.request.user)
