"""Work that may run away, done in a forked child with limits while the caller keeps its heartbeat.

`os.fork`, not multiprocessing: a Celery worker's child is daemonic and may not have children of that kind. The child
leaves by `os._exit`, closes every connection it inherited without a word on it, and dies with its parent.
"""

import ctypes
import enum
import gc
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import structlog

from sharedservices.core.errors import RuleViolation

log = structlog.get_logger(__name__)

ANSWER_FD = 3
HIGHEST_FD = 65_536
PR_SET_PDEATHSIG = 1
CLONE_NEWUSER_AND_NEWNET = 0x10000000 | 0x40000000


@dataclass(frozen=True)
class Limits:
    """Memory is counted in bytes above what the parent has mapped already."""

    cpu_seconds: int
    wall_seconds: float
    memory: int
    beat_seconds: float = 2.0


class Exceeded(enum.Enum):
    TIME = "time"
    SIZE = "memory or depth"


class LimitExceeded(Exception):
    def __init__(self, what: Exceeded) -> None:
        super().__init__(what.value)
        self.what = what


class WorkFailed(Exception):
    """The work raised something unforeseen; its traceback is in the log."""


class _Answer(bytes, enum.Enum):
    RESULT = b"R"
    VIOLATION = b"V"
    TOO_BIG = b"B"
    FAILED = b"F"


def run(work: Callable[[], bytes], *, limits: Limits, beat: Callable[[], None] = lambda: None) -> bytes:
    """What `work` returns. RuleViolation comes through; whatever `beat` raises kills the child and comes through."""
    sys.stdout.flush()
    sys.stderr.flush()
    reader, writer = os.pipe()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _be_the_child(work, writer, limits, parent)
    os.close(writer)
    try:
        answer = _listen(reader, limits, beat)
    except BaseException:
        os.kill(pid, signal.SIGKILL)
        raise
    finally:
        os.close(reader)
        _, status = os.waitpid(pid, 0)
    return _judge(answer, status)


def _listen(reader: int, limits: Limits, beat: Callable[[], None]) -> bytes:
    """Everything the child says until it closes its end."""
    poll = select.poll()
    poll.register(reader, select.POLLIN)
    chunks: list[bytes] = []
    now = time.monotonic()
    deadline, next_beat = now + limits.wall_seconds, now + limits.beat_seconds
    while now < deadline:
        if poll.poll(max(0, min(deadline, next_beat) - now) * 1000):
            chunk = os.read(reader, 1 << 20)
            if not chunk:
                return b"".join(chunks)
            chunks.append(chunk)
        now = time.monotonic()
        if now >= next_beat:
            beat()
            next_beat = now + limits.beat_seconds
    raise LimitExceeded(Exceeded.TIME)


def _judge(answer: bytes, status: int) -> bytes:
    """The result out of the child's answer, or the exception that it stands for."""
    kind, length, payload = answer[:1], int.from_bytes(answer[1:9]), answer[9:]
    if len(answer) < 9 or len(payload) != length:
        raise _end_of(status)
    match _Answer(kind):
        case _Answer.RESULT:
            return payload
        case _Answer.VIOLATION:
            raise RuleViolation(payload.decode())
        case _Answer.TOO_BIG:
            raise LimitExceeded(Exceeded.SIZE)
        case _Answer.FAILED:
            raise WorkFailed(payload.decode())


def _end_of(status: int) -> Exception:
    """Why a child ended without an answer. Libraries in C abort or crash where memory or stack runs out."""
    if not os.WIFSIGNALED(status):
        return WorkFailed(f"The child process ended with status {status}.")
    number = os.WTERMSIG(status)
    log.warning("confined_work_killed", signal=signal.Signals(number).name)
    return LimitExceeded(Exceeded.TIME if number == signal.SIGXCPU else Exceeded.SIZE)


def _be_the_child(work: Callable[[], bytes], writer: int, limits: Limits, parent: int) -> NoReturn:
    try:
        _confine(writer, limits, parent)
        _send(_Answer.RESULT, work())
    except RuleViolation as violation:
        _send(_Answer.VIOLATION, violation.message.encode())
    except (MemoryError, RecursionError):
        _send(_Answer.TOO_BIG, b"")
    except BaseException as error:
        log.exception("confined_work_failed")
        _send(_Answer.FAILED, f"{type(error).__name__}: {error}".encode())
    finally:
        os._exit(0)


def _confine(writer: int, limits: Limits, parent: int) -> None:
    """Objects of the parent are frozen, so none of its connections is ever finalised here. Inherited files are closed:
    a killed parent's database session must not live on through its child."""
    gc.freeze()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGXCPU):
        signal.signal(number, signal.SIG_DFL)
    os.dup2(writer, ANSWER_FD)
    os.closerange(ANSWER_FD + 1, min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], HIGHEST_FD))
    if sys.platform == "linux":
        _confine_on_linux(limits, parent)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))


def _confine_on_linux(limits: Limits, parent: int) -> None:
    """Dies with the parent, sees no network where the kernel allows that, and maps only so much more memory."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)
    libc.unshare(CLONE_NEWUSER_AND_NEWNET)
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    most = mapped + limits.memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _send(kind: _Answer, payload: bytes) -> None:
    message = memoryview(kind.value + len(payload).to_bytes(8) + payload)
    while message:
        message = message[os.write(ANSWER_FD, message) :]
