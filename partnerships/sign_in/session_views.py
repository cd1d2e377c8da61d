"""Where one is signed in, and ending it elsewhere."""

from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import ListView

from partnerships import access_log
from partnerships.models import AccessEvent, OpenSession
from partnerships.requests import SignedInRequest
from partnerships.sign_in import words
from sharedservices.core.views import ScopedMixin

EVERY_OTHER = "others"


def others_of(request: SignedInRequest) -> Any:
    """The person's open sessions but the one that asks."""
    sessions = OpenSession.objects.visible_to(request.user).open(at=timezone.now())
    return sessions.exclude(pk=request.session.session_key)


@method_decorator(never_cache, name="dispatch")
class OpenSessionsView(ScopedMixin, ListView):
    """One's own open sessions. To end one asks for the password or code, unless it was just given."""

    model = OpenSession
    template_name = "partnerships/open_sessions.html"
    request: SignedInRequest

    def get_queryset(self) -> Any:
        return others_of(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        this = OpenSession.objects.visible_to(self.request.user).filter(pk=self.request.session.session_key).first()
        return super().get_context_data(**kwargs, this=this, every_other=EVERY_OTHER)

    def post(self, request: SignedInRequest) -> HttpResponse:
        raise_if_reauthentication_required(request, app="allauth.mfa")
        asked = request.POST.get("session", "")
        ended = [one for one in self.get_queryset() if asked in (EVERY_OTHER, one.handle)]
        OpenSession.objects.filter(pk__in=[one.pk for one in ended]).delete()
        for one in ended:
            detail = f"{one}, by the person from another session"
            access_log.note(request, AccessEvent.Kind.ENDED, user=request.user, detail=detail)
        messages.success(request, words.sessions_ended(len(ended)))
        return redirect("open-sessions")
