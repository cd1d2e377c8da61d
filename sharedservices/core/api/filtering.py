"""Filters that take no unknown word: a typing error must never answer with every row there is."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from django_filters.utils import translate_validation
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request


class ParameterError(ValidationError):
    """What is wrong with the address' query, by parameter."""

    pointer = "/query"


def refuse_unknown(given: Iterable[str], known: Iterable[str]) -> None:
    """Raises ParameterError with the nearest known name for each parameter that is not known."""
    allowed = sorted(known)
    unknown = {name: [_unknown(name, allowed)] for name in given if name not in allowed}
    if unknown:
        raise ParameterError(unknown)


def _unknown(name: str, allowed: list[str]) -> ErrorDetail:
    nearest = get_close_matches(name, allowed, n=1)
    hint = f"Did you mean “{nearest[0]}”?" if nearest else f"Known here: {', '.join(allowed) or 'none'}."
    return ErrorDetail(f"There is no parameter “{name}”. {hint}", code="unknown_parameter")


class StrictFilterBackend(DjangoFilterBackend):
    """The view's FilterSet, where every parameter has to be known. A single object takes none."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        if getattr(view, "detail", False):
            refuse_unknown(request.query_params, [])
            return queryset
        refuse_unknown(request.query_params, self.parameters(view))
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            raise ParameterError(translate_validation(filterset.errors).detail)
        rows: QuerySet[Any] = filterset.qs
        return rows

    def parameters(self, view: Any) -> list[str]:
        """Every name that a list takes: its filters, and those of its pages."""
        filterset = self.get_filterset_class(view)
        filters = list(filterset.base_filters) if filterset else []
        return [*filters, *getattr(view.pagination_class, "parameters", [])]
