"""The embedded servers as they are: started by a process of their own, killed, and started again."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote

import psycopg2
import pytest
import redis

import portal

ROOT = Path(portal.__file__).parent
LAUNCHER = """
import json, signal, sys, time
from pathlib import Path
import portal
signal.signal(signal.SIGTERM, portal.terminate)
with portal.Crew() as crew:
    addresses = portal.start_servers(portal.Folder(Path(sys.argv[1])), sys.argv[2], crew)
    print(json.dumps(addresses | {s.name: s.process.pid for s in crew.services}), flush=True)
    while True:
        crew.watch()
        time.sleep(0.05)
"""


class Launched:
    """A process that has started the servers of a folder."""

    def __init__(self, folder: portal.Folder, kind: str = "demo") -> None:
        named = ("DATABASE_URL", "REDIS_URL", "XDG_RUNTIME_DIR")
        env = {name: value for name, value in os.environ.items() if name not in named}
        self.errors = folder.root / "launcher.err"
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-c", LAUNCHER, str(folder.root), kind],
                env=env | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=errors,
            )  # fmt: skip
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            self.process.communicate(timeout=15)
            pytest.fail(self.errors.read_text())
        self.facts = json.loads(line)
        self.pids = [value for value in self.facts.values() if isinstance(value, int)]

    @property
    def sockets(self) -> str:
        return unquote(self.facts["DATABASE_URL"].partition("?host=")[2])

    def sql(self, statement: str) -> list[tuple]:
        connection = psycopg2.connect(host=self.sockets, user=portal.OWNER, dbname=portal.DATABASE)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def ping(self) -> bool:
        with redis.Redis.from_url(self.facts["REDIS_URL"]) as broker:
            return broker.ping()

    def end(self, number: int) -> None:
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.communicate(timeout=15)


@pytest.fixture
def launch(borrowed_venv):
    launched = []

    def start(folder: portal.Folder = borrowed_venv, kind: str = "demo") -> Launched:
        launched.append(Launched(folder, kind))
        return launched[-1]

    yield start
    for one in launched:
        one.end(signal.SIGTERM)
        assert all_gone(one.pids)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def eventually(condition, *, seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not (answer := condition()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(answer)


def all_gone(pids: list[int]) -> bool:
    return eventually(lambda: not any(is_alive(pid) for pid in pids))


def test_both_servers_answer_from_a_folder_with_a_space_in_its_name(launch):
    servers = launch()

    assert servers.sql("select 1") == [(1,)]
    assert servers.ping()


def test_the_database_is_a_recent_postgresql_in_unicode(launch):
    servers = launch()

    ((version, encoding),) = servers.sql(
        "select current_setting('server_version_num')::int, current_setting('server_encoding')"
    )

    assert version >= portal.OLDEST_POSTGRES * 10_000
    assert encoding == "UTF8"


def test_no_server_listens_on_the_network(launch):
    servers = launch()

    assert servers.sql("show listen_addresses") == [("",)]
    with redis.Redis.from_url(servers.facts["REDIS_URL"]) as broker:
        assert broker.config_get("port") == {"port": "0"}


def test_killing_the_parent_ends_both_servers(launch):
    servers = launch()

    servers.end(signal.SIGKILL)

    assert len(servers.pids) == 2
    assert all_gone(servers.pids)


def test_what_was_committed_is_there_after_killing_everything(launch):
    servers = launch()
    servers.sql("create table kept as select 7 as figure")
    servers.sql("checkpoint")
    for pid in [servers.process.pid, *servers.pids]:
        os.kill(pid, signal.SIGKILL)

    again = launch()

    assert again.sql("select figure from kept") == [(7,)]
    assert again.ping()


def test_a_start_right_after_a_kill_waits_for_the_servers_to_end(launch):
    servers = launch()
    servers.sql("create table kept as select 7 as figure")
    servers.end(signal.SIGKILL)

    assert launch().sql("select figure from kept") == [(7,)]


def test_a_noted_pid_that_now_belongs_to_another_process_does_no_harm(launch, borrowed_venv):
    launch().end(signal.SIGTERM)
    (data,) = [path.parent for path in data_folders(borrowed_venv)]
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n")

    assert launch().sql("select 1") == [(1,)]


def data_folders(folder: portal.Folder) -> list[Path]:
    homes = [folder.var()] + ([portal.nobody_folder(folder)] if os.geteuid() == 0 else [])
    return [mark for home in homes for mark in home.glob("postgres/data/PG_VERSION")]


def test_a_killed_server_is_started_again(launch):
    servers = launch()

    os.kill(servers.facts["valkey"], signal.SIGKILL)

    def answers_again():
        try:
            return servers.ping()
        except redis.ConnectionError:
            return False

    assert eventually(answers_again)


def test_asked_to_stop_it_stops_both_and_quickly(launch):
    servers = launch()
    started = time.monotonic()

    servers.end(signal.SIGTERM)

    assert time.monotonic() - started < 10
    assert not any(is_alive(pid) for pid in servers.pids)


def test_demonstration_and_suite_run_beside_each_other(launch):
    demo, suite = launch(kind="demo"), launch(kind="test")

    demo.sql("create table mine as select 1 as figure")

    assert suite.sql("select to_regclass('mine')") == [(None,)]
    assert (demo.sql("show fsync"), suite.sql("show fsync")) == ([("on",)], [("off",)])


def test_two_copies_run_beside_each_other(launch, borrowed_venv):
    copy = portal.Folder(borrowed_venv.root.with_name("another folder"))
    copy.root.mkdir()
    copy.venv.symlink_to(sys.prefix)

    one, other = launch(), launch(copy)

    assert one.sockets != other.sockets
    assert other.sql("select 1") == [(1,)]


def test_a_cluster_of_another_version_is_said(launch, borrowed_venv):
    launch().end(signal.SIGTERM)
    (mark,) = data_folders(borrowed_venv)
    mark.write_text("9\n")

    with pytest.raises(pytest.fail.Exception, match=r"was made by PostgreSQL 9, but \d+ is installed.*--reset"):
        launch()


def test_servers_that_the_environment_names_are_used_as_they_are(borrowed_venv, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://db/portal")
    monkeypatch.setenv("REDIS_URL", "redis://broker/0")
    crew = portal.Crew()

    addresses = portal.start_servers(borrowed_venv, "demo", crew)

    assert addresses == {"DATABASE_URL": "postgres://db/portal", "REDIS_URL": "redis://broker/0"}
    assert crew.services == []


def test_a_lock_is_held_until_the_last_child_that_inherited_it_has_ended(folder):
    lock, later = portal.Lock(folder, "web"), portal.Lock(folder, "web")
    assert lock.take()
    child = subprocess.Popen(["sleep", "60"], pass_fds=(lock.fd,))
    lock.release()

    held = not later.take()
    child.kill()
    child.wait()

    assert held
    assert later.take(patience=5)
    later.release()


STUBBORN = "trap '' TERM INT QUIT; echo ready >> $0; while :; do sleep 1; done"
PARENT = """
import signal, sys, time
from pathlib import Path
import portal

folder, script, ready = sys.argv[1:]
service = portal.Service(portal.Folder(Path(folder)), "worker", ["/bin/sh", "-c", script, ready], env={})
service.farewell = signal.SIGKILL
service.start()
print(service.process.pid, flush=True)
time.sleep(60)
"""


def test_even_a_child_that_ignores_every_request_ends_with_its_parent(folder):
    ready = folder.root / "ready"
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(folder.root), STUBBORN, str(ready)],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
    )  # fmt: skip
    pid = int(parent.stdout.readline())
    assert eventually(ready.exists)

    parent.kill()
    parent.communicate()

    assert all_gone([pid])


def test_a_long_log_is_put_aside_when_its_service_starts(folder):
    folder.log("worker").write_bytes(b"." * (portal.LONGEST_LOG + 1))

    service = portal.Service(folder, "worker", env={})

    assert service.log.stat().st_size == 0
    assert folder.var("log", "worker.old.log").stat().st_size == portal.LONGEST_LOG + 1
    service.lock.release()


def test_the_web_process_inherits_the_listening_socket():
    with portal.listen(None) as door, socket.create_connection(door.getsockname(), timeout=2) as caller:
        assert caller.getpeername() == door.getsockname()
