"""Filters that say what is wrong instead of ignoring it. One FilterSet of them serves a list's page and its API."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import django_filters
from django.core.validators import EMPTY_VALUES
from django.db.models import Q, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

Choices = Iterable[tuple[str, Any]]


def _told(choices: Choices) -> dict[str, str]:
    """Names every choice: the Design System's rule for errors, and the quickest documentation."""
    values = ", ".join(f"“{value}”" for value, _ in choices if value)
    return {"invalid_choice": f"“%(value)s” is not known here. Use one of: {values}."}


class ChoicesFilter(django_filters.MultipleChoiceFilter):
    """`status=active&status=closed`: any of them."""

    def __init__(self, *, choices: Choices, **kwargs: Any) -> None:
        super().__init__(choices=list(choices), error_messages=_told(choices), distinct=False, **kwargs)


@extend_schema_field(OpenApiTypes.BOOL)
class FlagFilter(django_filters.TypedChoiceFilter):
    """`true` or `false`; Django's own filter takes any other word for "all"."""

    CHOICES = (("true", "Yes"), ("false", "No"))

    def __init__(self, **kwargs: Any) -> None:
        told = _told(self.CHOICES)
        super().__init__(choices=self.CHOICES, coerce=lambda text: text == "true", error_messages=told, **kwargs)


class CodesFilter(django_filters.ModelMultipleChoiceFilter):
    """Rows that belong to one of the named others. `scope` gives those the user may see: hidden is unknown."""

    def __init__(self, *, scope: Callable[[Any], QuerySet[Any]], **kwargs: Any) -> None:
        super().__init__(
            queryset=lambda request: scope(request.user),
            to_field_name="slug",
            error_messages={"invalid_choice": "“%(value)s” is not the code of anything you may see."},
            **kwargs,
        )

    def get_filter_predicate(self, v: Any) -> dict[str, Any]:
        """By the row itself; the base would compare the relation with the code."""
        return {self.field_name: v}


class SearchFilter(django_filters.CharFilter):
    """Rows that have the text in one of the fields, whatever its case."""

    def __init__(self, *, fields: Iterable[str], **kwargs: Any) -> None:
        self.fields = tuple(fields)
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if value in EMPTY_VALUES:
            return qs
        found = Q()
        for name in self.fields:
            found |= Q(**{f"{name}__icontains": value})
        return qs.filter(found)


class Ordering(django_filters.OrderingFilter):
    """`ordering=-name,code` by the named columns; equal rows keep one order, so no page repeats or loses a row."""

    def __init__(self, *, fields: Mapping[str, str], **kwargs: Any) -> None:
        told = _told((name, name) for name in fields.values())
        super().__init__(fields=fields, error_messages=told, **kwargs)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if value in EMPTY_VALUES:
            return qs
        return qs.order_by(*(self.get_ordering_value(name) for name in value if name), "pk")
