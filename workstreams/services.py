from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import IntegrityError, transaction
from django.utils import timezone

from partnerships import permissions as partnership_permissions
from partnerships.models import Meeting, User
from sharedservices.core.acting import saying
from sharedservices.core.dates import FuzzyDate
from sharedservices.core.decisions import insist
from sharedservices.core.errors import RuleViolation
from sharedservices.core.registers.declared import Facts, read
from sharedservices.core.registers.keeping import Overtaken, overtaken
from workstreams import permissions, promises, rules, submitting
from workstreams.models import Milestone, ProgressUpdate, Project, ProjectRating, Rebaseline, Workstream

Ratings = Sequence[ProjectRating] | None


@transaction.atomic
def save_draft(
    *, workstream: Workstream, by: User, version: int, values: dict[str, Any], ratings: Ratings = None
) -> ProgressUpdate:
    """Writes the workstream's one draft. `version` is what the writer last saw (0: no draft yet); when somebody else
    saved in between, nothing is written and the answer names them. `ratings`, unsaved, are all that it says of
    projects; None leaves those that are there. Locks the workstream."""
    Workstream.objects.select_for_update().get(pk=workstream.pk)
    insist(permissions.can_update(by, workstream))
    draft = ProgressUpdate.objects.drafts().filter(workstream=workstream).select_related("author").first()
    if (draft.version if draft else 0) != version:
        raise _overtaken(draft, values, ratings)
    return _written(draft or ProgressUpdate(workstream=workstream), by, values, ratings)


@transaction.atomic
def revise(
    *, update: ProgressUpdate, by: User, version: int, values: dict[str, Any], ratings: Ratings = None
) -> ProgressUpdate:
    """Corrects a returned update, which stays returned until it is submitted again. `ratings` as for a draft. Locks
    it."""
    update = _locked(update)
    insist(permissions.can_update(by, update.workstream))
    if update.state != rules.UpdateState.RETURNED:
        raise RuleViolation(f"This update is {update.get_state_display().lower()}: only a returned one is edited.")
    if update.version != version:
        raise _overtaken(update, values, ratings)
    for name in rules.missing_fields(values, rules.UpdateState.RETURNED):
        raise RuleViolation(rules.MISSING[name], field=name)
    return _written(update, by, values, ratings)


@transaction.atomic
def submit(*, draft: ProgressUpdate, by: User, at: datetime) -> ProgressUpdate:
    """Makes a draft, or a returned update, the workstream's update as of its date. Nobody edits it unless it is
    returned."""
    update = _locked(draft)
    insist(permissions.can_update(by, update.workstream))
    if rules.UpdateState.SUBMITTED not in rules.TRANSITIONS[rules.UpdateState(update.state)]:
        raise RuleViolation("This update has been submitted already.")
    values = {name: getattr(update, name) for name in rules.LABELS}
    ratings = update.project_ratings.for_table()
    for field, message in submitting.faults(update.workstream, values, ratings, today=timezone.localdate(at)):
        raise RuleViolation(message, field=field)
    update.state = rules.UpdateState.SUBMITTED
    update.submitted_at = at
    try:
        with transaction.atomic():
            update.save()
    except IntegrityError as error:
        message = f"There is already a submitted update as of {update.as_of}. Choose another date."
        raise RuleViolation(message, field="as_of") from error
    return update


@transaction.atomic
def approve_update(*, update: ProgressUpdate, by: User, version: int, at: datetime) -> ProgressUpdate:
    """`version` is what the reviewer has read. Locks the update."""
    return _reviewed(update, by, version, at, rules.UpdateState.APPROVED)


@transaction.atomic
def return_update(*, update: ProgressUpdate, by: User, version: int, reason: str, at: datetime) -> ProgressUpdate:
    """Gives a submitted update back to its writers; until they submit it again, no page or paper tells it. Locks it."""
    if not reason.strip():
        raise RuleViolation("Say what has to change.", field="reason")
    with saying(reason=reason.strip()):
        return _reviewed(update, by, version, at, rules.UpdateState.RETURNED, return_reason=reason.strip())


@transaction.atomic
def rebaseline(
    *, milestone: Milestone, by: User, version: int, after: FuzzyDate, reason: str, meeting: Meeting
) -> Rebaseline:
    """Moves a milestone's baseline on purpose and keeps what it was. `version` is what the writer last saw. Locks the
    milestone."""
    locked = Milestone.objects.select_for_update(of=("self",)).select_related("workstream__partnership", "project")
    milestone = locked.get(pk=milestone.pk)
    insist(partnership_permissions.can_keep(by, milestone.workstream.partnership))
    if milestone.version != version:
        message = f"Somebody changed this milestone while you were writing. Its baseline is {milestone.baseline} now."
        raise Overtaken(message, milestone.version)
    _refuse_move(milestone, after, reason.strip(), meeting)
    with saying(reason=reason.strip()):
        move = _moved(milestone, after, reason.strip(), meeting)
    changed = [{"changed": {"fields": ["Baseline"]}}]
    LogEntry.objects.log_actions(by.pk, [milestone], CHANGE, change_message=changed, single_object=True)
    return move


