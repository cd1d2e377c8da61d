"""Reads a workbook from standard input and writes its cells as text, one JSON line per sheet and row.

A program of its own, started by `workbook`: the system stops it when a hostile file makes it take too much memory or
time. It imports nothing of the portal.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from python_calamine import CalamineWorkbook, SheetVisibleEnum

MEMORY_BYTES = 700 * 1024 * 1024
SECONDS = 20


def text_of(value: Any) -> str:
    """What the cell shows: whole numbers without a point, days without a time, yes and no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{Decimal(f'{value:.15g}'):f}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def lines(data: bytes, *, rows: int, columns: int, characters: int) -> Iterator[Any]:
    """A sheet is an object, a row its cells; one more of everything than is allowed, so that the reader can tell."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for sheet in workbook.sheets_metadata:
        yield {"sheet": sheet.name, "hidden": sheet.visible != SheetVisibleEnum.Visible}
        for cells in workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False, nrows=rows + 2):
            yield [text_of(value)[: characters + 1] for value in cells[: columns + 1]]


def main(rows: int, columns: int, characters: int, total: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    written = 0
    for line in lines(sys.stdin.buffer.read(), rows=rows, columns=columns, characters=characters):
        text = json.dumps(line)
        written += len(text)
        if written > total:
            sys.exit(1)
        sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
