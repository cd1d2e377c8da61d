"""Who may see who holds what: people, their roles, invitations, tokens, sessions and the log of access."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db.models import Exists, Q
from django.db.models.functions import Now

from partnerships import rules
from partnerships.querysets import TenureQuerySet, in_force_now
from sharedservices.core.querysets import Row, ScopedQuerySet


class RoleGrantQuerySet(TenureQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """One's own, and those lent from them. Portal administrators see all; programme officers those on their
        partnerships and on the councils that are in them now."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(user=user) | Q(delegated_from__user=user) | _overseen(user))

    def ended_by(self, user: Any) -> Self:
        """Those that this user may end: what they lent, and what they might grant."""
        return self.filter(Q(delegated_from__user=user) | _granted(user))

    def in_force(self) -> Self:
        """A delegated one only while the grant behind it is in force too."""
        return super().in_force().filter(Q(delegated_from=None) | in_force_now("delegated_from__"))

    def with_token(self, token: Any) -> Self:
        """Those in the organisation that it acts for or, where it acts for none, on the portal and its partnerships."""
        return self.filter(organisation=token.organisation_id)

    def for_table(self) -> Self:
        rows = self.select_related("user", "partnership", "organisation", "granted_by", "ended_by")
        return rows.select_related("delegated_from__user").order_by("-valid_from", "role", "pk")

    def for_role(self, *roles: rules.Role) -> Self:
        return self.filter(role__in=roles)


def _overseen(user: Any) -> Q:
    """Rows with a `partnership` or an `organisation` that this user looks after."""
    managed = apps.get_model("partnerships", "Partnership").objects.managed_by(user)
    councils = apps.get_model("partnerships", "Organisation").objects.members_of(managed)
    everything = Exists(user.grants.in_force().for_role(rules.Role.PORTAL_ADMIN))
    return Q(partnership__in=managed) | Q(organisation__in=councils.values("pk")) | Q(everything)


def _granted(user: Any) -> Q:
    """To which of the overseen this user may admit: programme officers to what `rules.OFFICERS_GRANT` says."""
    everything = Exists(user.grants.in_force().for_role(rules.Role.PORTAL_ADMIN))
    return Q(everything) | (_overseen(user) & Q(role__in=rules.OFFICERS_GRANT))


class UserQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """Oneself. Portal administrators see everybody; programme officers who holds, or held, something on their
        partnerships or on the councils in them."""
        if not user.is_authenticated:
            return self.none()
        grants = apps.get_model("partnerships", "RoleGrant").objects.visible_to(user)
        everything = Exists(user.grants.in_force().for_role(rules.Role.PORTAL_ADMIN))
        return self.filter(Q(pk=user.pk) | Q(pk__in=grants.values("user")) | everything)

    def colleagues_in(self, organisation: Any, *, of: Any) -> Self:
        """Everybody else who holds a role there."""
        grants = apps.get_model("partnerships", "RoleGrant").objects.in_force().filter(organisation=organisation)
        return self.exclude(pk=of.pk).filter(pk__in=grants.values("user"))

    def involved_in(self, partnership: Any) -> Self:
        """Who holds a role on it, or on a council that is in it now."""
        grants = apps.get_model("partnerships", "RoleGrant").objects.in_force()
        councils = apps.get_model("partnerships", "Organisation").objects.members_of([partnership])
        mine = grants.filter(Q(partnership=partnership) | Q(organisation__in=councils))
        return self.filter(pk__in=mine.values("user"))

    def for_table(self) -> Self:
        return self.select_related("organisation").order_by("name", "pk")


class InvitationQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """Portal administrators see all; programme officers those to see their partnerships."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(_granted(user))

    def open(self) -> Self:
        """Neither taken up nor withdrawn nor too old."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=Now())

    def for_email(self, email: str) -> Self:
        return self.filter(email__iexact=email.strip())

    def for_table(self) -> Self:
        rows = self.select_related("partnership", "organisation", "invited_by", "accepted_by")
        return rows.order_by("-created_at", "-pk")


class ApiTokenQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(user=user) if user.is_authenticated else self.none()

    def usable(self) -> Self:
        """Neither revoked nor expired, and its owner may still sign in."""
        return self.filter(revoked_at=None, expires_at__gt=Now(), user__is_active=True)


class OpenSessionQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(user=user) if user.is_authenticated else self.none()

    def open(self, *, at: datetime) -> Self:
        """Neither too old nor idle for too long."""
        oldest = at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
        idle = at - timedelta(seconds=settings.SESSION_IDLE_AGE)
        return self.filter(expire_date__gt=at, begun_at__gt=oldest, seen_at__gt=idle)


class AccessEventQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """One's own; portal admins see everybody's."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(user=user) | Exists(user.grants.in_force().for_role(rules.Role.PORTAL_ADMIN)))

    def for_table(self) -> Self:
        return self.select_related("user").order_by("-at", "-pk")
