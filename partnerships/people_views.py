"""Who may do what: for portal administrators everybody, for programme officers the people of their partnerships."""

from typing import Any

from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView, ListView, View

from partnerships import granting, holding, permissions, rules
from partnerships.models import Organisation, Partnership, RoleGrant, User
from partnerships.people_forms import GrantForm, GuardedReasonForm, MoveForm, PeopleFilterForm, ReasonForm
from partnerships.service_views import ServiceFormView
from sharedservices.core.decisions import insist
from sharedservices.core.views import ScopedMixin


class SeesPeopleMixin(View):
    """For those who look after others; everybody else has a page about themselves."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        insist(permissions.can_see_people(request.user))
        self.decide()
        return super().dispatch(request, *args, **kwargs)

    def decide(self) -> None:
        """What else must be found, or be allowed."""


def scope_choices(user: Any) -> dict[str, Any]:
    """The roles that a person may grant or invite to, and on what."""
    if user.grants.in_force().for_role(rules.Role.PORTAL_ADMIN).exists():
        organisations, partnerships = Organisation.objects.all(), Partnership.objects.for_table()
        return {
            "roles": list(rules.Role),
            "organisations": organisations.order_by("name"),
            "partnerships": partnerships,
        }
    return {
        "roles": rules.OFFICERS_GRANT,
        "organisations": Organisation.objects.none(),
        "partnerships": Partnership.objects.managed_by(user).for_table(),
    }


class PeopleListView(SeesPeopleMixin, ScopedMixin, ListView):
    model = User
    template_name = "partnerships/people_list.html"
    paginate_by = 50

    @cached_property
    def form(self) -> PeopleFilterForm:
        organisations = Organisation.objects.visible_to(self.request.user).order_by("name")
        return PeopleFilterForm(self.request.GET or None, organisations=organisations)

    def get_queryset(self) -> Any:
        grants = RoleGrant.objects.visible_to(self.request.user).in_force()
        people = super().get_queryset().for_table()
        if self.form.is_bound and self.form.is_valid():
            people = _narrowed(people, grants, self.form.cleaned_data)
        shown = Prefetch("grants", grants.for_table(), to_attr="shown_grants")
        return people.prefetch_related(shown)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, form=self.form)


def _narrowed(people: Any, grants: Any, values: dict[str, Any]) -> Any:
    if text := values["text"].strip():
        people = people.filter(Q(name__icontains=text) | Q(email__icontains=text))
    wanted = {name: values[name] for name in ("role", "organisation") if values[name]}
    if wanted:
        people = people.filter(pk__in=grants.filter(**wanted).values("user"))
    match values["state"]:
        case "active" | "suspended" as state:
            people = people.filter(is_active=state == "active")
        case "none":
            people = people.exclude(pk__in=grants.values("user"))
    return people


class PersonView(SeesPeopleMixin, ScopedMixin, DetailView):
    """What one person holds, held and will hold, as far as the one who looks may know it."""

    model = User
    template_name = "partnerships/person_detail.html"
    context_object_name = "person"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        person = self.object
        held = holding.grants_of(person, seen_by=user, on=timezone.localdate())
        administers = permissions.can_administer(user, person)
        may_end = set(RoleGrant.objects.ended_by(user).filter(user=person).values_list("pk", flat=True))
        return super().get_context_data(
            **kwargs,
            held=[(one, one.grant.ended_at is None and one.grant.pk in may_end) for one in held],
            may_administer=administers,
            suspension=holding.suspension_of(person) if administers and not person.is_active else None,
            is_self=person.pk == user.pk,
            may_know_all=user.grants.in_force().for_role(rules.Role.PORTAL_ADMIN).exists(),
        )


class OfPersonView(SeesPeopleMixin, ServiceFormView):
    """A form about one person whom one may see."""

    @cached_property
    def person(self) -> User:
        visible = User.objects.visible_to(self.request.user).select_related("organisation")
        person: User = get_object_or_404(visible, pk=self.kwargs["pk"])
        return person

    def caption(self) -> str:
        return f"{self.person} ({self.person.email})"

    def back(self) -> str:
        return reverse("people:detail", args=[self.person.pk])


class GrantView(OfPersonView):
    form_class = GrantForm
    title, button = "Grant a role", "Grant the role"

    def decide(self) -> None:
        insist(permissions.can_grant_to(self.request.user, self.person))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | scope_choices(self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return {"valid_from": timezone.localdate(), "organisation": self.person.organisation}

    def told(self) -> list[str]:
        return ["The role counts from its first day, with the person's next request."]

    def serve(self, values: dict[str, Any]) -> str:
        granted = granting.grant(user=self.person, by=self.request.user, **values)
        return f"{self.person} now holds: {granted}."


class AdministerView(OfPersonView):
    """What only portal administrators do to an account."""

    form_class: Any = ReasonForm
    warns = True

    def decide(self) -> None:
        insist(permissions.can_administer(self.request.user, self.person))


class SuspendView(AdministerView):
    title, button = "Suspend this account?", "Suspend the account"

    def told(self) -> list[str]:
        return [
            "The person is signed out everywhere and cannot sign in. Their sessions and API tokens end for good.",
            "Their roles rest, and with them what they delegated. You can reinstate the account.",
        ]

    def serve(self, values: dict[str, Any]) -> str:
        granting.suspend(user=self.person, by=self.request.user, reason=values["reason"], at=timezone.now())
        return f"The account of {self.person} is suspended."


class ReinstateView(AdministerView):
    title, button, warns = "Reinstate this account?", "Reinstate the account", False

    def told(self) -> list[str]:
        return ["The person can sign in again and holds what they held. Sessions and API tokens stay ended."]

    def serve(self, values: dict[str, Any]) -> str:
        granting.reinstate(user=self.person, by=self.request.user, reason=values["reason"], at=timezone.now())
        return f"The account of {self.person} is reinstated."


class MoveView(AdministerView):
    form_class = MoveForm
    title, button = "Move to another council", "End the roles and move"

    def get_form_kwargs(self) -> dict[str, Any]:
        held = RoleGrant.objects.filter(user=self.person, ended_at=None).values("organisation")
        every = Organisation.objects.order_by("name")
        sources = every.filter(Q(pk__in=held) | Q(pk=self.person.organisation_id))
        return super().get_form_kwargs() | {"sources": sources, "targets": every}

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate(), "source": self.person.organisation}

    def told(self) -> list[str]:
        return [
            "Every role in the council that the person leaves ends on that day. So does leading its workstreams.",
            "API tokens that act for it stop.",
            "What the person does at the next council is granted there afterwards.",
        ]

    def serve(self, values: dict[str, Any]) -> str:
        granting.move_council(
            user=self.person,
            source=values["source"],
            target=values["target"],
            on=values["on"],
            reason=values["reason"],
            by=self.request.user,
            at=timezone.now(),
        )
        return f"{self.person} leaves {values['source']} on {values['on']:%-d %B %Y}."


class EndGrantView(ServiceFormView):
    """Also for those who lent a role, and want it back."""

    form_class = GuardedReasonForm
    title, button, warns = "End this role?", "End the role", True

    @cached_property
    def grant(self) -> RoleGrant:
        grant: RoleGrant = get_object_or_404(
            RoleGrant.objects.visible_to(self.request.user).for_table(), pk=self.kwargs["pk"]
        )
        return grant

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        insist(permissions.can_end(request.user, self.grant))
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.grant.version}

    def caption(self) -> str:
        return f"{self.grant.user}: {self.grant}"

    def told(self) -> list[str]:
        return ["It ends at once, and with it what was delegated from it. To end it later, grant it with a last day."]

    def back(self) -> str:
        if permissions.can_see_people(self.request.user):
            return reverse("people:detail", args=[self.grant.user_id])
        return reverse("account:access")

    def serve(self, values: dict[str, Any]) -> str:
        ended = granting.end_grant(
            grant=self.grant,
            by=self.request.user,
            reason=values["reason"],
            at=timezone.now(),
            version=values["version"],
        )
        return f"{ended.user} no longer holds: {ended}."
