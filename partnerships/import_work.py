"""The work of the three jobs of an import: check it, apply it, take it back. Each may be run again and does it once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog
from django.db import DataError, IntegrityError, OperationalError, connections, transaction
from django.utils import timezone

from partnerships import images as before_images
from partnerships.models import ImportBatch, User
from partnerships.reach import reach_of
from sharedservices.core.errors import RuleViolation
from sharedservices.core.jobs import LeaseLost, Progress, digest_of
from sharedservices.core.models import Job
from sharedservices.core.programme import importing, parsing, planning
from sharedservices.core.programme.planning import Plan
from sharedservices.core.programme.problems import Problem
from sharedservices.core.programme.reading import Reading, Sheet
from sharedservices.core.programme.tables import Entry, programme

log = structlog.get_logger(__name__)

STEPS = 3
BEAT_SECONDS = 4
MARK, MARKS = "error", "errors"  # the column and the sheet that our marked workbook adds
MOST_PROBLEMS = 2_000
CONFLICT = "The portal has changed since the check, so nothing was imported. Look at what would happen now."
TO_CORRECT = "The portal has changed since the check, and the workbook no longer fits. Nothing was imported."


@dataclass
class Finding:
    """What an import would do, or did."""

    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, Any] = field(default_factory=dict)
    changes: list[dict[str, Any]] = field(default_factory=list)
    images: list[before_images.Image] = field(default_factory=list)
    digest: str = ""
    applied: bool = False


def check(job: Job, progress: Progress) -> None:
    """`job.key` is "import:<id>", as for all three."""
    batch = _batch(job)
    progress.step(1, STEPS, "Reading the workbook")
    with _beating(progress):
        reading = read(batch)
        progress.step(2, STEPS, "Comparing it with the portal")
        finding = work_through(reading, by=batch.by, at=timezone.now())
    with transaction.atomic():
        batch = _batch(job, lock=True)
        if batch.state in (ImportBatch.State.CHECKING, ImportBatch.State.CHECKED, ImportBatch.State.FAILED):
            _note(batch, finding)
        progress.finish(result_url=batch.get_absolute_url())


def apply(job: Job, progress: Progress) -> None:
    """Plans anew and writes, if that plan is the one that was looked at; else its check is the new result."""
    progress.step(1, STEPS, "Reading the workbook")
    with _beating(progress):
        reading = read(_batch(job))
        progress.step(2, STEPS, "Importing")
        with transaction.atomic():
            batch = _batch(job, lock=True)
            if batch.state == ImportBatch.State.CHECKED:
                at, by = timezone.now(), job.requested_by or batch.by
                _record(batch, work_through(reading, by=by, at=at, expected=batch.plan_sha256), at)
            progress.finish(result_url=batch.get_absolute_url())


def undo(job: Job, progress: Progress) -> None:
    progress.step(1, STEPS, "Looking whether the rows are as the import left them")
    with _beating(progress), transaction.atomic():
        batch = _batch(job, lock=True)
        if batch.state == ImportBatch.State.APPLIED:
            batch.notice = ""
            try:
                before_images.put_back(batch.images, at=timezone.now())
            except RuleViolation as refusal:
                batch.notice = refusal.message
            else:
                batch.state, batch.undone_at = ImportBatch.State.UNDONE, timezone.now()
            batch.save()
        progress.finish(result_url=batch.get_absolute_url())


def _batch(job: Job, *, lock: bool = False) -> ImportBatch:
    batches = ImportBatch.objects.select_for_update(of=("self",)) if lock else ImportBatch.objects.all()
    batch: ImportBatch = batches.select_related("by").get(pk=job.key.partition(":")[2])
    return batch


def read(batch: ImportBatch) -> Reading:
    """The sheets of the stored file, without what a marked workbook of ours has more."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        with batch.file.open("rb") as file:
            path.write_bytes(file.read())
        reading = importing.read(path)
    reading.sheets = [_unmarked(sheet) for sheet in reading.sheets if sheet.name != MARKS]
    return reading


