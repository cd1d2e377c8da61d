"""Who may see which row. Only PartnershipQuerySet knows what membership and grants mean; the rest delegates to it."""

from dataclasses import dataclass
from typing import Any, Self

from django.apps import apps
from django.db.models import Exists, Q
from django.db.models.functions import Now, TruncDate

from partnerships import rules
from sharedservices.core.prepared import Given, Prepared
from sharedservices.core.querysets import Row, ScopedQuerySet


def visible_partnerships(user: Any) -> "PartnershipQuerySet":
    """For querysets below the models they filter; everybody else asks `Partnership.objects`."""
    partnerships: PartnershipQuerySet = apps.get_model("partnerships", "Partnership").objects.visible_to(user)
    return partnerships


@dataclass(frozen=True)
class Seen:
    """A partnership found among those that a person sees, and what that person holds. `PartnershipQuerySet.seen` makes
    it; `of_seen` of other querysets then gives the same rows as `visible_to`, and asks nothing twice on one page."""

    partnership: Any
    held: rules.Holdings


@dataclass(frozen=True)
class Sight:
    """The partnerships that a person sees, found once for a page. `PartnershipQuerySet.sight` makes it."""

    everything: bool
    names: dict[str, str]
    keys: list[int]


class TenureQuerySet(ScopedQuerySet[Row]):
    """What a user holds from and until a day."""

    def in_force(self) -> Self:
        """Begun and not ended, by the database's day; a suspended account holds nothing."""
        return self.filter(in_force_now())

    def with_token(self, token: Any) -> Self:
        """What an API token acts with."""
        return self.none()


def in_force_now(path: str = "") -> Q:
    """Of the rows themselves, or of those that `path` leads to."""
    today = TruncDate(Now())
    begun = {"valid_from__lte": today, "ended_at": None, "user__is_active": True}
    open_ended, lasting = Q(**{f"{path}valid_until": None}), Q(**{f"{path}valid_until__gte": today})
    return (open_ended | lasting) & Q(**{f"{path}{name}": value for name, value in begun.items()})


HELD = Prepared(
    lambda: (
        apps.get_model("partnerships", "RoleGrant")
        .objects.filter(user=Given("user"))
        .in_force()
        .order_by()
        .values_list("role", "partnership", "organisation")
    )
)


def holdings(user: Any) -> rules.Holdings:
    """As `user.grants.in_force()`, in one compiled query."""
    token = getattr(user, "acting_token", None)
    held = HELD(user=user.pk)
    return rules.Holdings([row for row in held if token is None or row.organisation == token.organisation_id])


class PartnershipQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """Portal admins see all; others those they hold a grant on, or of which a council they act for is a member."""
        if not user.is_authenticated:
            return self.none()
        grants = user.grants.in_force()
        every: Any = self.model._default_manager
        joined = every.joined_by(grants.filter(organisation__isnull=False).values("organisation"))
        return self.filter(
            Q(pk__in=grants.filter(partnership__isnull=False).values("partnership"))
            | Q(pk__in=joined.values("pk"))
            | Exists(grants.for_role(rules.Role.PORTAL_ADMIN))
        )

    def visible_through(self, held: rules.Holdings) -> Self:
        """As `visible_to`, by what somebody holds."""
        if held.is_portal_admin:
            return self.all()
        joined = self.model._default_manager.filter(
            MembershipQuerySet.CURRENT_VIA_PARTNERSHIP, memberships__organisation__in=held.organisations()
        )
        return self.filter(Q(pk__in=held.partnerships) | Q(pk__in=joined.values("pk")))

    def seen(self, user: Any, **which: Any) -> Seen:
        """The one that is asked for, if this person may see it; DoesNotExist otherwise. Two queries."""
        held = holdings(user)
        return Seen(self.visible_through(held).get(**which), held)

    def sight(self, user: Any) -> Sight:
        """Their keys, and their names by short name, as lists show them. Two queries."""
        held = holdings(user)
        rows = list(self.visible_through(held).for_table().values_list("pk", "slug", "name"))
        return Sight(held.is_portal_admin, {slug: name for _, slug, name in rows}, [key for key, _, _ in rows])

    def joined_by(self, organisations: Any) -> Self:
        """Of which one of these is a member now. Once for each of its memberships."""
        return self.filter(MembershipQuerySet.CURRENT_VIA_PARTNERSHIP, memberships__organisation__in=organisations)

    def managed_by(self, user: Any) -> Self:
        """Portal admins manage all; programme officers those they hold a grant on."""
        grants = user.grants.in_force()
        managed = grants.for_role(rules.Role.PROGRAMME_OFFICER).values("partnership")
        return self.filter(Q(pk__in=managed) | Exists(grants.for_role(rules.Role.PORTAL_ADMIN)))

    def for_table(self) -> Self:
        return self.order_by("name", "pk")


class OrganisationQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """One's own organisations, and everyone in the partnerships one may see. Programme officers also see those that
        no partnership has yet: they are who may be brought in."""
        if not user.is_authenticated:
            return self.none()
        grants = user.grants.in_force()
        fellow = self.model._default_manager.filter(memberships__partnership__in=visible_partnerships(user))
        alone = self.model._default_manager.filter(memberships=None)
        return self.filter(
            Q(pk__in=grants.filter(organisation__isnull=False).values("organisation"))
            | Q(pk__in=fellow.values("pk"))
            | (Q(pk__in=alone.values("pk")) & Exists(grants.for_role(rules.Role.PROGRAMME_OFFICER)))
            | Exists(grants.for_role(rules.Role.PORTAL_ADMIN))
        )

    def for_table(self) -> Self:
        return self.select_related("county").order_by("name", "pk")

    def members_of(self, partnerships: Any) -> Self:
        """Those that are in one of these partnerships now, each once."""
        joined = self.model._default_manager.filter(
            MembershipQuerySet.CURRENT_VIA_PARTNERSHIP, memberships__partnership__in=partnerships
        )
        return self.filter(pk__in=joined.values("pk"))


class MembershipQuerySet(ScopedQuerySet[Row]):
    CURRENT_VIA_PARTNERSHIP = (
        Q(memberships__joined_earliest=None) | Q(memberships__joined_earliest__lte=TruncDate(Now()))
    ) & (Q(memberships__left_latest=None) | Q(memberships__left_latest__gte=TruncDate(Now())))

    def visible_to(self, user: Any) -> Self:
        return self.filter(partnership__in=visible_partnerships(user))

    def of_seen(self, seen: Seen) -> Self:
        return self.filter(partnership=seen.partnership)

    def current(self) -> Self:
        today = TruncDate(Now())
        joined = Q(joined_earliest=None) | Q(joined_earliest__lte=today)
        return self.filter(joined & (Q(left_latest=None) | Q(left_latest__gte=today)))

    def for_table(self) -> Self:
        return self.select_related("organisation").order_by("organisation__name", "pk")


class ImportBatchQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """One's own; portal administrators see all."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(by=user) | Exists(user.grants.in_force().for_role(rules.Role.PORTAL_ADMIN)))

    def for_table(self) -> Self:
        """Without what only one batch's own page shows."""
        return self.select_related("by").defer("changes", "images", "problems").order_by("-created_at", "-pk")
