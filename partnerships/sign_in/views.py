"""The pages of the door. allauth's, where they need more than a template of ours, and our own."""

import time
from typing import Any

from allauth.account import views as account_views
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as app_views
from allauth.mfa.webauthn import views as passkey_views
from allauth.mfa.webauthn.internal import auth as passkeys
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import ListView, TemplateView

from partnerships import permissions
from partnerships.models import AccessEvent
from partnerships.requests import SignedInRequest
from partnerships.sign_in import council_views, factors, session_views, ways, words
from partnerships.sign_in.sessions import BOUND_FOR, ENDED, FACTOR_CHANGED
from partnerships.sign_in.ways import council_of, councils
from sharedservices.core.decisions import insist
from sharedservices.core.errors import Refused
from sharedservices.core.views import ScopedMixin

RECENT = 10
CODES_SHOWN_FOR = 10 * 60


class SignInView(account_views.LoginView):
    """By password, by a passkey, or by one's council."""

    template_name = "partnerships/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        offered = [(app.name, council_views.address(app.provider_id)) for app in councils(self.request)]
        ended = self.request.session.pop(ENDED, False)
        return told | {"councils": offered, "next": self.get_next_url() or "", "ended": ended}


class PasswordChangeView(account_views.PasswordChangeView):
    def dispatch(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_usable_password():
            raise Refused(words.NO_PASSWORD)
        return super().dispatch(request, *args, **kwargs)


@method_decorator(never_cache, name="dispatch")
class SecurityView(TemplateView):
    """How one signs in, and when one did of late. Those who still have to set up a second factor see that first."""

    template_name = "mfa/index.html"
    request: SignedInRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        held = list(Authenticator.objects.filter(user=user).order_by("pk"))
        by_type = {kind: [one for one in held if one.type == kind] for kind in Authenticator.Type}
        codes = by_type[Authenticator.Type.RECOVERY_CODES]
        return super().get_context_data(
            **kwargs,
            app=next(iter(by_type[Authenticator.Type.TOTP]), None),
            passkeys=by_type[Authenticator.Type.WEBAUTHN],
            codes_left=len(codes[0].wrap().get_unused_codes()) if codes else None,
            must_have=settings.SECOND_FACTOR_REQUIRED and factors.needs_one(user),
            bound_for=self.request.session.get(BOUND_FOR, ""),
            councils=self._councils(),
            sessions_elsewhere=session_views.others_of(self.request).count(),
            factor_changed=self.request.session.get(FACTOR_CHANGED, False),
            recent=AccessEvent.objects.visible_to(user).filter(user=user).for_table()[:RECENT],
            may_read_log=permissions.can_read_access_log(user),
        )

    def _councils(self) -> list[dict[str, Any]]:
        """Each account with its council's name, and the councils that there is none of."""
        apps = {app.provider_id: app for app in councils(self.request)}
        accounts = list(SocialAccount.objects.filter(user=self.request.user).order_by("pk"))
        rows = [{"name": council_of(account), "account": account} for account in accounts]
        connected = {account.provider for account in accounts}
        return rows + [{"name": app.name, "app": app} for key, app in apps.items() if key not in connected]


class AddAppView(app_views.ActivateTOTPView):
    """The secret is shown until the app's first code has come: as a picture, and to be typed."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        secret: str = told["form"].secret
        return told | {"secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))}


class AddPasskeyView(passkey_views.AddWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        options = passkeys.begin_registration(self.request.user, passwordless=True)
        return told | {"js_data": {"creation_options": options}}


class RemovePasskeyView(passkey_views.RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        ways.lock(self.request.user)
        passkey = self.get_object()
        if not factors.may_remove(passkey):
            raise Refused(words.LAST_FACTOR)
        if not ways.has_other(self.request.user, passkey=passkey):
            raise Refused(words.LAST_WAY)
        return super().form_valid(form)


@method_decorator(never_cache, name="dispatch")
class RecoveryCodesView(TemplateView):
    """Shows the codes once, and for as long as it takes to save or copy them."""

    template_name = "mfa/recovery_codes/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        codes = self.codes(self.request, now=time.time())
        bound_for = self.request.session.get(BOUND_FOR, "")
        return super().get_context_data(**kwargs, codes=codes, bound_for=bound_for)

    @staticmethod
    def codes(request: HttpRequest, *, now: float) -> list[str]:
        """Those that were not used yet; none once their time is over. Asks for the password first."""
        kept = get_object_or_404(Authenticator, user=request.user, type=Authenticator.Type.RECOVERY_CODES)
        raise_if_reauthentication_required(request, app="allauth.mfa")
        wrapped = kept.wrap()
        if now - kept.data.get("viewed_at", now) >= CODES_SHOWN_FOR:
            return []
        wrapped.mark_as_viewed()
        unused: list[str] = wrapped.get_unused_codes()
        return unused


class RecoveryCodesFileView(RecoveryCodesView):
    template_name = "mfa/recovery_codes/download.txt"
    content_type = "text/plain; charset=utf-8"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if not context["codes"]:
            raise Http404
        response: HttpResponse = super().render_to_response(context, **kwargs)
        response["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
        return response


class AccessLogView(ScopedMixin, ListView):
    """Who signed in, could not, or was refused a page. For portal administrators."""

    model = AccessEvent
    template_name = "partnerships/access_log.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        insist(permissions.can_read_access_log(self.request.user))
        kind = self.request.GET.get("kind", "")
        events = super().get_queryset().for_table()
        return events.filter(kind=kind) if kind in AccessEvent.Kind.values else events

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.request.GET.get("kind", "")
        return super().get_context_data(**kwargs, kinds=AccessEvent.Kind.choices, chosen=chosen)


@login_not_required
def cancelled(request: HttpRequest) -> HttpResponse:
    messages.info(request, "You stopped before your council had signed you in.")
    return redirect("sign-in")