def _unmarked(sheet: Sheet) -> Sheet:
    if sheet.header[-1:] != [MARK]:
        return sheet
    rows = [(number, cells[:-1]) for number, cells in sheet.rows]
    return Sheet(sheet.name, sheet.header[:-1], [row for row in rows if any(row[1])], sheet.partial)


def work_through(reading: Reading, *, by: User, at: datetime, expected: str = "") -> Finding:
    """Does all of the import's work, the database's own checks included; takes it back unless it is as expected."""
    tables, reach = programme(), reach_of(by)
    parsed = parsing.parse(reading, tables)
    if foreign := reach.faults(parsed):
        return Finding([*parsed.problems, *foreign])
    plan, finding = Plan(), Finding()
    try:
        with transaction.atomic():
            importing.wait_for_other_imports()
            plan = planning.plan(parsed, tables)
            plan.problems += reach.faults_of(plan)
            if not plan.problems:
                finding = _found(plan)
                before = before_images.before(plan)
                importing.apply(plan, tables, at=at)
                finding.applied = finding.digest == expected
                finding.images = before_images.after(plan, before) if finding.applied else []
            transaction.set_rollback(not finding.applied)
    except (IntegrityError, DataError, OperationalError) as error:
        plan.problems.append(importing.explain(error, plan))
    return Finding(plan.problems) if plan.problems else finding


def _found(plan: Plan) -> Finding:
    entries = [entry for entries in plan.entries.values() for entry in entries]
    changes = [_change(entry) for entry in entries if entry.is_new or entry.changed]
    counts = {name: {state.value: number for state, number in found.items()} for name, found in plan.counts().items()}
    return Finding(counts=counts, changes=changes, digest=digest_of(changes))


def _change(entry: Entry) -> dict[str, Any]:
    """The row with every cell that differs, as it was and as it is to be."""
    before = entry.before or {}
    names = [cell for name in entry.changed for cell in entry.table.by_name[name].cells]
    cells = [(name, before.get(name, ""), entry.cells[name]) for name in names]
    differing = [cell for cell in cells if cell[1] != cell[2]]
    return {
        "table": entry.table.name,
        "row": entry.row,
        "path": entry.path,
        "new": entry.is_new,
        "cells": differing,
    }


def _note(batch: ImportBatch, finding: Finding, notice: str = "") -> None:
    state = ImportBatch.State
    batch.state = state.FAILED if finding.problems else state.CHECKED
    batch.counts, batch.changes, batch.plan_sha256 = finding.counts, finding.changes, finding.digest
    batch.problems = [asdict(problem) for problem in finding.problems[:MOST_PROBLEMS]]
    batch.notice, batch.checked_at = notice, timezone.now()
    more = len(finding.problems) - MOST_PROBLEMS
    if more > 0:
        batch.notice = f"{notice} The workbook has {more:,} more errors than are shown here.".strip()
    batch.save()


def _record(batch: ImportBatch, finding: Finding, at: datetime) -> None:
    if not finding.applied:
        _note(batch, finding, TO_CORRECT if finding.problems else CONFLICT)
        return
    batch.state, batch.applied_at, batch.images, batch.notice = ImportBatch.State.APPLIED, at, finding.images, ""
    batch.save()


@contextmanager
def _beating(progress: Progress) -> Iterator[None]:
    """Renews the lease, from a connection of its own, while one long transaction works."""
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=(progress, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat(progress: Progress, over: threading.Event) -> None:
    try:
        while not over.wait(BEAT_SECONDS):
            progress.beat()
    except LeaseLost:
        log.warning("import_lease_lost", job=str(progress.job.pk))
    except OperationalError as error:  # the job's row is locked while its end is being stored
        log.info("import_beat_missed", job=str(progress.job.pk), error=str(error))
    finally:
        connections.close_all()