def _moved(milestone: Milestone, after: FuzzyDate, reason: str, meeting: Meeting) -> Rebaseline:
    last = milestone.rebaselines.order_by("number").last()
    move: Rebaseline = milestone.rebaselines.create(
        number=last.number + 1 if last else 1, before=milestone.baseline, after=after, reason=reason, meeting=meeting
    )
    milestone.baseline = after
    milestone.save()
    return move


def _refuse_move(milestone: Milestone, after: FuzzyDate, reason: str, meeting: Meeting) -> None:
    if milestone.baseline is None:
        raise RuleViolation("This milestone has no baseline yet. Change the milestone to give it one.", field="after")
    if after == milestone.baseline:
        raise RuleViolation(f"The baseline is {after} already.", field="after")
    if not reason:
        raise RuleViolation("Say why the baseline moves.", field="reason")
    if meeting.body.partnership_id != milestone.workstream.partnership_id:
        raise RuleViolation("Choose a meeting of this partnership.", field="meeting")
    promises.refuse_before_project(milestone, after, field="after")


def _reviewed(
    update: ProgressUpdate, by: User, version: int, at: datetime, after: rules.UpdateState, **values: str
) -> ProgressUpdate:
    update = _locked(update)
    insist(permissions.can_review(by, update))
    if after not in rules.TRANSITIONS[rules.UpdateState(update.state)]:
        raise RuleViolation(f"This update is {update.get_state_display().lower()} and cannot be {after.value} now.")
    if update.version != version:
        raise RuleViolation("This update was changed after you opened it: read it again, then decide.")
    for name, value in {**values, "state": after, "reviewer": by, "reviewed_at": at}.items():
        setattr(update, name, value)
    update.save()
    return update


def _locked(update: ProgressUpdate) -> ProgressUpdate:
    locked = ProgressUpdate.objects.select_for_update(of=("self",)).select_related("workstream", "author")
    found: ProgressUpdate = locked.get(pk=update.pk)
    return found


def _written(update: ProgressUpdate, by: User, values: dict[str, Any], ratings: Ratings) -> ProgressUpdate:
    for name, value in values.items():
        setattr(update, name, value)
    update.author = by
    update.author_office = by.name
    update.save()
    if ratings is not None:
        _rate_projects(update, {rating.project_id: rating for rating in ratings})
    return update


def _rate_projects(update: ProgressUpdate, given: dict[int, ProjectRating]) -> None:
    """Keeps the rows that stay, so that each remembers when it was made and how often it changed."""
    if Project.objects.filter(pk__in=given).exclude(workstream=update.workstream_id).exists():
        raise RuleViolation("An update rates the projects of its own workstream only.")
    before = {row.project_id: row for row in update.project_ratings.select_for_update()}
    update.project_ratings.exclude(project__in=given).delete()
    for project, rating in given.items():
        row = before.get(project) or ProjectRating(update=update, project_id=project)
        if (row.rag, row.reason) != (rating.rag, rating.reason):
            row.rag, row.reason = rating.rag, rating.reason
            row.save()


def _overtaken(draft: ProgressUpdate | None, values: dict[str, Any], ratings: Ratings) -> RuleViolation:
    """Who saved in between, and where the draft now says something else than the writer."""
    if draft is None:
        return RuleViolation(
            "The draft you were writing has been submitted. Your text is still below: copy it into a new update."
        )
    who = draft.author.name if draft.author else "Somebody else"
    differing: Facts = [
        (rules.LABELS.get(name, name), read(draft, name)) for name in values if getattr(draft, name) != values[name]
    ]
    differing += [] if ratings is None else _rated_otherwise(draft, ratings)
    return Overtaken(
        overtaken(who, "draft" if draft.state == rules.UpdateState.DRAFT else "update", differing), draft.version
    )


def _rated_otherwise(draft: ProgressUpdate, given: Sequence[ProjectRating]) -> Facts:
    mine = {rating.project_id: (rating.rag, rating.reason) for rating in given}
    theirs = draft.project_ratings.select_related("project")
    return [
        (str(row.project), f"{row.get_rag_display()}. {row.reason}".strip())
        for row in theirs
        if mine.get(row.project_id) != (row.rag, row.reason)
    ]
