"""Workers die and brokers forget; a paper that was asked for is still compiled, once."""

from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from reports import demonstration, services
from reports.models import Rendition, Report
from sharedservices.core.models import Job
from tests import workers

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def report() -> Report:
    call_command("import_programme", str(Path("demo/se7").resolve()), verbosity=0)
    demonstration.create_accounts()
    found: Report = Report.objects.for_table().get()
    return found


def asked_for(report: Report) -> Job:
    author = demonstration.officer_of(report, demonstration.Role.REPORT_AUTHOR)
    job = services.compile_version(report=report, by=author, at=timezone.now())[1]
    assert job is not None
    return job


def state(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def stored() -> int:
    with transaction.atomic():
        return Rendition.objects.filter(format="pdf").count()


def is_laying_out(job: Job) -> bool:
    job.refresh_from_db()
    return job.step >= 2


def test_a_worker_killed_in_mid_compile_is_replaced_and_there_is_one_rendition(report: Report, tmp_path: Path) -> None:
    folder = tmp_path / "renditions"
    with workers.running(folder) as first:
        job = asked_for(report)
        workers.wait_until(lambda: is_laying_out(job), seconds=60, what="the first worker to reach the layout")
        workers.kill(first)
    assert state(job) == "running"

    with workers.running(folder, "--beat", f"--schedule={tmp_path / 'beat'}"):
        workers.wait_until(lambda: state(job) == "done", seconds=30, what="the second worker to finish the job")

    assert job.attempts == 2
    assert stored() == 1
    assert len(list(folder.rglob("*.pdf"))) == 1


def test_a_broker_that_forgot_everything_loses_no_job(report: Report, tmp_path: Path) -> None:
    job = asked_for(report)
    redis.Redis.from_url(settings.REDIS_URL).flushdb()

    with workers.running(tmp_path / "renditions", "--beat", f"--schedule={tmp_path / 'beat'}"):
        workers.wait_until(
            lambda: state(job) == "done", seconds=30, what="the sweeper to ring again and the job to end"
        )

    assert job.attempts == 1
    assert stored() == 1
