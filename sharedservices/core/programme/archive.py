"""Reads a .zip of CSV files as sheets of text, whoever made it. Nothing is unpacked to disk."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from sharedservices.core.programme.problems import Problem, shortened
from sharedservices.core.programme.reading import FILE_BYTES, MEGABYTE, TOTAL_BYTES, Reading

RATIO = 100
PARTS = 1_000
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED = 0x1
ARCHIVES = {".zip", ".7z", ".rar", ".gz", ".tar", ".xlsx", ".xlsm", ".xls", ".ods"}
REMARKS = "__MACOSX/"  # what one system adds to every archive
DAMAGED = "This is not a .zip archive, or it is damaged. Make it again."


class Rejected(Exception):
    """The archive is not read; the message says why and what to do."""

    def __init__(self, message: str, value: str = "") -> None:
        super().__init__(message)
        self.message, self.value = message, value


def read_archive(path: Path) -> Reading:
    """Every .csv file in it is a table, as in a folder; other files are none of our business, other archives are."""
    reading = Reading()
    try:
        _read(path, reading)
    except Rejected as error:
        return Reading(problems=[Problem(path.name, None, "", shortened(error.value), error.message)])
    return reading


def _read(path: Path, reading: Reading) -> None:
    size = path.stat().st_size
    if size > FILE_BYTES:
        raise Rejected(f"The archive is {size / MEGABYTE:.0f} MB; the most is 5 MB. Bring the programme in parts.")
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            for part in _parts(archive, size):
                reading.add_csv(PurePosixPath(part.filename).stem, part.file_size, partial(archive.read, part))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Rejected(DAMAGED) from error


def _parts(archive: zipfile.ZipFile, size: int) -> Iterator[zipfile.ZipInfo]:
    """The CSV files, once everything that is in the archive has been judged by what its directory says."""
    parts = [part for part in archive.infolist() if not part.filename.startswith(REMARKS)]
    total = sum(part.file_size for part in parts)
    if total > TOTAL_BYTES or len(parts) > PARTS or (total > MEGABYTE and total > RATIO * size):
        raise Rejected(f"Unpacked, the archive has {total / MEGABYTE:.0f} MB, which is too much. Bring it in parts.")
    for part in parts:
        _judge(part)
    files = [part for part in parts if PurePosixPath(part.filename).suffix.lower() == ".csv"]
    if not files:
        raise Rejected("There are no CSV files in this archive.")
    yield from files


def _judge(part: zipfile.ZipInfo) -> None:
    name = part.filename
    if "/" in name or "\\" in name or ":" in name:
        raise Rejected("A file lies in a folder of the archive. Select the files themselves, then compress them.", name)
    if part.flag_bits & ENCRYPTED:
        raise Rejected("The archive has a password. Make it again without one.", name)
    if PurePosixPath(name).suffix.lower() in ARCHIVES:
        raise Rejected("There is an archive or a workbook in the archive. Bring each by itself.", name)
    if part.compress_type not in METHODS or stat.S_ISLNK(part.external_attr >> 16):
        raise Rejected(DAMAGED, name)
