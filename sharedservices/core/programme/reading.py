"""From a folder of CSV files, or one workbook, to sheets of text. Everything is bounded before it is read. Pure Python.

Text that begins with = + - @ stays text: nothing is ever calculated. Exports write an apostrophe before it, so that a
spreadsheet does not run it either, and reading takes that one apostrophe away again.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sharedservices.core.programme.columns import tidy, unguard
from sharedservices.core.programme.problems import Problem, shortened

MEGABYTE = 1024 * 1024
FILE_BYTES = 5 * MEGABYTE
TOTAL_BYTES = 50 * MEGABYTE
ROWS = 20_000
COLUMNS = 60
CELLS = 2_000_000  # of all tables together
CHARACTERS = 20_000
LONGEST_NAME = 60
LONE_CR = re.compile(r"\r(?!\n)")
ABOUT = "about"
EXPORTED_AT = "exported_at"
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
AS_UTF8 = "In the spreadsheet choose “CSV UTF-8 (comma delimited)” when saving."

Record = tuple[int, list[str]]


class Unreadable(Exception):
    """The whole sheet cannot be read; the message says why and what to do."""

    def __init__(self, message: str, row: int | None = None, column: str = "", value: str = "") -> None:
        super().__init__(message)
        self.message, self.row, self.column, self.value = message, row, column, value


@dataclass
class Sheet:
    """A table as it was brought: column names in order, rows of text. `partial` when some of it could not be read."""

    name: str
    header: list[str] = field(default_factory=list)
    rows: list[Record] = field(default_factory=list)
    partial: bool = False


@dataclass
class Reading:
    sheets: list[Sheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    exported_at: datetime | None = None
    cells: int = 0

    def add_csv(self, name: str, size: int, content: Callable[[], bytes]) -> None:
        if as_name(name) != ABOUT:
            self.add(name, records(size, content))
        elif size <= FILE_BYTES:
            self.look_for_export(_lines(content()))

    def _count(self, sheet: Sheet) -> None:
        self.cells += len(sheet.rows) * len(sheet.header)
        if self.cells > CELLS:
            raise Unreadable(f"With this table the programme has more than {CELLS:,} cells. Bring it in parts.")

    def look_for_export(self, records: Iterable[Record]) -> None:
        """Of the sheet that explains the others, one fact: when the portal wrote them."""
        try:
            for number, (name, *values) in records:
                if as_name(name) == EXPORTED_AT:
                    self.exported_at = _moment("".join(values[:1]), number)
        except Unreadable as error:
            self.problems.append(Problem(ABOUT, error.row, error.column, error.value, error.message))

    def add(self, name: str, records: Iterable[Record]) -> None:
        """Shapes the records into a sheet; what is wrong becomes a problem, and the sheet is then partial."""
        typed, name = name, as_name(name)
        if any(sheet.name == name for sheet in self.sheets):
            message = f"The table {name} is there twice. Keep one of the two, with the rows of both."
            self.problems.append(Problem(name, None, "", shortened(typed), message))
            return
        sheet = Sheet(name)
        self.sheets.append(sheet)
        try:
            self.problems += _fill(sheet, records)
            self._count(sheet)
        except Unreadable as error:
            sheet.partial = True
            self.problems.append(Problem(name, error.row, error.column, error.value, error.message))


def as_name(text: str) -> str:
    """Names of tables and columns, however they were typed: "Governance bodies" is governance_bodies."""
    return re.sub(r"[\s-]+", "_", text.strip().lower())


def read_folder(folder: Path) -> Reading:
    """Every .csv file of the folder is a table; other files are none of our business."""
    reading = Reading()
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv" and path.is_file())
    if not files:
        reading.problems.append(Problem(folder.name, None, "", "", "There are no CSV files in this folder."))
    if sum(path.stat().st_size for path in files) > TOTAL_BYTES:
        message = "The files together are larger than 50 MB. Bring the programme in parts."
        return Reading(problems=[Problem(folder.name, None, "", "", message)])
    for path in files:
        reading.add_csv(path.stem, path.stat().st_size, path.read_bytes)
    return reading


def read_csv(path: Path) -> Iterator[Record]:
    """The file's records with their row numbers, blank ones left out. Raises Unreadable."""
    yield from records(path.stat().st_size, path.read_bytes)


