"""Files that are records: written whole or not at all, and never over each other."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class DurableFileSystemStorage(FileSystemStorage):
    """Writes to a temporary file, syncs it, and links it to its name, so a crash leaves no half a file under that name.

    Names are digests of the content: a file that is there already is the same file, and is kept.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: Any) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name_for_now = tempfile.mkstemp(dir=target.parent, prefix=".writing-")
        temporary = Path(name_for_now)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(self.file_permissions_mode or 0o640)
            temporary.replace(target)
        except BaseException:
            temporary.unlink()
            raise
        _sync_folder(target.parent)
        return name


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
