"""Request ids, what holds for every request, and the one place where a refusal below the views becomes an answer."""

import re
import uuid
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from sharedservices.core.acting import Actor, acting
from sharedservices.core.api import problems
from sharedservices.core.errors import Refused, RuleViolation

FOR_PROGRAMS = re.compile(r"/api/.")  # and not the page /api/ itself
HTTPS_ONLY = "Use the address with https://. If you sent a token, others may have read it: revoke it and make another."
GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
Handler = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Takes a caller's well-formed X-Request-ID or makes one; logs and answers carry it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        request.id = request_id  # type: ignore[attr-defined]
        request.META["HTTP_X_REQUEST_ID"] = request_id
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class PlainHttpMiddleware:
    """Programs are refused plain HTTP. Led on like a browser, they would go on to send their token in the clear."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.is_secure() or not settings.SECURE_SSL_REDIRECT or not FOR_PROGRAMS.match(request.path):
            return self.get_response(request)
        status = HTTPStatus.FORBIDDEN
        content = problems.unforeseen(request, status) | {"title": "HTTPS only", "detail": HTTPS_ONLY}
        return JsonResponse(content, status=status, content_type=problems.CONTENT_TYPE)


class PrivateMiddleware:
    """What somebody signed in sees is kept nowhere, unless the view says otherwise; signing out empties the rest."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if was_signed_in and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        if was_signed_in and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


class ActingMiddleware:
    """A request is one transaction, on behalf of who is signed in. What is refused (400 and above) changes nothing.

    Behind the authentication, before everything that reads rows. Probes do without: they answer without a database.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in settings.PROBES:
            return self.get_response(request)
        actor = Actor(user=request.user.pk, request=request.id)  # type: ignore[attr-defined]
        with acting(actor), transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= HTTPStatus.BAD_REQUEST:
                transaction.set_rollback(True)
            return response


class RefusalMiddleware:
    """A refusal that a page did not show on its form: 403 with the reason, 409 for the wrong moment."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            return render(request, "403.html", {"reason": error.reason}, status=403)
        if isinstance(error, RuleViolation):
            return render(request, "409.html", {"reason": error.message}, status=409)
        return None
