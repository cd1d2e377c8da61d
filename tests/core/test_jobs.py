import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from sharedservices.core import jobs
from sharedservices.core.errors import RuleViolation
from sharedservices.core.models import Job
from sharedservices.core.querysets import RING_AGAIN_AFTER

pytestmark = pytest.mark.django_db


class Bell:
    """Stands where the broker is, and remembers whom it told of what."""

    def __init__(self) -> None:
        self.rung: list[str] = []
        self.broken = False

    def send_task(self, task: str, kwargs: dict[str, str], **_: Any) -> None:
        if self.broken:
            raise OperationalError("connection refused")
        self.rung.append(kwargs["job_id"])


@pytest.fixture
def bell(monkeypatch: pytest.MonkeyPatch) -> Bell:
    bell = Bell()
    monkeypatch.setattr(jobs.current_app._get_current_object(), "send_task", bell.send_task)
    return bell


def queued(**values: Any) -> Job:
    return Job.objects.create(**{"task": "t", "key": uuid.uuid4().hex, "title": "Work"} | values)


def expire(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))


def test_a_job_is_a_row_before_it_is_a_message(bell: Bell, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.enqueue(task="t", key="snapshot:1", title="Work")
        before_commit = list(bell.rung)

    assert before_commit == []
    assert bell.rung == [str(job.pk)]


def test_the_same_work_is_asked_for_once(bell: Bell) -> None:
    first = jobs.enqueue(task="t", key="snapshot:1", title="Work")

    assert jobs.enqueue(task="t", key="snapshot:1", title="Work").pk == first.pk
    assert jobs.enqueue(task="t", key="snapshot:2", title="Work").pk != first.pk


def test_a_broker_that_is_away_loses_no_job(bell: Bell, django_capture_on_commit_callbacks: Any) -> None:
    bell.broken = True
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.enqueue(task="t", key="snapshot:1", title="Work")
    Job.objects.filter(pk=job.pk).update(created_at=Now() - RING_AGAIN_AFTER - timedelta(seconds=1))
    bell.broken = False

    jobs.sweep(max_attempts=3)

    assert bell.rung == [str(job.pk)]


def test_a_job_is_claimed_by_one_worker_only() -> None:
    job = queued()

    assert jobs.claim(str(job.pk)) is not None
    assert jobs.claim(str(job.pk)) is None


def test_a_job_whose_worker_fell_silent_is_claimed_again() -> None:
    job = queued()
    jobs.claim(str(job.pk))
    expire(job)

    again = jobs.claim(str(job.pk))

    assert again is not None
    assert again.attempts == 2


def test_a_worker_that_lost_its_lease_records_nothing() -> None:
    job = queued()
    slow = jobs.Progress(jobs.claim(str(job.pk)))
    expire(job)
    jobs.claim(str(job.pk))

    with pytest.raises(jobs.LeaseLost):
        slow.finish(result_url="/late")

    job.refresh_from_db()
    assert (job.state, job.result_url) == ("running", "")


def test_work_reports_its_steps_and_its_end() -> None:
    job = queued()
    seen: list[tuple[int, int, str]] = []

    def work(_: Job, progress: jobs.Progress) -> None:
        progress.step(2, 4, "Laying out the pages")
        seen.extend(Job.objects.filter(pk=job.pk).values_list("step", "steps", "message"))
        progress.finish(result_url="/reports/a/")

    jobs.run(str(job.pk), work)

    job.refresh_from_db()
    assert seen == [(2, 4, "Laying out the pages")]
    assert (job.state, job.result_url, job.lease_until) == ("done", "/reports/a/", None)
    assert job.finished_at >= job.started_at


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (RuleViolation("The paper is too long."), "The paper is too long."),
        (ZeroDivisionError("division by zero"), "Something went wrong on our side"),
    ],
)
def test_a_failure_says_what_the_person_can_use_and_hides_the_rest(error: Exception, told: str) -> None:
    job = queued()

    def work(*_: Any) -> None:
        raise error

    jobs.run(str(job.pk), work)

    job.refresh_from_db()
    assert job.state == "failed"
    assert job.error.startswith(told)
    assert "division" not in job.error


def test_a_finished_job_is_not_run_again() -> None:
    job = queued()
    runs: list[int] = []

    def work(_: Job, progress: jobs.Progress) -> None:
        runs.append(1)
        progress.finish()

    jobs.run(str(job.pk), work)
    jobs.run(str(job.pk), work)

    assert runs == [1]


def test_the_sweeper_gives_up_on_work_that_keeps_killing_its_worker(bell: Bell) -> None:
    job = queued()
    for _ in range(3):
        jobs.claim(str(job.pk))
        expire(job)

    jobs.sweep(max_attempts=3)

    job.refresh_from_db()
    assert job.state == "failed"
    assert "stopped 3 times" in job.error
    assert bell.rung == []


def test_the_sweeper_leaves_working_and_fresh_jobs_alone(bell: Bell) -> None:
    jobs.claim(str(queued().pk))
    queued()

    assert jobs.sweep(max_attempts=3) == 0
    assert bell.rung == []


def test_a_job_in_a_long_queue_is_not_announced_at_every_sweep(bell: Bell) -> None:
    job = queued()
    Job.objects.filter(pk=job.pk).update(created_at=Now() - timedelta(hours=1))

    jobs.sweep(max_attempts=3)
    jobs.sweep(max_attempts=3)

    assert bell.rung == [str(job.pk)]


@pytest.mark.parametrize(
    "values",
    [{"state": "running"}, {"state": "failed", "error": ""}],
    ids=["running without a lease", "failed without a reason"],
)
def test_the_database_refuses_a_job_that_contradicts_itself(values: dict[str, str]) -> None:
    job = queued()

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**values)
