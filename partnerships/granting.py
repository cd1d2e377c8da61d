"""Who is given which role, and what ends it. It all counts with the next request: `in_force` is asked each time."""

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least
from django.dispatch import Signal
from django.utils import timezone

from partnerships import permissions, tenures
from partnerships.models import ApiToken, Organisation, Partnership, RoleGrant, User
from partnerships.rules import Role
from partnerships.tenures import checked_reason, insist_on_days
from sharedservices.core.acting import saying
from sharedservices.core.decisions import insist
from sharedservices.core.errors import RuleViolation

LAST_ADMINISTRATOR = "{} is the last portal administrator. Grant the role to somebody else first."
left_council = Signal()  # with user, organisation, on, by, reason, at: for apps that hold tenures of their own


@transaction.atomic
def grant(
    *,
    user: User,
    role: str,
    partnership: Partnership | None = None,
    organisation: Organisation | None = None,
    valid_from: date,
    valid_until: date | None = None,
    reason: str,
    by: User,
) -> RoleGrant:
    """Locks the account, so that nobody is granted the same twice."""
    insist(permissions.can_grant(by, user, role, partnership=partnership, organisation=organisation))
    held = _active(user).grants.filter(role=role, partnership=partnership, organisation=organisation)
    if held.in_force().filter(delegated_from=None).exists():
        raise RuleViolation(f"{user} holds this role already. End it first, or leave it as it is.", field="role")
    insist_on_days(valid_from, valid_until)
    reason = checked_reason(reason)
    with saying(reason=reason):
        return RoleGrant.objects.create(
            user=user,
            role=role,
            partnership=partnership,
            organisation=organisation,
            valid_from=valid_from,
            valid_until=valid_until,
            reason=reason,
            granted_by=by,
        )


@transaction.atomic
def delegate(*, grant: RoleGrant, to: User, valid_from: date, until: date, reason: str, by: User) -> RoleGrant:
    """Lends a role to a colleague until a day. Locks both accounts' rows that count."""
    lent = _locked(grant)
    insist(permissions.can_delegate(by, lent))
    if to.pk == by.pk or not _active(to).grants.in_force().filter(organisation=lent.organisation).exists():
        raise RuleViolation(f"Choose a colleague who holds a role in {lent.organisation}.", field="to")
    if lent.valid_until and until > lent.valid_until:
        raise RuleViolation(f"Your own role ends on {lent.valid_until:%-d %B %Y}: it cannot be lent longer.", "until")
    insist_on_days(valid_from, until, field="until")
    if to.grants.in_force().filter(role=lent.role, organisation=lent.organisation).exists():
        raise RuleViolation(f"{to} holds this role already.", field="to")
    reason = checked_reason(reason)
    with saying(reason=reason):
        return RoleGrant.objects.create(
            user=to,
            role=lent.role,
            organisation=lent.organisation,
            partnership=lent.partnership,
            delegated_from=lent,
            valid_from=valid_from,
            valid_until=until,
            reason=reason,
            granted_by=by,
        )


@transaction.atomic
def end_grant(*, grant: RoleGrant, by: User, reason: str, at: datetime, version: int) -> RoleGrant:
    """At once, not at the day's end; what was delegated from it ends with it. `version` is what was shown. Locks it."""
    grant = _locked(grant)
    insist(permissions.can_end(by, grant))
    if grant.ended_at is not None:
        raise RuleViolation("This role has been ended already.")
    if grant.version != version:
        raise RuleViolation("This role was changed while you looked at it. Open the page again.")
    if grant.role == Role.PORTAL_ADMIN:
        _leave_an_administrator(grant.user)
    reason = checked_reason(reason)
    with saying(reason=reason):
        tenures.end(grant, by=by, reason=reason, at=at)
    return grant


@transaction.atomic
def suspend(*, user: User, by: User, reason: str, at: datetime) -> User:
    """The account may neither sign in nor go on, its sessions, tokens and links to a new password are ended for good,
    and what it delegated rests. Locks it."""
    insist(permissions.can_administer(by, user))
    user = _active(user)
    _leave_an_administrator(user)
    user.is_active = False
    reason = checked_reason(reason)
    with saying(reason=reason):
        user.save(update_fields=["is_active"])
        end_access(user, at=at)
    return user


@transaction.atomic
def reinstate(*, user: User, by: User, reason: str, at: datetime) -> User:
    """The account may sign in again and holds what it held. Of what was open before nothing comes back."""
    insist(permissions.can_administer(by, user))
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active:
        raise RuleViolation("This account is not suspended.")
    user.is_active = True
    reason = checked_reason(reason)
    with saying(reason=reason):
        user.save(update_fields=["is_active"])
        end_access(user, at=at)  # also what began while the account was being suspended
    return user


@transaction.atomic
def move_council(
    *, user: User, source: Organisation, target: Organisation | None, on: date, by: User, reason: str, at: datetime
) -> User:
    """From that day on, the person is no longer at `source`: every role there ends, and its tokens stop. What they do
    at `target` is granted there. A day that has come means at once."""
    insist(permissions.can_administer(by, user))
    user = User.objects.select_for_update().get(pk=user.pk)
    if source == target:
        raise RuleViolation("Choose the council that the person moves to, or none.", field="target")
    reason = checked_reason(reason)
    with saying(reason=reason):
        for one in RoleGrant.objects.select_for_update().filter(user=user, organisation=source, ended_at=None):
            tenures.end_on(one, on=on, by=by, reason=reason, at=at)
        at_once = on <= timezone.localdate(at)
        _stop_tokens(user, source, at if at_once else timezone.make_aware(datetime.combine(on, time.min)))
        user.organisation = target
        user.save(update_fields=["organisation"])
        left_council.send(User, user=user, organisation=source, on=on, by=by, reason=reason, at=at)
    return user


def end_access(user: User, *, at: datetime) -> None:
    """Every session and token of the account, wherever it is in use, and every link that was sent to it."""
    user.access_ended_at = at
    user.save(update_fields=["access_ended_at"])
    user.open_sessions.all().delete()
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=at, version=F("version") + 1)


def _stop_tokens(user: User, organisation: Organisation, at: datetime) -> None:
    tokens = ApiToken.objects.filter(user=user, organisation=organisation, revoked_at=None)
    tokens.update(expires_at=Least("expires_at", at), version=F("version") + 1)


def _locked(grant: RoleGrant) -> RoleGrant:
    rows = RoleGrant.objects.select_for_update(of=("self",))
    locked: RoleGrant = rows.select_related("user", "organisation", "partnership", "delegated_from").get(pk=grant.pk)
    return locked


def _active(user: User) -> User:
    locked: User = User.objects.select_for_update().get(pk=user.pk)
    if not locked.is_active:
        raise RuleViolation(f"The account of {locked} is suspended. Reinstate it first.")
    return locked


def _leave_an_administrator(user: User) -> None:
    """Locks every administrator's grant first, so that two of them cannot end each other at once."""
    administrators = RoleGrant.objects.for_role(Role.PORTAL_ADMIN)
    if not administrators.in_force().filter(user=user).exists():
        return
    list(administrators.order_by("pk").select_for_update())
    if not administrators.in_force().exclude(user=user).exists():
        raise RuleViolation(LAST_ADMINISTRATOR.format(user))
