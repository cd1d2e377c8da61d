"""One effect of one form, however often it is sent: by a double click, a reload, or a caller that heard no answer.

A form carries a key (`{% once %}`), a programme the header `Idempotency-Key`. The key is stored in the transaction of
the effect; who sends the same again is led to what came of it, and the same key with something else in it is refused.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, OperationalError, transaction
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from psycopg2.errors import LockNotAvailable

from sharedservices.core.digests import digest_of
from sharedservices.core.models import Sent

FIELD, HEADER, CAME_OF = "once", "Idempotency-Key", "came_of"
KEPT = timedelta(days=1)
DONE = "You sent this form twice. It was done once, and this is what came of it."
OTHER = "This form was sent already with something else in it. Go back, reload the page and send it again."
UNDER_WAY = "You sent this form a moment ago and it is being worked on. Wait a little, then reload the page."


class OnceMiddleware:
    """Inside the request's transaction, behind the authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not request.user.is_authenticated:
            return self.get_response(request)
        key = request.headers.get(HEADER) or request.POST.get(FIELD, "")
        if not key:
            return self.get_response(request)
        return self._once(request, digest_of(key), _content(request))

    def _once(self, request: HttpRequest, key: str, content: str) -> HttpResponse:
        user: Any = request.user
        own = Sent.objects.filter(user=user)
        own.filter(created_at__lt=Now() - KEPT).delete()
        try:
            with transaction.atomic():
                sent = own.create(user=user, key=key, content=content)
        except IntegrityError:
            return _again(request, own.get(key=key), content)
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):  # the first one holds the key still
                raise
            return _refused(request, UNDER_WAY, HTTPStatus.CONFLICT)
        response = self.get_response(request)
        location = response.url if isinstance(response, HttpResponseRedirect) else getattr(response, CAME_OF, "")
        if location:
            sent.location = location
            sent.save(update_fields=["location"])
        elif response.status_code < HTTPStatus.BAD_REQUEST:  # a form that has to be corrected: nothing was done
            sent.delete()
        return response


def done(response: HttpResponse, location: str) -> HttpResponse:
    """Of an answer that cannot be given twice, such as a secret that is not kept: who sends again is led there."""
    setattr(response, CAME_OF, location)
    return response


def _again(request: HttpRequest, sent: Sent, content: str) -> HttpResponse:
    if sent.content != content:
        return _refused(request, OTHER, HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.info(request, DONE)
    return HttpResponseRedirect(sent.location)


def _refused(request: HttpRequest, reason: str, status: HTTPStatus) -> HttpResponse:
    return render(request, "409.html", {"reason": reason}, status=status)


def _content(request: HttpRequest) -> str:
    """Address, fields and files; not the token against forgery, which every page has anew."""
    fields = [f"{name}={value}" for name in sorted(request.POST) for value in request.POST.getlist(name)]
    told = [field for field in fields if not field.startswith("csrfmiddlewaretoken=")]
    files = [f"{name}={_file(file)}" for name in sorted(request.FILES) for file in request.FILES.getlist(name)]
    return digest_of(request.path, *told, *files)


def _file(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
