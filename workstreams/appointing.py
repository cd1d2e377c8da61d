"""Who leads a workstream, and until when. It counts with the next request."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from partnerships import tenures
from partnerships.models import Organisation, Partnership, User
from partnerships.tenures import checked_reason, insist_on_days
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
    insist_on_days(valid_from, valid_until)
    reason = checked_reason(reason)
    with saying(reason=reason):
        return WorkstreamLead.objects.create(
            workstream=workstream,
            user=user,
            valid_from=valid_from,
            valid_until=valid_until,
            reason=reason,
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
    reason = checked_reason(reason)
    with saying(reason=reason):
        tenures.end(lead, by=by, reason=reason, at=at)
    return lead


def end_with_the_council(
    *, user: User, organisation: Organisation, on: date, by: User, reason: str, at: datetime, **_: Any
) -> None:
    """Whoever leaves a council no longer leads the workstreams that it leads."""
    rows = WorkstreamLead.objects.select_for_update(of=("self",))
    for lead in rows.filter(user=user, workstream__lead=organisation, ended_at=None):
        tenures.end_on(lead, on=on, by=by, reason=reason, at=at)
