"""Who may see which row. Only PartnershipQuerySet knows what membership and grants mean; the rest delegates to it."""

from typing import Any, Self

from django.apps import apps
from django.db.models import Exists, F, Q
from django.db.models.functions import Now, TruncDate

from partnerships import rules
from sharedservices.core.querysets import Row, ScopedQuerySet


def visible_partnerships(user: Any) -> "PartnershipQuerySet":
    """For querysets below the models they filter; everybody else asks `Partnership.objects`."""
    partnerships: PartnershipQuerySet = apps.get_model("partnerships", "Partnership").objects.visible_to(user)
    return partnerships


class TenureQuerySet(ScopedQuerySet[Row]):
    """What a user holds from and until a day."""

    def in_force(self) -> Self:
        """Begun and not ended, by the database's day; a suspended account holds nothing."""
        return self.filter(_in_force())

    def through(self, token: Any) -> Self:
        """What an API token acts with."""
        return self.none()


def _in_force(path: str = "") -> Q:
    today = TruncDate(Now())
    begun = {"valid_from__lte": today, "ended_at": None, "user__is_active": True}
    open_ended, lasting = Q(**{f"{path}valid_until": None}), Q(**{f"{path}valid_until__gte": today})
    return (open_ended | lasting) & Q(**{f"{path}{name}": value for name, value in begun.items()})


class RoleGrantQuerySet(TenureQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """One's own. Portal administrators see all; programme officers those on their partnerships and on the councils
        that are in them now."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(user=user) | _overseen(user))

    def in_force(self) -> Self:
        """A delegated one only while the grant behind it is in force too."""
        return super().in_force().filter(Q(delegated_from=None) | _in_force("delegated_from__"))

    def through(self, token: Any) -> Self:
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
    councils = apps.get_model("partnerships", "Organisation").objects.filter(
        MembershipQuerySet.CURRENT_VIA_PARTNERSHIP, memberships__partnership__in=managed
    )
    everything = Exists(user.grants.in_force().for_role(rules.Role.PORTAL_ADMIN))
    return Q(partnership__in=managed) | Q(organisation__in=councils.values("pk")) | everything


class UserQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """Oneself. Portal administrators see everybody; programme officers who holds, or held, something on their
        partnerships or on the councils in them."""
        if not user.is_authenticated:
            return self.none()
        grants = apps.get_model("partnerships", "RoleGrant").objects.visible_to(user)
        everything = Exists(user.grants.in_force().for_role(rules.Role.PORTAL_ADMIN))
        return self.filter(Q(pk=user.pk) | Q(pk__in=grants.values("user")) | everything)

    def for_table(self) -> Self:
        return self.select_related("organisation").order_by("name", "pk")


class InvitationQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """Portal administrators see all; programme officers those to their partnerships, and as viewers of the councils
        in them."""
        if not user.is_authenticated:
            return self.none()
        everything = Exists(user.grants.in_force().for_role(rules.Role.PORTAL_ADMIN))
        return self.filter(everything | (_overseen(user) & Q(role__in=rules.OFFICERS_GRANT)))

    def open(self) -> Self:
        """Neither taken up nor withdrawn nor too old."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=Now())

    def for_email(self, email: str) -> Self:
        return self.filter(email__iexact=email.strip())

    def for_table(self) -> Self:
        rows = self.select_related("partnership", "organisation", "invited_by", "accepted_by")
        return rows.order_by("-created_at", "-pk")


class PartnershipQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """Portal admins see all; others those they hold a grant on, or of which a council they act for is a member."""
        if not user.is_authenticated:
            return self.none()
        grants = user.grants.in_force()
        joined = self.model._default_manager.filter(
            MembershipQuerySet.CURRENT_VIA_PARTNERSHIP,
            memberships__organisation__in=grants.filter(organisation__isnull=False).values("organisation"),
        )
        return self.filter(
            Q(pk__in=grants.filter(partnership__isnull=False).values("partnership"))
            | Q(pk__in=joined.values("pk"))
            | Exists(grants.for_role(rules.Role.PORTAL_ADMIN))
        )

    def managed_by(self, user: Any) -> Self:
        """Portal admins manage all; programme officers those they hold a grant on."""
        grants = user.grants.in_force()
        managed = grants.for_role(rules.Role.PROGRAMME_OFFICER).values("partnership")
        return self.filter(Q(pk__in=managed) | Exists(grants.for_role(rules.Role.PORTAL_ADMIN)))

    def for_table(self) -> Self:
        return self.order_by("name", "pk")


class OrganisationQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """One's own organisations, and everyone in the partnerships one may see."""
        if not user.is_authenticated:
            return self.none()
        grants = user.grants.in_force()
        fellow = self.model._default_manager.filter(memberships__partnership__in=visible_partnerships(user))
        return self.filter(
            Q(pk__in=grants.filter(organisation__isnull=False).values("organisation"))
            | Q(pk__in=fellow.values("pk"))
            | Exists(grants.for_role(rules.Role.PORTAL_ADMIN))
        )


class MembershipQuerySet(ScopedQuerySet[Row]):
    CURRENT_VIA_PARTNERSHIP = (
        Q(memberships__joined_earliest=None) | Q(memberships__joined_earliest__lte=TruncDate(Now()))
    ) & (Q(memberships__left_latest=None) | Q(memberships__left_latest__gte=TruncDate(Now())))

    def visible_to(self, user: Any) -> Self:
        return self.filter(partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("organisation").order_by("organisation__name", "pk")


class GovernanceBodyQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("parent").order_by("name", "pk")


class MeetingQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(body__partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("body").order_by("date_earliest", "pk")


class DecisionQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(meeting__body__partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("meeting__body").order_by("meeting__date_earliest", "meeting_id", "number")


class ActionQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("owner", "meeting__body").order_by(F("due_latest").asc(nulls_last=True), "pk")


class ApiTokenQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(user=user) if user.is_authenticated else self.none()

    def usable(self) -> Self:
        """Neither revoked nor expired, and its owner may still sign in."""
        return self.filter(revoked_at=None, expires_at__gt=Now(), user__is_active=True)


class BodyMemberQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(body__partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("body", "organisation").order_by("body", "organisation__name", "office", "pk")


class AgendaItemQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(meeting__body__partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("meeting__body").order_by("meeting__date_earliest", "meeting_id", "number")


class EndorsementQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(decision__meeting__body__partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("decision__meeting__body", "organisation").order_by(
            "decision", "organisation__name", "pk"
        )


class HostingQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("host").order_by("function", "pk")


class AgreementQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.prefetch_related("signatures__organisation").order_by("slug", "pk")


class SignatureQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(agreement__partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("agreement", "organisation").order_by("agreement", "organisation__name", "pk")


class AwardQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.order_by("slug", "pk")


class SpendQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(award__partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("award").order_by("award", "period_earliest", "pk")


class ContributionQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("organisation").order_by("period_earliest", "organisation__name", "pk")


class ImportBatchQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """One's own; portal administrators see all."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(by=user) | Exists(user.grants.in_force().for_role(rules.Role.PORTAL_ADMIN)))

    def for_table(self) -> Self:
        """Without what only one batch's own page shows."""
        return self.select_related("by").defer("changes", "images", "problems").order_by("-created_at", "-pk")
