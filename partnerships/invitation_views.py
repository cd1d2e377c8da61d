"""Inviting people, and taking an invitation up."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, ListView, View

from partnerships import access_log, invitations, permissions
from partnerships.models import AccessEvent, Invitation, User
from partnerships.people_forms import AccountForm, InvitationForm
from partnerships.people_views import SeesPeopleMixin, scope_choices
from partnerships.requests import SignedInRequest
from partnerships.service_views import ServiceFormView
from sharedservices.core.decisions import insist
from sharedservices.core.digests import digest_of
from sharedservices.core.errors import RuleViolation
from sharedservices.core.views import ScopedMixin

HELD = "invitation"  # the session's name for the digest of the link that was opened


class InvitationListView(SeesPeopleMixin, ScopedMixin, ListView):
    model = Invitation
    template_name = "partnerships/invitation_list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return super().get_queryset().for_table()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, now=timezone.now())


class InviteView(SeesPeopleMixin, ServiceFormView):
    form_class = InvitationForm
    title, button = "Invite somebody", "Send the invitation"
    parent = ("Invitations", "people:invitations")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | scope_choices(self.request.user)

    def told(self) -> list[str]:
        return ["They get an e-mail with a link that works once, for 14 days. The role begins when they take it up."]

    def back(self) -> str:
        return reverse("people:invitations")

    def serve(self, values: dict[str, Any]) -> str:
        invitation = invitations.invite(by=self.request.user, at=timezone.now(), **values)
        return f"The invitation to {invitation.email} is on its way."


class OfInvitationView(SeesPeopleMixin):
    request: SignedInRequest

    @cached_property
    def invitation(self) -> Invitation:
        visible = Invitation.objects.visible_to(self.request.user).for_table()
        invitation: Invitation = get_object_or_404(visible, pk=self.kwargs["pk"])
        return invitation

    def decide(self) -> None:
        insist(permissions.can_withdraw(self.request.user, self.invitation))


class WithdrawView(OfInvitationView):
    """Asks once."""

    def get(self, request: HttpRequest, **_: int) -> HttpResponse:
        return render(request, "partnerships/invitation_withdraw.html", {"invitation": self.invitation})

    def post(self, request: HttpRequest, **_: int) -> HttpResponse:
        done = invitations.withdraw(invitation=self.invitation, by=self.request.user, at=timezone.now())
        messages.success(request, f"The invitation to {done.email} is withdrawn. Its link no longer works.")
        return redirect("people:invitations")


class SendAgainView(OfInvitationView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_: int) -> HttpResponse:
        invitations.send_again(invitation=self.invitation, by=self.request.user, at=timezone.now())
        messages.success(request, f"Another e-mail to {self.invitation.email} is on its way. The earlier link is dead.")
        return redirect("people:invitations")


@method_decorator([never_cache, login_not_required], name="dispatch")
class InvitationLinkView(View):
    """Where the e-mail's link leads: takes the token out of the address at once, so that no page or Referer has it."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        request.session[HELD] = digest_of(token)
        answer = redirect("invitation")
        answer["Referrer-Policy"] = "no-referrer"
        return answer


@method_decorator([never_cache, login_not_required], name="dispatch")
class InvitationView(FormView):
    """Takes the invitation of the opened link up: with a new account, or with the one that is signed in."""

    form_class = AccountForm
    template_name = "partnerships/invitation_accept.html"

    @cached_property
    def invitation(self) -> Invitation | None:
        return invitations.find_by_digest(self.request.session.get(HELD, ""))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """One answer for links that are used, withdrawn, too old or never were."""
        if self.invitation is None:
            if HELD in request.session:
                access_log.note(request, AccessEvent.Kind.REFUSED, user=request.user, detail="Invitation not open")
            return render(request, "partnerships/invitation_closed.html", status=404)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"name": self._open.name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        email = self._open.email
        return super().get_context_data(
            **kwargs,
            invitation=self._open,
            fits=self.request.user.is_authenticated and self.request.user.email.lower() == email.lower(),
            known=User.objects.filter(email__iexact=email).exists(),
            councils=get_adapter().list_apps(self.request),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return super().post(request, *args, **kwargs)
        granted = invitations.accept(invitation=self._open, user=request.user, at=timezone.now())
        del request.session[HELD]
        messages.success(request, f"You now hold: {granted}.")
        return redirect("account:access")

    def form_valid(self, form: AccountForm) -> HttpResponse:
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        try:
            invitations.open_account(invitation=self._open, name=name, password=password, at=timezone.now())
        except ValidationError as error:
            form.add_error("password", error)
            return self.form_invalid(form)
        except RuleViolation as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        del self.request.session[HELD]
        messages.success(self.request, "Your account is ready. Sign in with your e-mail address and your new password.")
        return redirect("sign-in")

    @property
    def _open(self) -> Invitation:
        if self.invitation is None:
            raise RuleViolation(invitations.CLOSED)
        return self.invitation
