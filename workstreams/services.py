from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from partnerships.models import User
from sharedservices.core.decisions import insist
from sharedservices.core.errors import RuleViolation
from workstreams import permissions, rules
from workstreams.models import ProgressUpdate, Workstream


@transaction.atomic
def save_draft(*, workstream: Workstream, by: User, version: int, values: dict[str, Any]) -> ProgressUpdate:
    """Writes the workstream's one draft. `version` is what the writer last saw (0: no draft yet); when somebody else
    saved in between, nothing is written and the answer names them. Locks the workstream."""
    Workstream.objects.select_for_update().get(pk=workstream.pk)
    insist(permissions.can_update(by, workstream))
    draft = ProgressUpdate.objects.drafts().filter(workstream=workstream).select_related("author").first()
    if (draft.version if draft else 0) != version:
        raise RuleViolation(_overtaken(draft))
    draft = draft or ProgressUpdate(workstream=workstream)
    for name, value in values.items():
        setattr(draft, name, value)
    draft.author = by
    draft.author_office = by.name
    draft.save()
    return draft


@transaction.atomic
def submit(*, draft: ProgressUpdate, by: User, at: datetime) -> ProgressUpdate:
    """Makes the draft the workstream's update as of its date; it cannot be edited afterwards."""
    update = ProgressUpdate.objects.select_for_update().select_related("workstream").get(pk=draft.pk)
    insist(permissions.can_update(by, update.workstream))
    if rules.UpdateState.SUBMITTED not in rules.TRANSITIONS[rules.UpdateState(update.state)]:
        raise RuleViolation("This update has been submitted already.")
    if update.as_of.earliest > timezone.localdate(at):
        raise RuleViolation("An update tells of today or before: choose a date that has come.", field="as_of")
    values = {"narrative": update.narrative.strip(), "as_of": update.as_of}
    for name in rules.missing_fields(values, rules.UpdateState.SUBMITTED):
        raise RuleViolation(rules.MISSING[name], field=name)
    suggested = update.workstream.suggested_time(on=update.as_of.latest)
    if rules.is_better(rules.Rag(update.rag_time), suggested) and not update.rag_reason.strip():
        raise RuleViolation(rules.BETTER.format(suggested=rules.WORDS[suggested]), field="rag_reason")
    update.state = rules.UpdateState.SUBMITTED
    update.submitted_at = at
    try:
        with transaction.atomic():
            update.save()
    except IntegrityError as error:
        message = f"There is already a submitted update as of {update.as_of}. Choose another date."
        raise RuleViolation(message, field="as_of") from error
    return update


def _overtaken(draft: ProgressUpdate | None) -> str:
    if draft is None:
        return "The draft you were writing has been submitted. Your text is still below: copy it into a new update."
    who = draft.author.name if draft.author else "Somebody else"
    return f"{who} changed this draft while you were writing. Your text is still below: reload the page to see theirs."