def records(size: int, content: Callable[[], bytes]) -> Iterator[Record]:
    """Those of a CSV file's content, which is asked for when its size is no reason not to. Raises Unreadable."""
    if size > FILE_BYTES:
        megabytes = f"{size / MEGABYTE:.0f}"
        raise Unreadable(f"The file is {megabytes} MB; the most is 5 MB. Split the programme, or check what is in it.")
    text = _decoded(content())
    first = text.partition("\n")[0]
    for separator, words in SEPARATORS.items():
        if "," not in first and separator in first:
            raise Unreadable(f"The columns are separated by {words}. Save the file with commas. {AS_UTF8}", 1)
    yield from _records(text)


def _lines(data: bytes) -> Iterator[Record]:
    """Of a file that may be anything: whatever separates its cells, and in whatever encoding."""
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), start=1):
        yield number, [cell.strip('" ') for cell in re.split(r"[,;\t|]", line)]


def export_fact(at: datetime) -> tuple[str, str]:
    """The row that `look_for_export` looks for. Whole seconds, the moment is never later than it was."""
    return EXPORTED_AT, f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _moment(text: str, row: int) -> datetime:
    """A spreadsheet may have written the moment in its own way, without a zone."""
    try:
        moment = datetime.fromisoformat(unguard(tidy(text)))
    except ValueError as error:
        message = "This is not the moment of an export, such as 2026-11-21T15:00:00Z. Write it so, or delete the row."
        raise Unreadable(message, row, EXPORTED_AT, shortened(text)) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable(f"The file is in UTF-16. {AS_UTF8}")
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise Unreadable("This is a workbook, not CSV. Give it its own ending (.xlsx) and import it by itself.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        line = data[data.rfind(b"\n", 0, error.start) + 1 : error.start + 20].decode("latin-1")
        raise Unreadable(f"The file is not in UTF-8. {AS_UTF8}", row, value=line[:60].strip()) from error
    for pattern, words in (("\0", "a NUL character"), (LONE_CR, "a carriage return without a line feed")):
        found = re.search(pattern, text)
        if found:
            row = text.count("\n", 0, found.start()) + 1
            raise Unreadable(f"There is {words} on line {row}. Save the file again as CSV. {AS_UTF8}", row)
    return text


def _records(text: str) -> Iterator[Record]:
    csv.field_size_limit(FILE_BYTES)
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, cells in enumerate(rows, start=1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        message = "A quotation mark is not closed, or stands inside a cell. Write it twice inside a quoted cell."
        raise Unreadable(message, number + 1) from error


def _fill(sheet: Sheet, records: Iterable[Record]) -> list[Problem]:
    """Puts header and rows into the sheet; gives the rows that had to be left out as problems."""
    problems: list[Problem] = []
    for number, cells in records:
        if not sheet.header:
            sheet.header = _header(cells)
            continue
        if number > ROWS + 1:
            raise Unreadable(f"The table has more than {ROWS:,} rows. Split the programme into parts.", number)
        try:
            sheet.rows.append((number, _cells(sheet.header, cells)))
        except Unreadable as error:
            sheet.partial = True
            problems.append(Problem(sheet.name, number, error.column, error.value, error.message))
    if not sheet.header:
        raise Unreadable("The table is empty. The first row names the columns.")
    return problems


def _header(cells: list[str]) -> list[str]:
    names = [as_name(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > COLUMNS:
        raise Unreadable(f"The table has {len(names)} columns; the most is {COLUMNS}.", 1)
    for place, name in enumerate(names):
        if not name:
            raise Unreadable(f"Column {place + 1} has no name. Name it in row 1, or delete it.", 1)
        if len(name) > LONGEST_NAME:
            raise Unreadable(
                f"The name of column {place + 1} is too long. Is row 1 the header?", 1, value=shortened(name)
            )
        if name in names[:place]:
            raise Unreadable(f"The column “{name}” is there twice. Keep one of the two.", 1, name, cells[place])
    return names


def _cells(header: list[str], cells: list[str]) -> list[str]:
    texts = [unguard(tidy(cell)) for cell in cells]
    while len(texts) > len(header) and not texts[-1]:
        texts.pop()
    if len(texts) != len(header):
        raise Unreadable(
            f"The row has {len(texts)} cells, the header {len(header)}. A comma inside a cell needs quotation marks.",
            value=shortened(", ".join(texts)),
        )
    for name, text in zip(header, texts, strict=True):
        if len(text) > CHARACTERS:
            message = f"The cell has {len(text):,} characters; the most is {CHARACTERS:,}. Shorten it."
            raise Unreadable(message, column=name, value=shortened(text, 20))
        if "\0" in text:
            raise Unreadable("The cell has a NUL character in it. Delete the cell and type it again.", column=name)
    return texts
