from celery import shared_task

from reports import compiling
from sharedservices.core import jobs


@shared_task
def compile_snapshot(*, job_id: str) -> None:
    jobs.run(job_id, compiling.compile_snapshot)
