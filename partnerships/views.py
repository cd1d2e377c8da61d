from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured
from django.db.models import F, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views.generic import DetailView, ListView, View

from partnerships import permissions
from partnerships.models import Action, Decision, GovernanceBody, Meeting, Membership, Partnership, RoleGrant, User
from partnerships.registers import PARTNERSHIPS
from partnerships.registers.governance import endorsed_by
from sharedservices.core.views import ScopedMixin

WRITTEN_OUT = ("Name", "Acronym", "Status", "Purpose", "Principles")  # above the facts
DEMO_DOMAIN = ".example"


class PartnershipListView(ScopedMixin, ListView):
    model = Partnership
    template_name = "partnerships/partnership_list.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Partnership]:
        return super().get_queryset().for_table()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        may_import, may_add = permissions.can_import(user), permissions.can_add_partnership(user)
        return super().get_context_data(**kwargs, may_import=may_import, may_add=may_add)


class PartnershipView(ScopedMixin, DetailView):
    """One partnership: what its members do together, which papers tell of it, what it saves, who is in it."""

    model = Partnership
    template_name = "partnerships/partnership_detail.html"

    def get_object(self, queryset: Any = None) -> Partnership:
        try:
            self.seen = Partnership.objects.seen(self.request.user, slug=self.kwargs["slug"])
        except Partnership.DoesNotExist as error:
            raise Http404 from error
        partnership: Partnership = self.seen.partnership
        return partnership

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        memberships = Membership.objects.of_seen(self.seen).for_table()
        return super().get_context_data(
            **kwargs,
            seen=self.seen,
            about=[fact for fact in PARTNERSHIPS.details(self.object) if fact[0] not in WRITTEN_OUT],
            memberships=memberships.prefetch_related("organisation__successors"),
            may_change=permissions.can_change_seen(self.seen),
            may_keep=permissions.can_keep_seen(self.seen),
        )


class GovernanceView(ScopedMixin, DetailView):
    """How a partnership decides: its bodies, meetings, decisions and actions."""

    model = Partnership
    template_name = "partnerships/governance.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, partnership = self.request.user, self.object
        decisions = Decision.objects.visible_to(user).filter(meeting__body__partnership=partnership).for_table()
        return super().get_context_data(
            **kwargs,
            bodies=GovernanceBody.objects.visible_to(user).filter(partnership=partnership),
            meetings=Meeting.objects.visible_to(user).filter(body__partnership=partnership).for_table(),
            decisions=[(decision, endorsed_by(decision)) for decision in decisions],
            actions=Action.objects.visible_to(user).filter(partnership=partnership).for_table(),
        )


@method_decorator(login_not_required, name="dispatch")
class DemoSignInView(View):
    """Sign in as one of the demonstration's accounts, without a password. Routed only when DEMO=1."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not settings.DEMO:
            raise ImproperlyConfigured("The demonstration's sign-in page is routed outside DEMO.")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "partnerships/demo_sign_in.html", {"accounts": demo_accounts()})

    def post(self, request: HttpRequest) -> HttpResponse:
        account = get_object_or_404(demo_accounts(), email=request.POST.get("account", ""))
        login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
        return redirect("home")


def demo_accounts() -> QuerySet[User]:
    """The accounts of the demonstration: active, in the reserved domain that no mail reaches, and no superuser."""
    accounts: QuerySet[User] = User.objects.filter(email__endswith=DEMO_DOMAIN, is_active=True, is_superuser=False)
    grouped = accounts.order_by(F("organisation__name").asc(nulls_first=True), "pk")
    held = RoleGrant.objects.in_force().select_related("partnership", "organisation")
    return grouped.select_related("organisation").prefetch_related(Prefetch("grants", held))
