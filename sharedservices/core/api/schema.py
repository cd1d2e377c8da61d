"""How the API describes itself: every operation with its problems and its ETag."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction, OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS

from sharedservices.core import reasons
from sharedservices.core.api.access import Access
from sharedservices.core.api.problems import CONTENT_TYPE, KINDS
from sharedservices.core.models import LONGEST_REASON

WHY = f"Why you do it, in {LONGEST_REASON} characters or fewer, in UTF-8. It stands in the history of what you change."


class ProblemEntrySerializer(serializers.Serializer):
    pointer = serializers.CharField(help_text="Where: /query/<parameter>, /header/<name>, or /body/<field>.")
    code = serializers.CharField(help_text="A word for programs, such as unknown_parameter.")
    detail = serializers.CharField(help_text="A sentence for people.")


class ProblemSerializer(serializers.Serializer):
    """Problem details (RFC 9457)."""

    type = serializers.URLField(help_text="The page that explains this kind of problem.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = ProblemEntrySerializer(many=True)  # type: ignore[assignment]
    request_id = serializers.CharField(help_text="Name it when you ask for help.")


class PortalSchema(AutoSchema):
    def get_override_parameters(self) -> list[Any]:
        return [*self._of_reading(), *self._of_writing()]

    def _of_writing(self) -> list[Any]:
        if self.method in SAFE_METHODS:
            return []
        return [OpenApiParameter(reasons.HEADER, str, "header", description=WHY)]

    def _of_reading(self) -> list[Any]:
        if not self._is_conditional():
            return []
        return [
            OpenApiParameter(
                "If-None-Match", str, "header", description="An earlier answer's ETag: 304 when nothing changed."
            ),
            OpenApiParameter("ETag", str, "header", response=[200], description="Changes whenever the answer does."),
        ]

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        if self._is_conditional():
            bodies["304"] = {"description": "Nothing has changed since the ETag you sent."}
        for code in self._problems():
            response = OpenApiResponse(ProblemSerializer, description=KINDS[code].title)
            bodies[str(code)] = self._get_response_for_code(response, str(code), [CONTENT_TYPE], direction)
        return bodies

    def _is_conditional(self) -> bool:
        return bool(getattr(self.view, "conditional", False))

    def _problems(self) -> list[int]:
        caller = [401] if getattr(self.view, "access", None) is Access.CALLER else []
        missing = [404] if getattr(self.view, "detail", False) else []
        return [400, *caller, *missing, 406, 429]
