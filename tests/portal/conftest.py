import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import portal


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[portal.Folder]:
    """A copy of the portal with a space in its name and nothing in it yet; its sockets lie apart from a real one's."""
    with tempfile.TemporaryDirectory(prefix="portal-test-") as sockets:
        monkeypatch.setenv("TMPDIR", sockets)
        monkeypatch.setattr(tempfile, "tempdir", None)
        monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
        root = tmp_path / "a folder"
        root.mkdir()
        yield portal.Folder(root)
        if os.geteuid() == 0:
            for copy in tmp_path.iterdir():
                shutil.rmtree(portal.nobody_folder(portal.Folder(copy)), ignore_errors=True)


@pytest.fixture
def borrowed_venv(folder: portal.Folder) -> portal.Folder:
    """The environment that the suite runs in, for the binaries in it."""
    folder.venv.symlink_to(sys.prefix)
    return folder
