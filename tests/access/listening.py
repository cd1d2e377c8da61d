"""What the portal writes to its log and posts while somebody asks it something, and the work that it sets going."""

import functools
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import current_app
from django.conf import settings
from django.core import mail
from django.db import connection

from sharedservices.core import jobs
from tests.access import reading


class Listener(logging.Handler):
    """Every line of the log, as it would stand there."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        made: dict[str, Any] = dict(settings.LOGGING["formatters"]["json"])
        self.setFormatter(made.pop("()")(**made))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    @contextmanager
    def listening(self) -> Iterator[None]:
        """In place of whoever listens otherwise, at the level that portals have by default."""
        root = logging.getLogger()
        others, level = root.handlers, root.level
        root.handlers = [self]
        root.setLevel(logging.INFO)
        try:
            yield
        finally:
            root.handlers = others
            root.setLevel(level)

    def forget(self) -> None:
        self.lines.clear()
        mail.outbox.clear()


def texts_of_post() -> list[tuple[str, str]]:
    """Of every e-mail, the addresses that it goes to, and what it says."""
    return [(" ".join(message.recipients()), reading.text_of_mail(message)) for message in mail.outbox]


def waiting() -> int:
    return len(connection.run_on_commit)


def carry_out(since: int) -> None:
    """The jobs that would have been rung for when the transaction ended, as a worker does them."""
    for _, call, _ in connection.run_on_commit[since:]:
        if isinstance(call, functools.partial) and call.func is jobs.ring:
            task, job = call.args
            current_app.tasks[task](job_id=str(job))
