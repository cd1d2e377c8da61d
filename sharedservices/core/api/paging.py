import re
from typing import Any

from rest_framework.exceptions import ErrorDetail
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request

from sharedservices.core.api.filtering import ParameterError

WHOLE_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
LARGEST_OFFSET = 999_999_999


class EnvelopePagination(LimitOffsetPagination):
    """`{count, next, previous, results}` by `limit` and `offset`; what is out of range is said, not corrected."""

    default_limit = 50
    max_limit = 1000
    limit_query_description = "How many results to return: 1 to 1000, 50 when it is left out."
    offset_query_description = "How many results to pass over first."
    parameters = (LimitOffsetPagination.limit_query_param, LimitOffsetPagination.offset_query_param)

    def get_limit(self, request: Request) -> int:
        return _number(request, self.limit_query_param, at_least=1, at_most=self.max_limit, default=self.default_limit)

    def get_offset(self, request: Request) -> int:
        return _number(request, self.offset_query_param, at_least=0, at_most=LARGEST_OFFSET, default=0)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        envelope = super().get_paginated_response_schema(schema)
        return {**envelope, "required": ["count", "next", "previous", "results"]}

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        limit, offset = super().get_schema_operation_parameters(view)
        limit["schema"] |= {"minimum": 1, "maximum": self.max_limit, "default": self.default_limit}
        offset["schema"] |= {"minimum": 0, "maximum": LARGEST_OFFSET, "default": 0}
        return [limit, offset]


def _number(request: Request, name: str, *, at_least: int, at_most: int, default: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    number = int(text) if WHOLE_NUMBER.fullmatch(text) else -1
    if not at_least <= number <= at_most:
        told = f"“{name}” is a whole number from {at_least} to {at_most}."
        raise ParameterError({name: [ErrorDetail(told, code="invalid")]})
    return number
