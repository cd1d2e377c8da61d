"""Background work that survives its worker, its broker and its own repetition.

`enqueue` writes the row in the caller's transaction and rings the broker after commit. `run` is what a Celery task
calls: it claims the row, hands the work a `Progress`, and records the end. `sweep` re-rings what nobody works on.
"""

import functools
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from celery import current_app
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from sharedservices.core.acting import Actor, acting, current
from sharedservices.core.errors import Refused, RuleViolation
from sharedservices.core.models import Job

log = structlog.get_logger(__name__)

LOST = "The work stopped {attempts} times without an answer. Try again; if it fails again, tell your support desk."
BROKEN = "Something went wrong on our side. Nothing was changed. Reference: {reference}."


class LeaseLost(Exception):
    """Another worker has taken the job over; whatever this one made must not be recorded."""


class Progress:
    """What running work may say about itself. Each call renews the lease; LeaseLost ends the work."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def step(self, number: int, of: int, message: str) -> None:
        self._update(step=number, steps=of, message=message[:300])

    def beat(self) -> None:
        self._update()

    def finish(self, *, result_url: str = "") -> None:
        """Ends the job; call it inside the transaction that stores the result, so both happen or neither."""
        self._update(
            state=Job.State.DONE, finished_at=Now(), lease_until=None, result_url=result_url, message="Done", error=""
        )

    def fail(self, error: str) -> None:
        self._update(state=Job.State.FAILED, finished_at=Now(), lease_until=None, error=error)

    def _update(self, **values: Any) -> None:
        values = {"lease_until": _lease(), **values, "heartbeat_at": Now()}
        mine = Job.objects.filter(pk=self.job.pk, state=Job.State.RUNNING, attempt_token=self.job.attempt_token)
        if not mine.update(**values):
            raise LeaseLost(str(self.job.pk))


def _lease() -> Any:
    return Now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)


def enqueue(*, task: str, key: str, title: str, digest: str = "", by: Any = None) -> Job:
    """The unfinished job of this task and key, or a new one. The message goes out after commit; if the broker is
    away the row waits for the sweeper."""
    job = None
    while job is None:
        try:
            with transaction.atomic():
                job = Job.objects.create(task=task, key=key, title=title, digest=digest, requested_by=by)
        except IntegrityError:  # the other one may finish before we look at it: then ours is wanted after all
            job = Job.objects.unfinished().filter(task=task, key=key).first()
    transaction.on_commit(functools.partial(ring, job.task, job.pk))
    return job


def ring(task: str, job_id: uuid.UUID) -> None:
    """Tells a worker about a job. A broker that does not answer is logged, not raised: the row is safe."""
    try:
        current_app.send_task(task, kwargs={"job_id": str(job_id)}, retry=False)
    except OperationalError as error:
        log.warning("broker_unreachable", job=str(job_id), error=str(error))


def claim(job_id: str) -> Job | None:
    """Takes the job with one UPDATE, so two workers cannot both have it. None when there is nothing to do."""
    token = uuid.uuid4()
    taken = (
        Job.objects.claimable()
        .filter(pk=job_id)
        .update(
            state=Job.State.RUNNING,
            attempt_token=token,
            attempts=F("attempts") + 1,
            started_at=Now(),
            heartbeat_at=Now(),
            lease_until=_lease(),
            message="Starting",
        )
    )
    return Job.objects.get(pk=job_id) if taken else None


def run(job_id: str, work: Callable[[Job, Progress], None]) -> None:
    """Claims the job and does the work. A RuleViolation is the person's to mend; who lost the right to what they asked
    for is refused; the rest is ours and is logged."""
    job = claim(job_id)
    if job is None:
        return
    progress = Progress(job)
    structlog.contextvars.bind_contextvars(job=str(job.pk), job_key=job.key, attempt=job.attempts)
    log.info("job_started", task=job.task)
    try:
        with acting(Actor(user=job.requested_by_id) if job.requested_by_id else current()):
            work(job, progress)
        log.info("job_done")
    except RuleViolation as error:
        progress.fail(error.message)
    except Refused as error:
        _refuse(progress, error)
    except LeaseLost:
        log.warning("job_lease_lost")
    except Exception:
        log.exception("job_failed")
        progress.fail(BROKEN.format(reference=str(job.pk)[:8]))


def _refuse(progress: Progress, error: Refused) -> None:
    log.warning("job_refused", by=progress.job.requested_by_id, reason=error.reason)
    progress.fail(error.reason)


def wait(job: Job, *, seconds: float, tell: Callable[[str], None] = lambda _message: None) -> None:
    """For commands: until a worker has finished, telling each step; RuleViolation when it failed or took too long."""
    deadline, told = time.monotonic() + seconds, ""
    while not job.is_finished:
        if time.monotonic() > deadline:
            raise RuleViolation(f"No worker finished the job in {seconds:.0f} seconds. Is a Celery worker running?")
        time.sleep(0.1)
        job.refresh_from_db()
        if job.message != told:
            told = job.message
            tell(told)
    if job.state == Job.State.FAILED:
        raise RuleViolation(job.error)


def sweep(*, max_attempts: int) -> int:
    """Gives up on jobs that wore out their attempts and re-rings every other one nobody works on; returns how many."""
    for job in Job.objects.worn_out(max_attempts):
        error = LOST.format(attempts=job.attempts)
        Job.objects.worn_out(max_attempts).filter(pk=job.pk).update(
            state=Job.State.FAILED, error=error, finished_at=Now(), lease_until=None
        )
    unheard = list(Job.objects.unheard().values_list("task", "pk")[:500])
    for task, job_id in unheard:
        Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(heartbeat_at=Now())
        ring(task, job_id)
    return len(unheard)
