"""A real Celery worker beside a test: its own process, the test's database, broker and storage."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import psutil
from django.conf import settings
from django.db import connection


def environment(renditions: Path) -> dict[str, str]:
    database = connection.settings_dict
    host = database["HOST"] or database["OPTIONS"].get("host", "")
    where = urlencode({"host": host, "port": database["PORT"] or 5432})
    return os.environ | {
        "DATABASE_URL": f"postgres://{database['USER']}:{quote(database['PASSWORD'])}@/{database['NAME']}?{where}",
        "REDIS_URL": settings.REDIS_URL,
        "RENDITION_STORAGE_OPTIONS": json.dumps({"location": str(renditions)}),
        "IMPORT_STORAGE_OPTIONS": json.dumps({"location": str(renditions.with_name("imports"))}),
        "PYTHONUNBUFFERED": "1",
    }


def start(renditions: Path, *extra: str) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "sharedservices",
        "worker",
        "--concurrency=1",
        "--loglevel=WARNING",
    ]
    with renditions.with_suffix(".log").open("ab") as log:
        return subprocess.Popen(
            [*command, *extra],
            env=environment(renditions),
            cwd=settings.BASE_DIR,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL for the worker and everything it started, as a power cut would: nobody gets to say goodbye."""
    try:
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for member in family:
        if member.is_running():
            os.kill(member.pid, signal.SIGKILL)
    process.wait(timeout=10)


@contextmanager
def running(renditions: Path, *extra: str) -> Iterator[subprocess.Popen[bytes]]:
    process = start(renditions, *extra)
    try:
        yield process
    finally:
        kill(process)


def wait_until(true: Callable[[], object], *, seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"Waited {seconds:.0f} s in vain: {what}."
        time.sleep(0.05)
