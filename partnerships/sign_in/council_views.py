"""One's own account and one's council: connecting them, and taking them apart."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.signals import social_account_removed
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, View

from partnerships.models import User
from partnerships.requests import SignedInRequest
from partnerships.sign_in import provider, ways, words
from partnerships.sign_in.sessions import FACTOR_CHANGED
from sharedservices.core.errors import Refused

careful = method_decorator([never_cache, reauthentication_required(app="allauth.mfa")], name="dispatch")


@careful
class ConnectView(View):
    """Leads to the council, whose account this one is connected with on the way back."""

    def post(self, request: HttpRequest, provider_id: str) -> HttpResponse:
        return provider.lead_to(request, provider_id, AuthProcess.CONNECT)


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
        if not ways.besides(self.request.user, account=account):
            raise Refused(words.LAST_WAY)
        return account

    @transaction.atomic
    def post(self, request: SignedInRequest, **_: int) -> HttpResponse:
        """Locks the person, so that two cannot take away the last two ways."""
        User.objects.select_for_update().get(pk=request.user.pk)
        account = self.get_object()
        name = ways.council_of(account)
        account.delete()
        social_account_removed.send(SocialAccount, request=request, socialaccount=account)
        get_adapter().send_notification_mail("socialaccount/email/account_disconnected", request.user)
        request.session[FACTOR_CHANGED] = True
        messages.success(request, words.DISCONNECTED.format(name))
        return redirect("mfa_index")
