from typing import Any

from partnerships.models import Partnership, User
from partnerships.rules import Role
from sharedservices.core.decisions import Allowed, Decision, Denied
from workstreams.models import ProgressUpdate, Workstream, WorkstreamLead


def can_update(user: Any, workstream: Workstream) -> Decision:
    """Two queries at most: the workstream's own leads, then the partnership's programme officers."""
    if Workstream.objects.led_by(user).filter(pk=workstream.pk).exists():
        return Allowed()
    if _is_officer(user, workstream):
        return Allowed()
    return Denied("Only the workstream's lead and the programme's officers write its updates.")


def can_review_updates(user: Any, workstream: Workstream) -> Decision:
    """Approve or return the updates of a workstream that others wrote. One query."""
    if _is_officer(user, workstream):
        return Allowed()
    return Denied("Only the programme's officers approve updates or return them.")


def can_review(user: Any, update: ProgressUpdate) -> Decision:
    """Reads `update.workstream`: select it with the row. Two queries."""
    may = can_review_updates(user, update.workstream)
    is_own = bool(may) and ProgressUpdate.objects.filter(pk=update.pk).written_by(user).exists()
    return among_others(may, is_own=is_own)


def among_others(decision: Decision, *, is_own: bool) -> Decision:
    """As `can_review`, from what `can_review_updates` decided on all updates of the workstream. No query."""
    if decision and is_own:
        return Denied("You wrote this update: another of the programme's officers approves or returns it.")
    return decision


def can_appoint(user: Any, partnership: Partnership, person: User | None = None) -> Decision:
    """Say who leads the partnership's workstreams."""
    if person is not None and person.pk == user.pk:
        return Denied("Nobody appoints themselves. Ask another programme officer, or a portal administrator.")
    if Partnership.objects.managed_by(user).filter(pk=partnership.pk).exists():
        return Allowed()
    return Denied("Only the programme's officers and portal administrators say who leads a workstream.")


def can_dismiss(user: Any, lead: WorkstreamLead) -> Decision:
    """Reads `lead.workstream.partnership`: select both with the row."""
    return can_appoint(user, lead.workstream.partnership)


def _is_officer(user: Any, workstream: Workstream) -> bool:
    officers = user.grants.in_force().for_role(Role.PROGRAMME_OFFICER)
    return bool(officers.filter(partnership=workstream.partnership_id).exists())
