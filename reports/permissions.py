"""Who may write, clear and publish a council's paper. Each question is a query on the person's grants, and a second
one where these are not all that counts."""

from typing import Any

from django.db.models import Q

from partnerships.models import Partnership
from partnerships.rules import Role
from reports.models import Report, ReportSection
from sharedservices.core.decisions import Allowed, Decision, Denied
from sharedservices.core.models import HistoryEvent


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
    if not Partnership.objects.visible_to(user).filter(pk=report.partnership_id).exists():
        return Denied("Your council has left this partnership, so no paper tells of its records any more.")
    return Allowed()


def can_clear(user: Any, report: Report) -> Decision:
    """A second person: nobody clears what they compiled or wrote themselves."""
    if not _holds(user, report, Role.IMPLICATIONS_VERIFIER, Role.FINANCE_VERIFIER):
        return Denied("Only the council's verifiers clear this paper.")
    newest = report.snapshots.order_by("-number").first()
    if newest is not None and newest.created_by_id == user.pk:
        return Denied("You compiled this version, so somebody else has to clear it.")
    if report.written_by_id == user.pk or _has_written(user, report):
        return Denied("You wrote some of this paper, so somebody else has to clear it.")
    return Allowed()


def _has_written(user: Any, report: Report) -> bool:
    """At any time, whoever went over it since: by the record of changes."""
    paper = Q(table=Report._meta.db_table, row=report.pk, after__written_by_id=user.pk)
    sections = Q(table=ReportSection._meta.db_table, row__in=report.sections.values("pk"))
    written = Q(user=user.pk) | Q(after__author_id=user.pk)
    return bool(HistoryEvent.objects.filter(paper | (sections & written)).exists())


def can_publish(user: Any, report: Report) -> Decision:
    if not _holds(user, report, Role.CLERK):
        return Denied("Only the council's committee clerks publish papers.")
    return Allowed()
