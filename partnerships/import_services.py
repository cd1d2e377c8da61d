"""What people do with a workbook or archive that they bring. The work itself is done by jobs."""

import hashlib
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from partnerships import permissions, tasks
from partnerships.models import ImportBatch, User
from partnerships.models.imports import import_storage
from sharedservices.core import jobs
from sharedservices.core.decisions import insist
from sharedservices.core.digests import digest_of
from sharedservices.core.errors import RuleViolation
from sharedservices.core.models import Job

UNDO_FOR = timedelta(days=30)
State = ImportBatch.State


def key_of(batch: ImportBatch) -> str:
    return f"import:{batch.pk}"


def receive(*, name: str, content: bytes, by: User) -> tuple[ImportBatch, Job]:
    """Stores the file privately, under its digest, and has it checked."""
    insist(permissions.can_import(by))
    sha256 = hashlib.sha256(content).hexdigest()
    stored = import_storage().save(f"{sha256[:2]}/{sha256}{PurePath(name).suffix.lower()}", ContentFile(content))
    with transaction.atomic():
        batch = ImportBatch.objects.create(name=name[:200], file=stored, sha256=sha256, size=len(content), by=by)
        return batch, _enqueue(batch, tasks.check_import, f"Check “{batch.name[:120]}”", by)


@transaction.atomic
def check_again(*, batch: ImportBatch, by: User) -> Job:
    batch = _locked(batch, by)
    if batch.state not in (State.CHECKING, State.CHECKED, State.FAILED):
        raise RuleViolation("This workbook has been imported already.")
    if not batch.file:
        raise RuleViolation(batch.notice)
    return _enqueue(batch, tasks.check_import, f"Check “{batch.name[:120]}”", by)


@transaction.atomic
def confirm(*, batch: ImportBatch, by: User, choice: str = ImportBatch.Choice.KEEP, why: str = "") -> Job:
    """`choice` says what becomes of rows that were changed in the portal since the file was written; `why` goes to
    the history of what is imported."""
    batch = _locked(batch, by)
    if choice not in ImportBatch.Choice:
        raise RuleViolation("Choose whether the portal's rows or the file's are to stand.")
    if batch.state != State.CHECKED:
        raise RuleViolation(f"This workbook cannot be imported now: {batch.get_state_display().lower()}.")
    if not batch.file:
        raise RuleViolation(batch.notice)
    batch.choice, batch.reason = ImportBatch.Choice(choice), why
    batch.save()
    return _enqueue(batch, tasks.apply_import, f"Import {batch.pk}: “{batch.name[:120]}”", by)


@transaction.atomic
def undo(*, batch: ImportBatch, by: User, at: datetime) -> Job:
    batch = _locked(batch, by)
    if batch.state != State.APPLIED or batch.applied_at is None:
        raise RuleViolation(f"This import cannot be undone: {batch.get_state_display().lower()}.")
    if at > batch.applied_at + UNDO_FOR:
        raise RuleViolation(f"An import can be undone for {UNDO_FOR.days} days. Change the rows themselves instead.")
    return _enqueue(batch, tasks.undo_import, f"Undo import {batch.pk}", by)


def _locked(batch: ImportBatch, by: User) -> ImportBatch:
    insist(permissions.can_import(by))
    locked: ImportBatch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if Job.objects.about([key_of(batch)]).unfinished().exists():
        raise RuleViolation("This import is being worked on. Wait until that is done.")
    return locked


def _enqueue(batch: ImportBatch, task: Any, title: str, by: User) -> Job:
    digest = digest_of(batch.sha256, batch.plan_sha256, batch.choice)
    return jobs.enqueue(task=task.name, key=key_of(batch), title=title, digest=digest, by=by)
