"""What the machine must have, and the places that portal.py makes on it."""

import os
import socket
import stat
from types import SimpleNamespace

import pytest

import portal


@pytest.fixture
def taken_port():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_taken_port_is_said_and_another_asked_for(taken_port):
    with pytest.raises(portal.SetupError, match=rf"Port {taken_port} cannot be used .*--port"):
        portal.listen(taken_port)


def test_without_a_wish_the_next_free_port_is_used(monkeypatch, taken_port):
    monkeypatch.setattr(portal, "DEFAULT_PORT", taken_port)

    with portal.listen(None) as door:
        assert taken_port < door.getsockname()[1] < taken_port + 100


def test_a_port_that_is_held_cannot_be_taken_by_a_second_start():
    with portal.listen(None) as door, pytest.raises(portal.SetupError):
        portal.listen(door.getsockname()[1])


def test_missing_libraries_give_the_line_for_debian(monkeypatch):
    monkeypatch.setattr(portal.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)

    line = portal.install_line(["libpango-1.0.so.0", "libharfbuzz-subset.so.0"])

    assert line == "apt-get install -y --no-install-recommends libpango-1.0-0 libharfbuzz-subset0"


def test_an_ordinary_user_gets_the_line_and_nothing_is_installed(monkeypatch, folder):
    monkeypatch.setattr(portal, "LIBRARIES", {"libnowhere.so.9": "libnowhere9"})
    monkeypatch.setattr(portal.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(portal, "apt", lambda *_: pytest.fail("only root may install"))
    monkeypatch.setattr(portal.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)

    with pytest.raises(portal.SetupError, match=r"libnowhere\.so\.9\. .*: sudo apt-get install .* libnowhere9$"):
        portal.check_libraries(folder)


def test_a_nearly_full_disk_is_said_before_anything_is_done(monkeypatch, folder):
    monkeypatch.setattr(portal.shutil, "disk_usage", lambda _: SimpleNamespace(free=40_000_000))

    with pytest.raises(portal.SetupError, match=r"The disk is full: 40 MB free at .*, 100 MB needed"):
        portal.check_disk(folder.var(), 100)


def test_sockets_of_a_deep_folder_are_short_and_private(folder):
    deep = portal.Folder(folder.root.joinpath(*["a long name with spaces"] * 8))

    made = portal.socket_folder(deep, "postgres")

    assert len(str(made / ".s.PGSQL.5432")) <= portal.LONGEST_SOCKET_PATH
    assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_a_temporary_folder_with_a_space_is_passed_over(folder, monkeypatch, tmp_path):
    odd = tmp_path / "odd one"
    odd.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(odd))

    assert odd not in portal.socket_folder(folder, "postgres").parents


def test_two_copies_and_two_purposes_never_share_a_name(folder):
    copy = portal.Folder(folder.root.with_name("another folder"))

    names = {place.name_outside(purpose) for place in (folder, copy) for purpose in ("postgres", "postgres-test")}

    assert len(names) == 4


@pytest.mark.parametrize("trap", ["link", "open to all"])
def test_a_folder_that_someone_else_may_be_behind_is_refused(folder, tmp_path, trap):
    place = tmp_path / "sockets"
    if trap == "link":
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        place.symlink_to(tmp_path / "elsewhere")
    else:
        place.mkdir()
        place.chmod(0o777)

    with pytest.raises(portal.SetupError, match="belongs to someone else"):
        portal.own_folder(place, os.geteuid())


def test_the_secret_key_is_random_private_and_kept(folder, tmp_path):
    folder.var().mkdir()
    other = portal.Folder(tmp_path / "another folder")
    other.var().mkdir(parents=True)

    key = portal.secret_key(folder)

    assert len(key) >= 50
    assert portal.secret_key(folder) == key != portal.secret_key(other)
    assert stat.S_IMODE(folder.var("secret-key").stat().st_mode) == 0o600


def test_django_is_not_led_elsewhere_by_what_the_shell_has_set(folder, monkeypatch):
    folder.var().mkdir()
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for name in ("PGHOST", "PGSERVICE", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"):
        monkeypatch.setenv(name, "/elsewhere")

    env = portal.child_environment(
        folder, "demo", {"DATABASE_URL": "postgres:///portal", "REDIS_URL": "unix:///socket"}
    )

    assert "/elsewhere" not in env.values()
    assert (env["DATABASE_URL"], env["DEMO"], env["PORTAL_VAR"]) == ("postgres:///portal", "1", str(folder.var()))


def test_the_client_settings_for_a_server_of_the_user_are_kept(folder, monkeypatch):
    folder.var().mkdir()
    monkeypatch.setenv("DATABASE_URL", "postgres://db/portal")
    monkeypatch.setenv("PGSSLMODE", "verify-full")

    assert portal.child_environment(folder, "demo", {})["PGSSLMODE"] == "verify-full"


def test_the_suite_writes_apart_from_the_demonstration(folder):
    folder.var().mkdir()

    assert portal.child_environment(folder, "test", {})["PORTAL_VAR"] == str(folder.var("test"))


def test_a_new_or_changed_migration_is_noticed(folder):
    (folder.root / "requirements.lock").write_text("django==5.2.19\n")
    migration = folder.root / "savings" / "migrations" / "0001_initial.py"
    migration.parent.mkdir(parents=True)
    migration.write_text("one")
    first = portal.migrations_digest(folder)

    migration.write_text("two")

    assert portal.migrations_digest(folder) != first


def test_reset_leaves_what_the_demonstration_did_not_make(folder, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for name in ("postgres", "valkey", "media", "reports", "postgres-test", "bench"):
        folder.var(name).mkdir(parents=True)
    folder.var("celerybeat-schedule").touch()

    portal.reset(folder)

    assert {path.name for path in folder.var().iterdir()} == {"postgres-test", "bench", "locks"}


def test_reset_does_not_touch_a_database_of_the_user(folder, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://db/portal")

    with pytest.raises(portal.SetupError, match="empty that one yourself"):
        portal.reset(folder)
