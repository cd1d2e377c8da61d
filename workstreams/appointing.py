"""Who leads a workstream, and until when. It counts with the next request."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnerships.models import Organisation, Partnership, User
from sharedservices.core.acting import saying
from sharedservices.core.decisions import insist
from sharedservices.core.errors import RuleViolation
from workstreams import permissions
from workstreams.models import Workstream, WorkstreamLead


@transaction.atomic
def appoint(
    *, workstream: Workstream, user: User, valid_from: date, valid_until: date | None, reason: str, by: User
) -> WorkstreamLead:
    """Locks the account, so that nobody is appointed twice."""
    insist(permissions.can_appoint(by, workstream.partnership, user))
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active or not Partnership.objects.visible_to(user).filter(pk=workstream.partnership_id).exists():
        raise RuleViolation(f"{user} cannot see {workstream.partnership}: they need a role there first.", field="user")
    if user.led_workstreams.in_force().filter(workstream=workstream).exists():
        raise RuleViolation(f"{user} leads this workstream already.", field="user")
    if valid_until is not None and valid_until < valid_from:
        raise RuleViolation("The last day is before the first.", field="valid_until")
    with saying(reason=_reason(reason)):
        return WorkstreamLead.objects.create(
            workstream=workstream,
            user=user,
            valid_from=valid_from,
            valid_until=valid_until,
            reason=_reason(reason),
            granted_by=by,
        )


@transaction.atomic
def dismiss(*, lead: WorkstreamLead, by: User, reason: str, at: datetime, version: int) -> WorkstreamLead:
    """At once. `version` is what was shown. Locks the row."""
    rows = WorkstreamLead.objects.select_for_update(of=("self",)).select_related("workstream__partnership", "user")
    lead = rows.get(pk=lead.pk)
    insist(permissions.can_dismiss(by, lead))
    if lead.ended_at is not None:
        raise RuleViolation(f"{lead.user} does not lead this workstream any more.")
    if lead.version != version:
        raise RuleViolation("This was changed while you looked at it. Open the page again.")
    with saying(reason=_reason(reason)):
        _end(lead, by, _reason(reason), at)
    return lead


def end_with_the_council(
    *, user: User, organisation: Organisation, on: date, by: User, reason: str, at: datetime, **_: Any
) -> None:
    """Whoever leaves a council no longer leads the workstreams that it leads."""
    rows = WorkstreamLead.objects.select_for_update(of=("self",))
    for lead in rows.filter(user=user, workstream__lead=organisation, ended_at=None):
        if on <= timezone.localdate(at) or lead.valid_from >= on:
            _end(lead, by, reason, at)
        elif lead.valid_until is None or lead.valid_until >= on:
            lead.valid_until = on - timedelta(days=1)
            lead.save(update_fields=["valid_until"])


def _end(lead: WorkstreamLead, by: User, reason: str, at: datetime) -> None:
    lead.ended_at, lead.ended_by, lead.end_reason = at, by, reason
    lead.save(update_fields=["ended_at", "ended_by", "end_reason"])


def _reason(text: str) -> str:
    if not text.strip():
        raise RuleViolation("Say why. The reason stands beside it for everybody who may see it.", field="reason")
    return text.strip()[:200]
