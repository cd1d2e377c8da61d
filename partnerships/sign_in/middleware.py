"""How long a session lasts, who has to set up a second factor first, and the log of who was refused what."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from partnerships import access_log
from partnerships.models import AccessEvent
from partnerships.sign_in import factors, refusals
from partnerships.sign_in.sessions import BOUND_FOR, ENDED, SEEN, SIGNED_IN

Handler = Callable[[HttpRequest], HttpResponse]
SEEN_EVERY = 60
# What somebody who has to set up a second factor can do before they have, and while they do
SETTING_UP = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "account_reauthenticate",
    "council_connect",
    "open-sessions",
    "sign-out",
}


class AccessLogMiddleware:
    """Outside of the request's transaction, which is rolled back for what is refused."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        refusals.note(request, response)
        if hasattr(request, "access_events"):
            access_log.write(request, address_of(request))
        return response


class SessionLimitsMiddleware:
    """A session ends 12 hours after it began, or an hour after it was last used. Its address is asked for again."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path not in settings.PROBES and request.user.is_authenticated:
            now = int(time.time())
            if _is_over(request, now):
                _end(request)
            elif now - request.session[SEEN] >= SEEN_EVERY:
                request.session[SEEN] = now
        return self.get_response(request)


class SecondFactorMiddleware:
    """Who has to have a second factor and has none sees nothing but how to set one up. One query for each page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        match = request.resolver_match
        if not settings.SECOND_FACTOR_REQUIRED or match is None or not request.user.is_authenticated:
            return None
        if match.view_name in SETTING_UP:
            return None
        if not factors.lacks_one(request.user):
            request.session.pop(BOUND_FOR, None)
            return None
        if request.method == "GET" and match.view_name != "home":
            request.session[BOUND_FOR] = request.get_full_path()
        return redirect("mfa_index")


def address_of(request: HttpRequest) -> str:
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return ""


def _is_over(request: HttpRequest, now: int) -> bool:
    session = request.session
    begun, seen = session.get(SIGNED_IN), session.get(SEEN)
    if begun is None or seen is None:
        return True
    return bool(now - begun >= settings.SESSION_COOKIE_AGE or now - seen >= settings.SESSION_IDLE_AGE)


def _end(request: HttpRequest) -> None:
    access_log.note(request, AccessEvent.Kind.ENDED, user=request.user)
    request.session.flush()
    request.session[ENDED] = True
    request.user = AnonymousUser()
