from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from partnerships import granting, holding, permissions
from partnerships.models import ApiToken, Partnership, RoleGrant, User
from partnerships.people_forms import DelegationForm
from partnerships.requests import SignedInRequest
from partnerships.service_views import ServiceFormView
from sharedservices.core.decisions import insist


class AccessView(TemplateView):
    """What you may see and do, and why."""

    template_name = "partnerships/access.html"
    request: SignedInRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        held = holding.grants_of(user, seen_by=user, on=today)
        lent = RoleGrant.objects.visible_to(user).filter(delegated_from__user=user, ended_at=None).for_table()
        seen = holding.partnerships_of(user)
        return super().get_context_data(
            **kwargs,
            held=[(one, one.counts and permissions.can_delegate_held(one.grant)) for one in held],
            lent=lent.filter(valid_until__gte=today),
            seen=seen,
            more=max(0, Partnership.objects.visible_to(user).count() - len(seen)),
            may_see_people=permissions.can_see_people(user),
            tokens=ApiToken.objects.visible_to(user).usable().select_related("organisation"),
        )


class DelegateView(ServiceFormView):
    """Lends a role of one's own to a colleague until a day."""

    form_class = DelegationForm
    title, button = "Delegate a role", "Delegate the role"
    parent = ("What you may see and do", "account:access")

    @cached_property
    def grant(self) -> RoleGrant:
        own = RoleGrant.objects.visible_to(self.request.user).filter(user=self.request.user).for_table()
        grant: RoleGrant = get_object_or_404(own, pk=self.kwargs["pk"])
        return grant

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        insist(permissions.can_delegate(request.user, self.grant))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        colleagues = User.objects.colleagues_in(self.grant.organisation, of=self.request.user).for_table()
        return super().get_form_kwargs() | {"colleagues": colleagues}

    def get_initial(self) -> dict[str, Any]:
        return {"valid_from": timezone.localdate()}

    def caption(self) -> str:
        return str(self.grant)

    def told(self) -> list[str]:
        return ["You keep the role. Your colleague holds it too until the last day, as long as you do."]

    def back(self) -> str:
        return reverse("account:access")

    def serve(self, values: dict[str, Any]) -> str:
        lent = granting.delegate(grant=self.grant, by=self.request.user, **values)
        return f"{lent.user} also holds the role until {lent.valid_until:%-d %B %Y}."
