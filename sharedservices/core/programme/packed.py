"""What is asked of every zip that somebody brings, an archive of tables or a workbook, before any of it is unpacked."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sharedservices.core.programme.reading import FILE_BYTES, MEGABYTE, TOTAL_BYTES

RATIO = 100
PARTS = 1_000


class Rejected(Exception):
    """The file is not read; the message says why and what to do."""

    def __init__(self, message: str, value: str = "") -> None:
        super().__init__(message)
        self.message, self.value = message, value


def content(path: Path, *, what: str) -> bytes:
    size = path.stat().st_size
    if size > FILE_BYTES:
        raise Rejected(f"The {what} is {size / MEGABYTE:.0f} MB; the most is 5 MB. Bring the programme in parts.")
    return path.read_bytes()


@contextmanager
def opened(data: bytes, *, damaged: str) -> Iterator[zipfile.ZipFile]:
    """Whatever proves to be wrong with the zip, while it is read too, is told as `damaged`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Rejected(damaged) from error


def refuse_oversized(parts: list[zipfile.ZipInfo], size: int, *, what: str) -> None:
    """By what the zip's directory says of its parts; `size` is that of the file as it was brought."""
    total = sum(part.file_size for part in parts)
    if total > TOTAL_BYTES or len(parts) > PARTS or (total > MEGABYTE and total > RATIO * size):
        raise Rejected(f"Unpacked, the {what} has {total / MEGABYTE:.0f} MB, which is too much. Bring it in parts.")
