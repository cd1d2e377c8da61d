"""The pages of the door. allauth's, where they need more than a template of ours, and our own."""

import time
from typing import Any

from allauth.account import views as account_views
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as app_views
from allauth.mfa.webauthn import views as passkey_views
from allauth.mfa.webauthn.internal import auth as passkeys
from allauth.socialaccount.adapter import get_adapter as get_council_adapter
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.generic import ListView, TemplateView, View

from partnerships import permissions
from partnerships.models import AccessEvent
from partnerships.requests import SignedInRequest
from partnerships.sign_in import factors, provider, session_views, words
from partnerships.sign_in.sessions import BOUND_FOR, ENDED, FACTOR_CHANGED
from sharedservices.core.decisions import insist
from sharedservices.core.errors import Refused
from sharedservices.core.views import ScopedMixin

RECENT = 10
CODES_SHOWN_FOR = 10 * 60


def councils(request: HttpRequest) -> list[Any]:
    return list(get_council_adapter().list_apps(request))


class SignInView(account_views.LoginView):
    """By password, by a passkey, or by one's council."""

    template_name = "partnerships/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        onward = self.get_next_url()
        query = f"?{urlencode({'next': onward})}" if onward else ""
        links = [(app.name, provider.address(app.provider_id) + query) for app in councils(self.request)]
        return told | {"councils": links, "next": onward or "", "ended": self.request.session.pop(ENDED, False)}


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
            must_have=factors.needs_one(user),
            bound_for=self.request.session.get(BOUND_FOR, ""),
            councils=self._councils(),
            sessions_elsewhere=session_views.others_of(self.request).count(),
            factor_changed=self.request.session.get(FACTOR_CHANGED, False),
            recent=AccessEvent.objects.visible_to(user).filter(user=user).for_table()[:RECENT],
            may_read_log=permissions.can_read_access_log(user),
        )

    def _councils(self) -> list[dict[str, Any]]:
        connected = {account.provider: account for account in SocialAccount.objects.filter(user=self.request.user)}
        return [{"app": app, "account": connected.get(app.provider_id)} for app in councils(self.request)]


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
        if not factors.may_remove(self.get_object()):
            raise Refused(words.LAST_FACTOR)
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


@method_decorator([never_cache, reauthentication_required(app="allauth.mfa")], name="dispatch")
class ConnectView(View):
    """Asks first, by a form of ours that no other site can send; the link of its answer leads to the council, once."""

    def post(self, request: HttpRequest, provider_id: str) -> HttpResponse:
        app = next((app for app in councils(request) if app.provider_id == provider_id), None)
        if app is None:
            raise Http404
        request.session[provider.CONNECTING] = provider_id
        return render(request, "socialaccount/connect.html", {"app": app, "address": provider.address(provider_id)})


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
