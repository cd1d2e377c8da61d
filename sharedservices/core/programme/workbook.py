"""Reads an .xlsx workbook as sheets of text, whoever made it.

The zip is unpacked with limits and packed again without compression, so that what is checked is what is read; the cells
are then read by a program of its own (`cells`). Of a formula, the value that the spreadsheet last worked out is read.
"""

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from sharedservices.core.programme import packed
from sharedservices.core.programme.packed import Rejected
from sharedservices.core.programme.problems import Problem
from sharedservices.core.programme.reading import (
    ABOUT,
    CHARACTERS,
    COLUMNS,
    ROWS,
    TOTAL_BYTES,
    Reading,
    Record,
    as_name,
)

SECONDS = 30
DAMAGED = "This is not an .xlsx workbook, or it is damaged. Save it again as .xlsx."
CELL = re.compile(rb"<(?:\w+:)?(?:c|row)\s[^<]*?\br\s*=\s*[\"']([A-Z]{0,3})([0-9]{1,10})[\"'][^<>]*>")
SHOWS_ERROR = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
READER = Path(__file__).with_name("cells.py")


def read_workbook(path: Path) -> Reading:
    reading = Reading()
    try:
        data = _unpacked(path)
        sheets = list(_sheets(_read_apart(data)))
    except Rejected as error:
        reading.problems.append(Problem(path.name, None, "", error.value, error.message))
        return reading
    for name, hidden, records in sheets:
        if hidden:
            reading.problems.append(Problem(as_name(name), None, "", "", "The sheet is hidden. Show it, or delete it."))
        elif as_name(name) == ABOUT:
            reading.look_for_export(records)
        else:
            reading.add(name, records)
    return reading


def _unpacked(path: Path) -> bytes:
    """The workbook as an uncompressed zip of the same parts, none of which says more than the limits allow."""
    data = packed.content(path, what="workbook")
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise Rejected("The workbook has a password or is in the old .xls form. Save it as .xlsx without a password.")
    with packed.opened(data, damaged=DAMAGED) as archive:
        return _repacked(archive, len(data))


def _repacked(archive: zipfile.ZipFile, size: int) -> bytes:
    parts = archive.infolist()
    packed.refuse_oversized(parts, size, what="workbook")
    clean = io.BytesIO()
    with zipfile.ZipFile(clean, "w", zipfile.ZIP_STORED) as copy:
        for part in parts:
            content = archive.read(part)
            if part.filename.endswith(".xml") and "sharedStrings" not in part.filename:
                _inspect(content)
            copy.writestr(part.filename, content)
    return clean.getvalue()


def _inspect(content: bytes) -> None:
    """A single cell far away makes every reader reserve the whole rectangle; a cell with an error reads as empty."""
    for found in CELL.finditer(content):
        letters, digits = found.groups()
        where = (letters + digits).decode()
        if _place(letters) > COLUMNS or int(digits) > ROWS + 1:
            message = f"A sheet reaches as far as {where}. Delete what is beyond {ROWS:,} rows and {COLUMNS} columns."
            raise Rejected(message, where)
        if SHOWS_ERROR.search(found.group()):
            raise Rejected(f"The cell {where} of a sheet shows an error such as #REF!. Correct or empty it.", where)


def _place(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - ord("A") + 1
    return place


def _read_apart(data: bytes) -> bytes:
    limits = [str(limit) for limit in (ROWS, COLUMNS, CHARACTERS, TOTAL_BYTES)]
    command = [sys.executable, "-I", str(READER), *limits]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603
    except subprocess.SubprocessError as error:
        raise Rejected("The workbook cannot be read, or is too large to read. Save it again, or in parts.") from error
    return done.stdout


def _sheets(output: bytes) -> Iterator[tuple[str, bool, list[Record]]]:
    records: list[Record] = []
    number = 0
    for line in map(json.loads, output.splitlines()):
        if isinstance(line, dict):
            records, number = [], 0
            yield line["sheet"], line["hidden"], records
            continue
        number += 1
        if any(cell.strip() for cell in line):
            records.append((number, line))
