"""The work of the three jobs of an import: check it, apply it, take it back. Each may be run again and does it once."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any

import structlog
from django.db import OperationalError, connections, transaction
from django.utils import timezone

from partnerships import images as before_images
from partnerships import permissions
from partnerships.models import ImportBatch, User
from partnerships.reach import reach_of
from sharedservices.core import acting
from sharedservices.core.decisions import insist
from sharedservices.core.digests import digest_of
from sharedservices.core.errors import Refused, RuleViolation
from sharedservices.core.jobs import LeaseLost, Progress
from sharedservices.core.models import Job
from sharedservices.core.programme import conflicts, importing, parsing, planning
from sharedservices.core.programme.conflicts import Conflicts
from sharedservices.core.programme.planning import Plan, State
from sharedservices.core.programme.problems import Problem
from sharedservices.core.programme.reading import Reading, Sheet
from sharedservices.core.programme.tables import Entry, programme

log = structlog.get_logger(__name__)

Writers = Mapping[tuple[str, int], str]
STEPS = 3
BEAT_SECONDS = 4
MARK, MARKS = "error", "errors"  # the column and the sheet that our marked workbook adds
MOST_PROBLEMS = 2_000
OVERTAKEN = "The portal has changed since the check, so nothing was imported. Look at what would happen now."
TO_CORRECT = "The portal has changed since the check, and the workbook no longer fits. Nothing was imported."
NOT_REPLACED = "With the file's rows in place of the portal's it no longer fits. Nothing was imported."


@dataclass
class Finding:
    """What an import would do, or did."""

    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, Any] = field(default_factory=dict)
    changes: list[dict[str, Any]] = field(default_factory=list)
    images: list[before_images.Image] = field(default_factory=list)
    digest: str = ""
    exported_at: datetime | None = None
    applied: bool = False


def check(job: Job, progress: Progress) -> None:
    """`job.key` is "import:<id>", as for all three."""
    batch = _batch(job)
    progress.step(1, STEPS, "Reading the workbook")
    with _beating(progress):
        reading = read(batch)
        progress.step(2, STEPS, "Comparing it with the portal")
        finding = work_through(reading, by=batch.by, at=timezone.now(), choice=Conflicts.KEEP)
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
        asked = _batch(job)
        with transaction.atomic(), acting.saying(batch=asked.pk, reason=asked.reason):
            batch = _batch(job, lock=True)
            if batch.state == ImportBatch.State.CHECKED:
                at, by, choice = timezone.now(), job.requested_by or batch.by, Conflicts(batch.choice)

                def is_expected(plan_sha256: str) -> bool:
                    return digest_of(batch.sha256, plan_sha256, choice) == job.digest

                _record(batch, work_through(reading, by=by, at=at, choice=choice, is_expected=is_expected), at)
            progress.finish(result_url=batch.get_absolute_url())


def undo(job: Job, progress: Progress) -> None:
    progress.step(1, STEPS, "Looking whether the rows are as the import left them")
    batch = _batch(job)
    undoing = acting.saying(batch=batch.pk, reason=f"Import {batch.pk} undone")
    with _beating(progress), transaction.atomic(), undoing:
        batch = _batch(job, lock=True)
        _insist_on_reach(batch, job.requested_by or batch.by)
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


def _insist_on_reach(batch: ImportBatch, by: User) -> None:
    reach = reach_of(by)
    if not all(reach.holds(image["table"], image["path"]) for image in batch.images):
        raise Refused("This import changed what you do not manage any more. Ask a portal administrator to undo it.")


@transaction.atomic
def _batch(job: Job, *, lock: bool = False) -> ImportBatch:
    """For whoever asked for the work, if they bring in workbooks and see this one still."""
    if job.requested_by:
        insist(permissions.can_import(job.requested_by))
        if not ImportBatch.objects.visible_to(job.requested_by).filter(pk=job.key.partition(":")[2]).exists():
            raise Refused("Only whoever brought in a workbook, and portal administrators, go on with it.")
    batches = ImportBatch.objects.select_for_update(of=("self",)) if lock else ImportBatch.objects.all()
    batch: ImportBatch = batches.select_related("by").get(pk=job.key.partition(":")[2])
    return batch


def read(batch: ImportBatch) -> Reading:
    """The sheets of the stored file, without what a marked workbook of ours has more."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"programme{PurePath(str(batch.file.name)).suffix}"
        with batch.file.open("rb") as file:
            path.write_bytes(file.read())
        reading = importing.read(path)
    reading.problems = [
        replace(problem, table=batch.name) if problem.table == path.name else problem for problem in reading.problems
    ]
    reading.sheets = [_unmarked(sheet) for sheet in reading.sheets if sheet.name != MARKS]
    return reading


