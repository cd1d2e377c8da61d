"""Reads a .zip of CSV files as sheets of text, whoever made it. Nothing is unpacked to disk."""

import stat
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from sharedservices.core.programme import packed
from sharedservices.core.programme.packed import Rejected
from sharedservices.core.programme.problems import Problem, shortened
from sharedservices.core.programme.reading import Reading

METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED = 0x1
ARCHIVES = {".zip", ".7z", ".rar", ".gz", ".tar", ".xlsx", ".xlsm", ".xls", ".ods"}
REMARKS = "__MACOSX/"  # what one system adds to every archive
DAMAGED = "This is not a .zip archive, or it is damaged. Make it again."


def read_archive(path: Path) -> Reading:
    """Every .csv file in it is a table, as in a folder; other files are none of our business, other archives are."""
    reading = Reading()
    try:
        _read(path, reading)
    except Rejected as error:
        return Reading(problems=[Problem(path.name, None, "", shortened(error.value), error.message)])
    return reading


def _read(path: Path, reading: Reading) -> None:
    data = packed.content(path, what="archive")
    with packed.opened(data, damaged=DAMAGED) as archive:
        for part in _parts(archive, len(data)):
            reading.add_csv(PurePosixPath(part.filename).stem, part.file_size, partial(archive.read, part))


def _parts(archive: zipfile.ZipFile, size: int) -> Iterator[zipfile.ZipInfo]:
    """The CSV files, once everything that is in the archive has been judged by what its directory says."""
    parts = [part for part in archive.infolist() if not part.filename.startswith(REMARKS)]
    packed.refuse_oversized(parts, size, what="archive")
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
