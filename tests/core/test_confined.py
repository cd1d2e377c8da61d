"""Work in a child with limits: its answer comes back, its limits hold, and nothing of it stays behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from sharedservices.core import confined
from sharedservices.core.errors import RuleViolation

LIMITS = confined.Limits(cpu_seconds=5, wall_seconds=10, memory=200 * 1024 * 1024, beat_seconds=0.05)
ORPHAN = """
import os, sys, time
from sharedservices.core import confined
def work():
    print(os.getpid(), flush=True)
    time.sleep(60)
    return b""
confined.run(work, limits=confined.Limits(cpu_seconds=5, wall_seconds=60, memory=1 << 28))
"""


class Interrupted(Exception):
    """What the heartbeat raises when somebody else took the work over."""


def sleep() -> bytes:
    time.sleep(60)
    return b""


def spin() -> bytes:
    while True:
        pass


def recurse() -> bytes:
    return recurse()


def abort() -> bytes:
    os.abort()


def children() -> str:
    return "".join(path.read_text() for path in Path("/proc/self/task").glob("*/children"))


@pytest.fixture(autouse=True)
def nothing_left_behind():
    before = children()
    yield
    assert children() == before


@pytest.mark.parametrize("size", [0, 1, 5_000_000])
def test_answer_comes_back_whole(size):
    assert confined.run(lambda: b"x" * size, limits=LIMITS) == b"x" * size


def test_violation_comes_through_with_its_words():
    def refuse() -> bytes:
        raise RuleViolation("Shorten the paper – £5.")

    with pytest.raises(RuleViolation, match="Shorten the paper – £5"):
        confined.run(refuse, limits=LIMITS)


@pytest.mark.parametrize("error", [ValueError("odd"), SystemExit("odd"), KeyboardInterrupt("odd")])
def test_anything_unforeseen_is_named(error):
    def fail() -> bytes:
        raise error

    with pytest.raises(confined.WorkFailed, match=f"{type(error).__name__}: odd"):
        confined.run(fail, limits=LIMITS)


@pytest.mark.parametrize(
    ("work", "what"),
    [
        (spin, confined.Exceeded.TIME),
        (lambda: bytes(400 * 1024 * 1024), confined.Exceeded.SIZE),
        (recurse, confined.Exceeded.SIZE),
        (abort, confined.Exceeded.SIZE),
    ],
    ids=["processor time", "memory", "depth", "crash"],
)
def test_limit_is_named(work, what):
    limits = confined.Limits(cpu_seconds=1, wall_seconds=10, memory=200 * 1024 * 1024)

    with pytest.raises(confined.LimitExceeded) as exceeded:
        confined.run(work, limits=limits)

    assert exceeded.value.what is what


def test_idle_work_ends_by_the_wall_clock():
    start = time.monotonic()

    with pytest.raises(confined.LimitExceeded) as exceeded:
        confined.run(sleep, limits=confined.Limits(cpu_seconds=5, wall_seconds=0.3, memory=1 << 28))

    assert exceeded.value.what is confined.Exceeded.TIME
    assert time.monotonic() - start < 5


def test_heartbeat_that_raises_kills_the_child():
    beats = []

    def beat() -> None:
        beats.append(time.monotonic())
        if len(beats) == 3:
            raise Interrupted

    with pytest.raises(Interrupted):
        confined.run(sleep, limits=LIMITS, beat=beat)

    assert len(beats) == 3


def test_child_dies_with_its_parent():
    parent = subprocess.Popen([sys.executable, "-c", ORPHAN], cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())

    parent.send_signal(signal.SIGKILL)
    parent.wait()

    assert gone(child)


def gone(pid: int) -> bool:
    """Dead within five seconds; a zombie that its new parent has not fetched yet counts."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.django_db(transaction=True)
def test_database_session_belongs_to_the_parent_alone():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        session = cursor.fetchone()
    inherited = connection.connection.fileno()

    def ask() -> bytes:
        try:
            os.fstat(inherited)
        except OSError:
            return b"closed"
        return b"open"

    assert confined.run(ask, limits=LIMITS) == b"closed"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() == session
