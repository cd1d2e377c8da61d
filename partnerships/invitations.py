"""Invitations to a role, by e-mail. Each link's token is known to its e-mail alone: here is only its sha256."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from partnerships import granting, permissions, tasks
from partnerships.models import Invitation, Organisation, Partnership, RoleGrant, User
from sharedservices.core import jobs
from sharedservices.core.acting import saying
from sharedservices.core.decisions import insist
from sharedservices.core.errors import RuleViolation
from sharedservices.core.models import Job

LASTS = timedelta(days=14)
CLOSED = "This invitation is not open any more. Ask whoever invited you for another."


def find_by_digest(digest: str) -> Invitation | None:
    """The open invitation of the token with this digest; None alike for one that is used, withdrawn, too old, or never
    was."""
    rows = Invitation.objects.open().filter(digest=digest)
    invitation: Invitation | None = rows.select_related("partnership", "organisation", "invited_by").first()
    return invitation


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    role: str,
    partnership: Partnership | None = None,
    organisation: Organisation | None = None,
    valid_until: date | None = None,
    reason: str,
    by: User,
    at: datetime,
) -> Invitation:
    """Records it and has the e-mail sent."""
    insist(permissions.can_invite(by, role, partnership=partnership, organisation=organisation))
    if valid_until is not None and valid_until < timezone.localdate(at):
        raise RuleViolation("The role's last day has passed.", field="valid_until")
    if email.strip().lower() == by.email.lower():
        raise RuleViolation("This is your own address: nobody admits themselves to a role.", field="email")
    asked = {"role": role, "partnership": partnership, "organisation": organisation}
    if Invitation.objects.open().for_email(email).filter(**asked).exists():
        raise RuleViolation("This person has an open invitation to this role. Send that one again.", field="email")
    if RoleGrant.objects.in_force().filter(user__email__iexact=email.strip(), **asked).exists():
        raise RuleViolation("This person holds this role already.", field="email")
    with saying(reason=reason.strip()):
        invitation = Invitation.objects.create(
            email=email.strip(),
            name=name.strip(),
            valid_until=valid_until,
            reason=reason.strip(),
            invited_by=by,
            expires_at=at + LASTS,
            **asked,
        )
    _send(invitation, by)
    return invitation


@transaction.atomic
def send_again(*, invitation: Invitation, by: User, at: datetime) -> Job:
    """Another e-mail with another link, for another 14 days; the link that went before is dead at once."""
    invitation = _locked(invitation)
    insist(permissions.can_withdraw(by, invitation))
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise RuleViolation("This invitation was taken up or withdrawn. Make another.")
    invitation.digest, invitation.sent_at, invitation.expires_at = None, None, at + LASTS
    invitation.save(update_fields=["digest", "sent_at", "expires_at"])
    return _send(invitation, by)


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """Its link is dead at once. Locks the row."""
    invitation = _locked(invitation)
    insist(permissions.can_withdraw(by, invitation))
    if invitation.accepted_at is not None:
        raise RuleViolation("This invitation was taken up. End the role instead.")
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at, invitation.digest = at, None
        invitation.save(update_fields=["withdrawn_at", "digest"])
    return invitation


@transaction.atomic
def open_account(*, invitation: Invitation, name: str, password: str, at: datetime) -> User:
    """A new account with what the invitation is to. ValidationError when the password is too weak. Locks the row."""
    invitation = _locked(invitation)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise RuleViolation("You have an account already. Sign in to take the invitation up.")
    user = User(email=invitation.email, name=name.strip(), organisation=invitation.organisation)
    validate_password(password, user)
    user.set_password(password)
    user.save()
    accept(invitation=invitation, user=user, at=at)
    return user


@transaction.atomic
def accept(*, invitation: Invitation, user: User, at: datetime) -> RoleGrant:
    """Grants what it is to, once, if whoever invited may still do so. The caller has made sure that `user` is who the
    e-mail address belongs to. Locks the row."""
    invitation = _locked(invitation)
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None or invitation.expires_at <= at:
        raise RuleViolation(CLOSED)
    if user.email.lower() != invitation.email.lower():
        raise RuleViolation("This invitation is for another e-mail address. Sign in with that one.")
    asked: Any = {"partnership": invitation.partnership, "organisation": invitation.organisation}
    by = invitation.invited_by
    if not by.is_active or not permissions.can_invite(by, invitation.role, **asked):
        raise RuleViolation(CLOSED)
    invitation.accepted_at, invitation.accepted_by, invitation.digest = at, user, None
    invitation.save(update_fields=["accepted_at", "accepted_by", "digest"])
    return granting.grant(
        user=user,
        role=invitation.role,
        **asked,
        valid_from=timezone.localdate(at),
        valid_until=invitation.valid_until,
        reason=invitation.reason,
        by=by,
    )


def _send(invitation: Invitation, by: User) -> Job:
    return jobs.enqueue(
        task=tasks.send_invitation.name,
        key=f"invitation:{invitation.pk}",
        title=f"Invite {invitation.name[:120]}",
        by=by,
    )


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    return rows.select_related("partnership", "organisation", "invited_by").get(pk=invitation.pk)
