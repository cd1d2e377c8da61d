"""The answer when something broke that nobody caught: Django's handler500."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from sharedservices.core.api import problems

TRY_AGAIN_AFTER = "10"


def server_error(request: HttpRequest) -> HttpResponse:
    """503 while the database is away, 500 otherwise; under /api/ as a problem document. Never asks the database."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status = 503 if away else 500
    response: HttpResponse
    if request.path.startswith("/api/"):
        content = problems.unforeseen(request, status)
        response = JsonResponse(content, status=status, content_type=problems.CONTENT_TYPE)
    else:
        response = HttpResponse(render_to_string(f"{status}.html"), status=status)
    if away:
        response["Retry-After"] = TRY_AGAIN_AFTER
    return response
