"""Where allauth asks us: who may sign in, what it says, and how secrets are kept."""

import base64
import logging
import time
from contextlib import suppress
from dataclasses import replace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from partnerships import access_log, invitations
from partnerships.models import AccessEvent, Invitation, User
from partnerships.sign_in import factors, words
from partnerships.sign_in.sessions import SIGNED_IN
from sharedservices.core.acting import acting, current
from sharedservices.core.errors import RuleViolation

log = logging.getLogger(__name__)
NAME = "Shared services portal"
JUST_NOW = 5 * 60


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | words.ERRORS

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come by invitation."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of the host that is asked."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages answer as pages. Only the passkey's challenge is fetched by a script."""
        match = request.resolver_match
        return bool(match and match.view_name == "mfa_login_webauthn" and super().is_ajax(request))

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of those who have just signed in: to be asked twice in a minute teaches nothing but to type."""
        since = time.time() - self.request.session.get(SIGNED_IN, 0)
        return since >= JUST_NOW and super().is_reauthentication_required(app=app, **kwargs)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            access_log.note(request, AccessEvent.Kind.LIMITED, typed=credentials.get("email", ""))
            raise

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Guesses at an account are counted for each address that they come from."""
        return f"{credentials.get('email', '').lower()} {ratelimit.truncate_ip(self.get_client_ip(request))}"

    def forget_guesses(self, request: HttpRequest, email: str) -> None:
        """At this account from this address, not those at others."""
        rates = settings.ACCOUNT_RATE_LIMITS["login_failed"].split(",")
        counted = {"login_failed": ",".join(rate for rate in rates if rate.endswith("/key"))}
        key = self._get_login_attempts_cache_key(request, email=email)
        ratelimit.clear(request, app="allauth.account", action="login_failed", config=counted, key=key)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """By the account's own address: nothing else is a name for it."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        access_log.note(request, AccessEvent.Kind.REFUSED, user=user, detail="The account is suspended")
        return render(request, "403.html", {"reason": words.SUSPENDED}, status=403)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def format_email_subject(self, subject: str) -> str:
        return f"{NAME}: {subject}"

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """One template for all that was changed on somebody's account; `words` knows what to call it."""
        told = {"user": user, "what": words.NOTICES[template_prefix], "address": self.request.build_absolute_uri("/")}
        self.send_mail("account/email/notice", email or user.email, told)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The page stands when the mail server does not."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            log.exception("Could not send %s", template_prefix)


class SecondFactorAdapter(DefaultMFAAdapter):
    """What authenticator apps and recovery codes are made from lies encrypted in the database."""

    error_messages = DefaultMFAAdapter.error_messages | words.ERRORS

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return NAME

    def _get_site_name(self) -> str:
        return NAME

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return factors.may_remove(authenticator)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - as allauth calls it
        return f"Passkey {user.authenticator_set.filter(type=type).count() + 1}"


class CouncilAdapter(DefaultSocialAccountAdapter):
    """People whom their council signs in. A subject that is not known comes in by an open invitation, or not at all."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[Any]:
        """Councils are named in the settings, never in the database."""
        apps = super().list_apps(request, provider=provider, client_id=client_id)
        return [app for app in apps if app.pk is None]

    def get_requests_session(self) -> Any:
        """A council's server answers at the address that the settings lead to, and sends us nowhere else."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        reason = self.refusal(sociallogin)
        if reason:
            raise ImmediateHttpResponse(refuse(request, sociallogin.account.provider, reason))

    def refusal(self, sociallogin: Any) -> str:
        """Why somebody whom their council vouches for has no place here; empty when they do."""
        address = verified_email(sociallogin)
        if not address:
            return words.UNVERIFIED
        if address.lower().rpartition("@")[2] not in sociallogin.provider.app.settings["domains"]:
            return words.NOT_ITS_ADDRESS
        if User.objects.filter(email__iexact=address).exists():
            return words.NOT_CONNECTED
        return "" if is_invited(address) else words.NOT_INVITED

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return not self.refusal(sociallogin)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        user = super().populate_user(request, sociallogin, data)
        user.name = str(data.get("name") or user.email)[:120]
        return user

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        """The account of somebody who was invited, with what they were invited to. Its address is in the account and
        nowhere else."""
        user = sociallogin.user
        user.set_unusable_password()
        user.save()
        sociallogin.account.user = user
        sociallogin.account.save()
        with acting(replace(current(), user=user.pk)):
            if not _take_up_invitations(user):
                raise ImmediateHttpResponse(refuse(request, sociallogin.account.provider, words.NOT_INVITED))
        return user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("mfa_index")

    def on_authentication_error(self, request: HttpRequest, provider: Any, *_: Any, **told: Any) -> None:
        log.warning("Sign-in by %s failed: %s", provider.sub_id, told.get("exception") or told.get("error"))
        raise ImmediateHttpResponse(refuse(request, provider.sub_id, words.COUNCIL_FAILED))


def is_invited(email: str) -> bool:
    """Whether an invitation waits for this address."""
    return bool(Invitation.objects.open().for_email(email).exists())


def _take_up_invitations(user: User) -> bool:
    """Whether there was one that still holds: who invited may have lost the right to."""
    taken = False
    for invitation in Invitation.objects.open().for_email(user.email).select_related("organisation"):
        with suppress(RuleViolation):
            invitations.accept(invitation=invitation, user=user, at=timezone.now())
            taken = True
            user.organisation = user.organisation or invitation.organisation
    user.save(update_fields=["organisation"])
    return taken


def verified_email(sociallogin: Any) -> str:
    """The address that the council says it has checked; empty when it does not say so."""
    return next((address.email for address in sociallogin.email_addresses if address.verified is True), "")


def refuse(request: HttpRequest, provider: str, reason: str) -> HttpResponse:
    access_log.note(request, AccessEvent.Kind.REFUSED, detail=f"{provider}: {reason}")
    return render(request, "socialaccount/refused.html", {"reason": reason}, status=403)


def _cipher() -> MultiFernet:
    keys: list[str] = settings.MFA_KEYS or [_derived(settings.SECRET_KEY)]
    return MultiFernet([Fernet(key) for key in keys])


def _derived(secret: str) -> str:
    made = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"second factors").derive(secret.encode())
    return base64.urlsafe_b64encode(made).decode()
