"""What people do with a report. Every function locks the report's row, asks permission again and checks the moment."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnerships.models import User
from reports import permissions, rules, snapshots, tasks
from reports.models import Recommendation, Rendition, Report, ReportSection, Snapshot
from sharedservices.core import jobs
from sharedservices.core.acting import saying
from sharedservices.core.decisions import Decision, insist
from sharedservices.core.errors import RuleViolation
from sharedservices.core.models import Job

Ask = Callable[[Any, Report], Decision]


def _locked(report: Report, by: User, ask: Ask) -> Report:
    locked = Report.objects.select_for_update(of=("self",)).select_related("committee__organisation").get(pk=report.pk)
    insist(ask(by, locked))
    return locked


def _move(report: Report, to: rules.Status) -> None:
    if to not in rules.TRANSITIONS[rules.Status(report.status)]:
        wanted = Report.Status(to).label.lower()
        raise RuleViolation(f"This report is {report.get_status_display().lower()}: it cannot become {wanted} now.")
    report.status = to


def insist_on_draft(report: Report) -> None:
    """Also asked before a form is shown, so that nobody writes what cannot be saved."""
    if report.status != rules.Status.DRAFT:
        raise RuleViolation("Only a draft can be written. Start a correction, or take it back from clearance.")


@transaction.atomic
def write(
    *,
    report: Report,
    by: User,
    version: int,
    details: Mapping[str, Any],
    texts: Mapping[str, str],
    recommendations: Sequence[str],
    why: str = "",
) -> Report:
    """Stores the author's words: details of the report, text by section key, recommendations in their order.

    `version` is the report's as the writer last saw it; when somebody saved in between, nothing is written and the
    answer names them. `why` goes to the paper's history.
    """
    report = _locked(report, by, permissions.can_edit)
    insist_on_draft(report)
    if report.version != version:
        who = report.written_by.name if report.written_by else "Somebody else"
        raise RuleViolation(
            f"{who} changed this paper while you were writing. Your text is still below: copy it, then reload."
        )
    for name, value in details.items():
        setattr(report, name, value)
    report.written_by = by
    with saying(reason=why):
        report.save()
        _write_sections(report, by, texts)
        _write_recommendations(report, recommendations)
    return report


def _write_sections(report: Report, by: User, texts: Mapping[str, str]) -> None:
    """Only what changed, so that a section's author is whoever wrote its words."""
    before = {section.key: section for section in report.sections.all()}
    for key, text in texts.items():
        section = before.get(key) or ReportSection(report=report, key=key)
        if section.text != text:
            section.text, section.author = text, by
            section.save()


def _write_recommendations(report: Report, texts: Sequence[str]) -> None:
    """Only what changed, so that the history tells no more."""
    before = {row.order: row for row in report.recommendations.all()}
    for order, text in enumerate(texts, start=1):
        row = before.get(order) or Recommendation(report=report, order=order)
        if row.text != text:
            row.text = text
            row.save()
    report.recommendations.filter(order__gt=len(texts)).delete()


def unfilled(report: Report) -> list[str]:
    """Headings of the house style's mandatory sections that the report has not filled."""
    sections = list(report.house_style.sections.all())
    headings = {section.key: str(section) for section in sections}
    texts = {section.key for section in report.sections.all() if section.text.strip()}
    empty = rules.unfilled(
        [(section.key, rules.Source(section.source), section.mandatory) for section in sections],
        texts=texts,
        recommendations=report.recommendations.count(),
    )
    return [headings[key] for key in empty]


@transaction.atomic
def compile_version(*, report: Report, by: User, at: datetime) -> tuple[Snapshot, Job | None]:
    """Freezes what the paper will say and asks for its files. Unchanged content is the same version: when that has its
    files already, no job is started."""
    report = _locked(report, by, permissions.can_compile)
    if report.status != rules.Status.DRAFT:
        state = report.get_status_display().lower()
        raise RuleViolation(f"This report is {state}. Take it back to draft to compile it anew.")
    if empty := unfilled(report):
        raise RuleViolation(f"Fill these sections first: {', '.join(empty)}.")
    snapshot = _freeze(report, by, at)
    if snapshot.renditions.count() == len(Rendition.Format):
        return snapshot, None
    job = jobs.enqueue(
        task=tasks.compile_snapshot.name,
        key=f"snapshot:{snapshot.pk}",
        title=f"Compiling “{report.title}”, version {snapshot.number}",
        digest=snapshot.sha256,
        by=by,
    )
    return snapshot, job


def _freeze(report: Report, by: User, at: datetime) -> Snapshot:
    content = snapshots.freeze_content(report, on=timezone.localdate(at))
    text = snapshots.canonical(content)
    sha256 = snapshots.digest(text)
    newest = report.snapshots.order_by("-number").first()
    if newest is not None and snapshots.same(newest.content, text):
        return newest
    number = newest.number + 1 if newest else 1
    return Snapshot.objects.create(
        report=report,
        number=number,
        title=report.title,
        meeting_date=report.meeting_date,
        content=text,
        sha256=sha256,
        created_at=at,
        created_by=by,
    )


@transaction.atomic
def send_for_clearance(*, report: Report, by: User, version: int) -> Report:
    report = _locked(report, by, permissions.can_edit)
    _move(report, rules.Status.IN_CLEARANCE)
    _insist_on_version(report, version)
    report.save()
    return report


@transaction.atomic
def clear(*, report: Report, by: User, version: int) -> Report:
    report = _locked(report, by, permissions.can_clear)
    _move(report, rules.Status.CLEARED)
    _insist_on_version(report, version)
    report.cleared_by = by
    report.save()
    return report


@transaction.atomic
def publish(*, report: Report, by: User, version: int, at: datetime) -> Report:
    """The version that was cleared becomes the public one."""
    report = _locked(report, by, permissions.can_publish)
    _move(report, rules.Status.PUBLISHED)
    report.published = _insist_on_version(report, version)
    report.published_at = at
    report.save()
    return report


@transaction.atomic
def reopen(*, report: Report, by: User) -> Report:
    """Back to draft: out of clearance, or to correct what is published, which stays public until the correction is."""
    report = _locked(report, by, permissions.can_edit)
    _move(report, rules.Status.DRAFT)
    report.cleared_by = None
    report.save()
    return report


def _insist_on_version(report: Report, number: int) -> Snapshot:
    """The newest version, which must be the one that the person has read, and have its files."""
    newest = report.snapshots.order_by("-number").first()
    if newest is None or newest.renditions.count() < len(Rendition.Format):
        raise RuleViolation("Compile the paper first: this version has no files yet.")
    if newest.number != number:
        raise RuleViolation(f"Version {newest.number} is the newest now. Reload the page and read it first.")
    return newest
