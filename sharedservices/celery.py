"""The Celery application. Messages carry ids only; the job rows in PostgreSQL are the truth (`core.jobs`)."""

import os
from typing import Any

from celery import Celery, Task
from celery.signals import setup_logging, worker_ready
from django_structlog.celery.steps import DjangoStructLogInitStep

from sharedservices.core.acting import Actor, acting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharedservices.settings")


class ActingTask(Task):
    """The portal itself acts, until the job says for whom (`core.jobs.run`)."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with acting(Actor(system=self.name)):
            return super().__call__(*args, **kwargs)


app = Celery("sharedservices", task_cls=ActingTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()


@setup_logging.connect
def use_django_logging(**_: object) -> None:
    """Celery would replace the root logger; Django has configured it already."""


@worker_ready.connect
def sweep_at_start(**_: object) -> None:
    """A restarted worker looks for what its predecessor left, without waiting for beat."""
    app.send_task("sharedservices.core.tasks.sweep_jobs")