def _unmarked(sheet: Sheet) -> Sheet:
    if sheet.header[-1:] != [MARK]:
        return sheet
    rows = [(number, cells[:-1]) for number, cells in sheet.rows]
    return Sheet(sheet.name, sheet.header[:-1], [row for row in rows if any(row[1])], sheet.partial)


def never(_plan_sha256: str) -> bool:
    return False


def work_through(
    reading: Reading, *, by: User, at: datetime, choice: Conflicts, is_expected: Callable[[str], bool] = never
) -> Finding:
    """Does all of the import's work, the database's own checks included; takes it back unless it is as expected."""
    tables, reach = programme(), reach_of(by)
    parsed = parsing.parse(reading, tables)
    if foreign := reach.faults(parsed):
        return Finding([*parsed.problems, *foreign], exported_at=parsed.exported_at)
    plan, finding = Plan(), Finding()
    try:
        with transaction.atomic():
            importing.wait_for_other_imports()
            plan = planning.plan(parsed, tables, choice)
            plan.problems += reach.faults_of(plan)
            finding = Finding() if plan.problems else _written(plan, at, is_expected)
            transaction.set_rollback(not finding.applied)
    except importing.REFUSALS as error:
        plan.problems.append(importing.explain(error, plan))
    finding = Finding(plan.problems) if plan.problems else finding
    finding.exported_at = parsed.exported_at
    return finding


def _written(plan: Plan, at: datetime, is_expected: Callable[[str], bool]) -> Finding:
    finding = _found(plan)
    before = before_images.before(plan)
    importing.apply(plan, programme(), at=at)
    finding.applied = not plan.problems and is_expected(finding.digest)
    finding.images = before_images.after(plan, before) if finding.applied else []
    return finding


def _found(plan: Plan) -> Finding:
    entries = [entry for entries in plan.entries.values() for entry in entries]
    writers = _writers(plan.conflicts)
    changes = [_change(entry, writers) for entry in entries if entry.changed or entry.conflict]
    counts = {name: {state.value: number for state, number in found.items()} for name, found in plan.counts().items()}
    return Finding(counts=counts, changes=changes, digest=digest_of(changes))


def _change(entry: Entry, writers: Writers) -> dict[str, Any]:
    """The row with every cell that differs, as it was and as it is to be; of a conflict, who made it and when."""
    change: dict[str, Any] = {"table": entry.table.name, "row": entry.row, "path": entry.path, "new": entry.is_new}
    if entry.conflict and entry.changed_at:
        by = writers.get((entry.table.name, entry.pk or 0), "")
        change["conflict"] = {"at": entry.changed_at.isoformat(timespec="seconds"), "by": by}
    return change | {"cells": entry.conflict or entry.differences}


def _writers(entries: list[Entry]) -> Writers:
    """Who made the conflicts: by the log of changes, or by the receipts of other imports."""
    moments = {entry.changed_at for entry in entries}
    imports = _receipts(moments)
    imported = {(e.table.name, e.pk or 0): imports[e.changed_at] for e in entries if e.changed_at in imports}
    return conflicts.last_writers(entries) | imported


def _receipts(moments: set[datetime | None]) -> dict[datetime | None, str]:
    """Asked by the portal itself: of somebody else's import a person is told who and which, and sees nothing more."""
    with acting.acting(acting.Actor(system="receipts of imports")):
        batches = ImportBatch.objects.filter(applied_at__in=moments).select_related("by").only("applied_at", "by__name")
        return {batch.applied_at: f"{batch.by.name}, {batch.number}" for batch in batches}


def _note(batch: ImportBatch, finding: Finding, notice: str = "") -> None:
    state = ImportBatch.State
    batch.state = state.FAILED if finding.problems else state.CHECKED
    batch.counts, batch.changes, batch.plan_sha256 = finding.counts, finding.changes, finding.digest
    batch.problems = [asdict(problem) for problem in finding.problems[:MOST_PROBLEMS]]
    batch.notice, batch.checked_at = notice, timezone.now()
    batch.exported_at, batch.choice = finding.exported_at, ImportBatch.Choice.KEEP
    more = len(finding.problems) - MOST_PROBLEMS
    if more > 0:
        batch.notice = f"{notice} The workbook has {more:,} more errors than are shown here.".strip()
    batch.save()


def _record(batch: ImportBatch, finding: Finding, at: datetime) -> None:
    if not finding.applied:
        replaced = batch.choice == ImportBatch.Choice.REPLACE and batch.total(State.CONFLICT)
        to_correct = NOT_REPLACED if replaced else TO_CORRECT
        _note(batch, finding, to_correct if finding.problems else OVERTAKEN)
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
