from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, FormView, ListView

from partnerships import token_services
from partnerships.forms import TokenForm
from partnerships.models import ApiToken
from partnerships.requests import SignedInRequest
from sharedservices.core import once
from sharedservices.core.errors import RuleViolation
from sharedservices.core.views import ScopedMixin


class TokenListView(ScopedMixin, ListView):
    """One's own API tokens: which work, until when, when they were last used."""

    model = ApiToken
    template_name = "partnerships/token_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, now=timezone.now())

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("organisation", "replaced_by")


@method_decorator(never_cache, name="dispatch")
class TokenCreateView(FormView):
    """Makes a token and shows its text at once: it is kept nowhere, so no later page could."""

    form_class = TokenForm
    template_name = "partnerships/token_form.html"
    request: SignedInRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"acting_choices": token_services.acting_choices(self.request.user)}

    def form_valid(self, form: TokenForm) -> HttpResponse:
        values = form.cleaned_data
        try:
            token, text = token_services.issue_token(
                user=self.request.user,
                name=values["name"],
                organisation=values.get("organisation"),
                scopes=values["scopes"],
                networks=values["networks"],
                expires_at=timezone.now() + timedelta(days=values["days"]),
            )
        except RuleViolation as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self.form_invalid(form)
        shown = render(self.request, "partnerships/token_created.html", {"token": token, "text": text})
        return once.done(shown, reverse("account:tokens"))


@method_decorator(never_cache, name="dispatch")
class TokenRotateView(ScopedMixin, DetailView):
    """Asks once, then makes another secret with the same rights and shows it."""

    model = ApiToken
    template_name = "partnerships/token_rotate.html"
    context_object_name = "token"

    def post(self, request: HttpRequest, **_: int) -> HttpResponse:
        old = self.get_object()
        token, text = token_services.rotate_token(token=old, at=timezone.now())
        shown = render(request, "partnerships/token_created.html", {"token": token, "text": text, "old": old})
        return once.done(shown, reverse("account:tokens"))


class TokenRevokeView(ScopedMixin, DetailView):
    """Asks once, then ends one of one's own tokens."""

    model = ApiToken
    template_name = "partnerships/token_revoke.html"
    context_object_name = "token"

    def post(self, request: HttpRequest, **_: int) -> HttpResponse:
        token = token_services.revoke_token(token=self.get_object(), at=timezone.now())
        messages.success(request, f"“{token.name}” has been revoked. What used it can no longer read the API.")
        return redirect("account:tokens")
