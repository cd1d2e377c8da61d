"""What allauth and Django tell of signing in goes to the access log, and a session begins to count its time."""

import time
from typing import Any

from allauth.account import signals as account_signals
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as social_signals
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import Signal

from partnerships.access_log import note
from partnerships.models import AccessEvent
from partnerships.sign_in import browsers
from partnerships.sign_in.sessions import BROWSER, FACTOR_CHANGED, SEEN, SIGNED_IN

Kind = AccessEvent.Kind
FACTORS = {
    Authenticator.Type.TOTP: "Authenticator app",
    Authenticator.Type.WEBAUTHN: "Passkey",
    Authenticator.Type.RECOVERY_CODES: "Recovery codes",
}


def connect() -> None:
    plain: list[tuple[Signal, str]] = [
        (user_logged_out, Kind.SIGNED_OUT),
        (account_signals.password_changed, Kind.PASSWORD),
        (account_signals.password_set, Kind.PASSWORD),
        (account_signals.password_reset, Kind.PASSWORD),
        (social_signals.social_account_added, Kind.CONNECTED),
        (social_signals.social_account_removed, Kind.DISCONNECTED),
        (mfa_signals.authenticator_added, Kind.FACTOR_ADDED),
        (mfa_signals.authenticator_removed, Kind.FACTOR_REMOVED),
        (mfa_signals.authenticator_reset, Kind.CODES_MADE),
        (mfa_signals.authentication_failed, Kind.FAILED),
    ]
    for signal, kind in plain:
        signal.connect(_noting(kind), weak=False, dispatch_uid=f"access log {kind} {id(signal)}")
    for signal in (mfa_signals.authenticator_added, mfa_signals.authenticator_removed, mfa_signals.authenticator_reset):
        signal.connect(offer_to_end_others, dispatch_uid=f"offer to end others {id(signal)}")
    for signal in (account_signals.password_changed, account_signals.password_set, account_signals.password_reset):
        signal.connect(end_others, dispatch_uid=f"end others {id(signal)}")
    account_signals.password_reset.connect(end_wait, dispatch_uid="end the wait")
    user_logged_in.connect(begin, dispatch_uid="access log signed in")
    user_login_failed.connect(fail, dispatch_uid="access log failed")


def begin(request: Any, user: Any, **_: Any) -> None:
    request.session[SIGNED_IN] = request.session[SEEN] = int(time.time())
    request.session[BROWSER] = browsers.named(request.META.get("HTTP_USER_AGENT", ""))
    note(request, Kind.SIGNED_IN, user=user, detail=_ways(request))


def fail(credentials: dict[str, Any], request: Any = None, **_: Any) -> None:
    note(request, Kind.FAILED, typed=str(credentials.get("email") or credentials.get("username") or ""))


def offer_to_end_others(request: Any, **_: Any) -> None:
    request.session[FACTOR_CHANGED] = True


def end_others(request: Any, user: Any, **_: Any) -> None:
    """They open nothing any more; so that they are shown to nobody either."""
    user.open_sessions.exclude(pk=request.session.session_key).delete()


def end_wait(request: Any, user: Any, **_: Any) -> None:
    get_adapter(request).forget_guesses(request, user.email)


def _noting(kind: str) -> Any:
    def receive(request: Any = None, user: Any = None, **told: Any) -> None:
        account = told["sociallogin"].account if "sociallogin" in told else told.get("socialaccount")
        authenticator = told.get("authenticator")
        detail = FACTORS.get(authenticator.type, "") if authenticator else ""
        note(request, kind, user=account.user if account else user, detail=account.provider if account else detail)

    return receive


def _ways(request: Any) -> str:
    """By what they signed in, in words."""
    records = request.session.get("account_authentication_methods") or []
    words = {"password": "Password", "socialaccount": "Council sign-in"}
    return ", ".join(words.get(record["method"]) or FACTORS.get(record.get("type", ""), "") for record in records)
