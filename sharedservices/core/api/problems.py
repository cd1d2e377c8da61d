"""Every "no" of the API as problem details (RFC 9457)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from rest_framework import exceptions, status
from rest_framework.response import Response

from sharedservices.core.errors import Refused, RuleViolation

CONTENT_TYPE = "application/problem+json"
UNSEEN = "There is nothing at this address that you may see."
BODY = "/body"


@dataclass(frozen=True)
class Kind:
    """A sort of problem: its anchor on the page that explains it, its title, and what to do about it."""

    slug: str
    title: str
    advice: str


KINDS = {
    400: Kind(
        "invalid-request",
        "The request is not valid",
        "A parameter or value is unknown or wrong. Each entry of “errors” names one and says what to write.",
    ),
    401: Kind(
        "not-authenticated",
        "Who is asking?",
        "Send a token that is neither expired nor revoked. You make tokens on the page “API tokens”.",
    ),
    403: Kind(
        "refused", "You may not do this", "You can see it, but your roles do not let you do this. “detail” says why."
    ),
    404: Kind(
        "not-found",
        "Not found",
        "It does not exist, or it is not among what you may see: the answer is the same for both.",
    ),
    405: Kind("method-not-allowed", "Not possible here", "Read with GET. Nothing is written through this address."),
    406: Kind("not-acceptable", "No such format", "Ask for application/json, or send no Accept header."),
    409: Kind(
        "conflict", "Not possible now", "The rules or the moment do not allow it. “detail” says what has to come first."
    ),
    415: Kind("unsupported-media-type", "Format not understood", "Send application/json."),
    429: Kind("too-many-requests", "Too many requests", "Wait as many seconds as the Retry-After header says."),
    500: Kind(
        "server-error", "Something went wrong on our side", "Try again. If it stays, tell support the request_id."
    ),
    503: Kind(
        "unavailable", "Not available now", "Wait as many seconds as the Retry-After header says, and try again."
    ),
}


class Conflict(exceptions.APIException):
    """The wrong moment, or values that break a rule."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "rule_violation"


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's EXCEPTION_HANDLER. What is not a refusal stays an exception, so that it is logged as one."""
    refusal = _refusal(error)
    if refusal is None:
        return None
    request = context["request"]
    code = refusal.status_code
    kind = KINDS.get(code, KINDS[400])
    details = list(_errors(refusal.detail, getattr(refusal, "pointer", BODY)))
    body = {
        "type": request.build_absolute_uri(f"{reverse('api-help')}#{kind.slug}"),
        "title": kind.title,
        "status": code,
        "detail": " ".join(entry["detail"] for entry in details),
        "errors": details if isinstance(refusal, exceptions.ValidationError | Conflict) else [],
        "request_id": getattr(request, "id", ""),
    }
    return Response(body, status=code, headers=_headers(refusal), content_type=CONTENT_TYPE)


def unforeseen(request: HttpRequest, status_code: int) -> dict[str, Any]:
    """The problem document of what is answered outside of the API's views. A failure on our side tells nothing of its
    cause, which is in the log under the request id."""
    kind = KINDS[status_code]
    return {
        "type": request.build_absolute_uri(f"{reverse('api-help')}#{kind.slug}"),
        "title": kind.title,
        "status": status_code,
        "detail": kind.advice,
        "errors": [],
        "request_id": getattr(request, "id", ""),
    }


def _refusal(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, RuleViolation):
        return Conflict({error.field: [error.message]} if error.field else error.message)
    if isinstance(error, Refused):
        return exceptions.PermissionDenied(error.reason)
    if isinstance(error, Http404):
        return exceptions.NotFound(UNSEEN)
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    return error if isinstance(error, exceptions.APIException) else None


def _errors(detail: Any, pointer: str) -> Iterator[dict[str, str]]:
    """REST framework's nested lists and dicts as a flat list; a pointer starts with /query or /body."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            whole = name in ("non_field_errors", "__all__")
            yield from _errors(inner, pointer if whole else f"{pointer}/{_escaped(str(name))}")
    elif isinstance(detail, list):
        for position, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _errors(inner, f"{pointer}/{position}" if nested else pointer)
    else:
        yield {"pointer": pointer, "code": getattr(detail, "code", None) or "invalid", "detail": str(detail)}


def _escaped(name: str) -> str:
    """As RFC 6901 writes names in a pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def _headers(refusal: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(refusal, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if (wait := getattr(refusal, "wait", None)) is not None:
        headers["Retry-After"] = str(int(wait))
    return headers
