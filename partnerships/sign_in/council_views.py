"""Signing in by one's council: there and back, connecting one's own account with it, and taking them apart."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.decorators import login_not_required
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.signals import social_account_removed
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, View
from requests import RequestException

from partnerships.requests import SignedInRequest
from partnerships.sign_in import ways, words
from partnerships.sign_in.adapters import refuse
from partnerships.sign_in.provider import CouncilOAuth2Adapter
from partnerships.sign_in.sessions import FACTOR_CHANGED
from sharedservices.core.errors import Refused

log = logging.getLogger(__name__)
careful = method_decorator([never_cache, reauthentication_required(app="allauth.mfa")], name="dispatch")


class CallbackView(OAuth2CallbackView):
    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        """The nonce waits with the state."""
        state, refused = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, refused


@login_not_required
@never_cache
def start(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """By a form of ours alone: a link, which another site could follow for somebody, only leads to the sign-in page."""
    if request.method == "POST":
        return lead_to(request, provider_id, AuthProcess.LOGIN, get_next_redirect_url(request))
    with known():
        CouncilOAuth2Adapter(request, provider_id).get_provider()
    return redirect("sign-in")


def lead_to(request: HttpRequest, provider_id: str, process: str, onward: str | None = None) -> HttpResponse:
    """A page that leads to the council at once. Not a redirect: the policy of our pages lets no form lead elsewhere."""
    with known():
        council = CouncilOAuth2Adapter(request, provider_id).get_provider()
        try:
            address = council.redirect(request, process, onward).url
        except ImmediateHttpResponse as refusal:
            return refusal.response
        except (OAuth2Error, RequestException) as error:
            log.warning("Sign-in by %s could not begin: %s", provider_id, error)
            return refuse(request, provider_id, words.COUNCIL_FAILED)
    return render(request, "socialaccount/leaving.html", {"app": council.app, "address": address})


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    with known():
        try:
            answer: HttpResponseBase = CallbackView.adapter_view(CouncilOAuth2Adapter(request, provider_id))(request)
        except (OAuth2Error, RequestException) as error:
            log.warning("Sign-in by %s failed: %s", provider_id, error)
            return refuse(request, provider_id, words.COUNCIL_FAILED)
    return answer


@contextmanager
def known() -> Iterator[None]:
    """A council that is not in the settings is not found."""
    try:
        yield
    except SocialApp.DoesNotExist as error:
        raise Http404 from error


def address(provider_id: str) -> str:
    return reverse("council_login", kwargs={"provider_id": provider_id})


@careful
class ConnectView(View):
    """Leads to the council, whose account this one is connected with on the way back."""

    def post(self, request: HttpRequest, provider_id: str) -> HttpResponse:
        return lead_to(request, provider_id, AuthProcess.CONNECT)


@careful
class DisconnectView(DetailView):
    """Asks once. Refused where nothing else opens the account."""

    template_name = "socialaccount/disconnect.html"
    context_object_name = "account"
    request: SignedInRequest

    def get_queryset(self) -> Any:
        return SocialAccount.objects.filter(user=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, name=ways.council_of(self.object))

    def get_object(self, queryset: Any = None) -> SocialAccount:
        account: SocialAccount = super().get_object(queryset)
        if not ways.has_other(self.request.user, account=account):
            raise Refused(words.LAST_WAY)
        return account

    @transaction.atomic
    def post(self, request: SignedInRequest, **_: int) -> HttpResponse:
        ways.lock(request.user)
        account = self.get_object()
        name = ways.council_of(account)
        account.delete()
        social_account_removed.send(SocialAccount, request=request, socialaccount=account)
        get_adapter().send_notification_mail("socialaccount/email/account_disconnected", request.user)
        request.session[FACTOR_CHANGED] = True
        messages.success(request, words.DISCONNECTED.format(name))
        return redirect("mfa_index")
