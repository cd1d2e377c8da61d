from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from sharedservices.core import jobs

WORKER_SEEN = "worker-seen"


@shared_task(ignore_result=True)
def sweep_jobs() -> None:
    """Beat sends it every few seconds and a worker at its start; running it proves that a worker is there."""
    cache.set(WORKER_SEEN, timezone.now().timestamp(), timeout=3600)
    jobs.sweep(max_attempts=settings.JOB_MAX_ATTEMPTS)


@shared_task(ignore_result=True)
def run_command(*, name: str) -> None:
    """Periodic work is a management command, which beat names."""
    call_command(name, verbosity=0)
