from celery import shared_task

from partnerships import import_work, mailing
from sharedservices.core import jobs


@shared_task
def check_import(*, job_id: str) -> None:
    jobs.run(job_id, import_work.check)


@shared_task
def apply_import(*, job_id: str) -> None:
    jobs.run(job_id, import_work.apply)


@shared_task
def undo_import(*, job_id: str) -> None:
    jobs.run(job_id, import_work.undo)


@shared_task
def send_invitation(*, job_id: str) -> None:
    jobs.run(job_id, mailing.invite)
