"""`manage.py bench import`: what it takes to check a large workbook and to import it, as a worker does both."""

import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, transaction
from django.utils import timezone

from partnerships import import_work
from partnerships.import_work import Finding
from partnerships.models import Partnership, RoleGrant, User
from reports.benches import workbooks
from sharedservices.core import confined
from sharedservices.core.bench import MEBIBYTE, Amount, Bench
from sharedservices.core.errors import RuleViolation
from sharedservices.core.programme import importing
from sharedservices.core.programme.conflicts import Conflicts
from sharedservices.core.programme.planning import State

ROWS = 10_000
CHECK_GOAL, APPLY_GOAL, MEMORY_GOAL = 10.0, 20.0, 300.0
WRITTEN = datetime(2024, 3, 4, 9, tzinfo=UTC)
LIMITS = confined.Limits(cpu_seconds=120, wall_seconds=300, memory=2048 * MEBIBYTE)
MADE_ALREADY = f"There is a partnership “{workbooks.SLUG}” here already. Measure where there is none."


def imports(size: int = ROWS) -> Bench:
    """Into the present database, with all that it holds; everything is rolled back."""
    if Partnership.objects.filter(slug=workbooks.SLUG).exists():
        raise RuleViolation(MADE_ALREADY)
    with TemporaryDirectory() as folder, transaction.atomic():
        path = Path(folder) / "programme.xlsx"
        path.write_bytes(confined.run(lambda: _written(path, size), limits=LIMITS))
        user = _administrator()
        found, check_seconds = _timed(lambda: _bring(path, user))
        done, apply_seconds = _timed(lambda: _bring(path, user, expected=found.digest))
        again, again_seconds = _timed(lambda: _bring(path, user))
        transaction.set_rollback(True)
    _insist(found, done, again, size)
    return Bench(
        f"A workbook of {size:,} rows, {path.name}",
        [
            Amount("Check: all rows new", check_seconds, "s", CHECK_GOAL),
            Amount("Import: all rows new", apply_seconds, "s", APPLY_GOAL),
            Amount("Check: no row changed", again_seconds, "s", CHECK_GOAL),
            Amount("Peak memory of the process that imports", _peak_mebibytes(), "MiB", MEMORY_GOAL),
        ],
    )


def _written(path: Path, size: int) -> bytes:
    workbooks.write(path, size=size, at=WRITTEN)
    return path.read_bytes()


def _administrator() -> User:
    user: User = User.objects.create_user("bench@bench.invalid", name="Portal administrator")
    yesterday = timezone.localdate() - timedelta(days=1)
    RoleGrant.objects.create(user=user, role=RoleGrant.Role.PORTAL_ADMIN, valid_from=yesterday)
    return user


def _bring(path: Path, user: User, *, expected: str = "") -> Finding:
    """From the file to the finding. References are checked at once, which they otherwise are at the commit."""
    with _references_checked():
        return import_work.work_through(
            importing.read(path), by=user, at=timezone.now(), choice=Conflicts.KEEP, is_expected=expected.__eq__
        )


@contextmanager
def _references_checked() -> Iterator[None]:
    yield
    connection.check_constraints()


def _timed(work: Callable[[], Finding]) -> tuple[Finding, float]:
    start = time.perf_counter()
    found = work()
    return found, time.perf_counter() - start


def _insist(found: Finding, done: Finding, again: Finding, size: int) -> None:
    """What was measured is what was meant."""
    if found.problems:
        raise RuleViolation(f"{found.problems[0].table}, row {found.problems[0].row}: {found.problems[0].message}")
    unchanged = sum(counts.get(State.UNCHANGED, 0) for counts in again.counts.values())
    if (len(found.changes), done.applied, unchanged) != (size, True, size):
        raise RuleViolation("The workbook did not come in as it was made.")


def _peak_mebibytes() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEBIBYTE
