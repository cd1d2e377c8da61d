"""What is wrong with a file, worded for the person who has it open. Pure Python."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault: where it is (the header is row 1; no row means the whole table) and what to do about it."""

    table: str
    row: int | None
    column: str
    value: str
    message: str


def nearest(text: str, known: Iterable[str] | Mapping[str, str]) -> str | None:
    """The known name most like the text; of a mapping, what its key stands for."""
    names = {name.lower(): name for name in known}
    found = difflib.get_close_matches(text.lower(), names, n=1, cutoff=0.6)
    if not found:
        return None
    name = names[found[0]]
    return known[name] if isinstance(known, Mapping) else name


def did_you_mean(text: str, known: Iterable[str] | Mapping[str, str]) -> str:
    """The end of a message: " Did you mean “kent”?", or nothing when no known name is like it."""
    name = nearest(text, known)
    return f" Did you mean “{name}”?" if name else ""


def shortened(text: str, length: int = 60) -> str:
    """A value as messages show it: one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
