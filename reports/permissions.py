"""Who may write, clear and publish a council's paper. Each question is one query on the person's grants."""

from typing import Any

from partnerships.rules import Role
from reports.models import Report
from sharedservices.core.decisions import Allowed, Decision, Denied


def _holds(user: Any, report: Report, *roles: Role) -> bool:
    grants = user.grants.in_force().for_role(*roles)
    return bool(grants.filter(organisation=report.committee.organisation_id).exists())


def can_edit(user: Any, report: Report) -> Decision:
    if not _holds(user, report, Role.REPORT_AUTHOR):
        return Denied("Only the council's report authors write this paper.")
    return Allowed()


def can_compile(user: Any, report: Report) -> Decision:
    if not _holds(user, report, Role.REPORT_AUTHOR, Role.CLERK):
        return Denied("Only the council's report authors and clerks compile this paper.")
    return Allowed()


def can_clear(user: Any, report: Report) -> Decision:
    """A second person: nobody clears what they compiled or wrote themselves."""
    if not _holds(user, report, Role.IMPLICATIONS_VERIFIER, Role.FINANCE_VERIFIER):
        return Denied("Only the council's verifiers clear this paper.")
    newest = report.snapshots.order_by("-number").first()
    if newest is not None and newest.created_by_id == user.pk:
        return Denied("You compiled this version, so somebody else has to clear it.")
    if report.written_by_id == user.pk or report.sections.filter(author=user).exists():
        return Denied("You wrote some of this paper, so somebody else has to clear it.")
    return Allowed()


def can_publish(user: Any, report: Report) -> Decision:
    if not _holds(user, report, Role.CLERK):
        return Denied("Only the council's committee clerks publish papers.")
    return Allowed()
