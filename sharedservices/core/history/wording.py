"""Two texts as one, word by word: what was taken out and what was put in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
MOST_WORDS = 4_000  # beyond, comparing takes longer than a reader would wait
LEAST_KEPT = 3  # where less than a third of the shorter text stays, it is another text
MARKS = {
    "delete": '<del><span class="govuk-visually-hidden">removed: </span>{}</del>',
    "insert": '<ins><span class="govuk-visually-hidden">added: </span>{}</ins>',
    "equal": "{}",
}


def difference(before: str, after: str) -> SafeString:
    """As safe HTML, with what happened said in hidden words too. Which sign ends a line is no difference."""
    before, after = (text.replace("\r\n", "\n") for text in (before, after))
    pieces = [(kind, "".join(words)) for kind, words in _pieces(WORDS.findall(before), WORDS.findall(after)) if words]
    kept = sum(_letters(text) for kind, text in pieces if kind == "equal")
    if kept * LEAST_KEPT < min(_letters(before), _letters(after)):
        return replacement(before, after)
    return _marked(_spaced(pieces))


def replacement(before: str, after: str) -> SafeString:
    """One value for another, whole: sums, dates and choices are not read word by word."""
    return _marked([("equal", after)] if before == after else [("delete", before), ("equal", " "), ("insert", after)])


def _letters(text: str) -> int:
    return len("".join(text.split()))


def _spaced(pieces: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What was put in stands apart from what it replaces."""
    for (kind, text), (following, after) in zip(pieces, [*pieces[1:], ("", "")], strict=True):
        yield kind, text
        if (kind, following) == ("delete", "insert") and not (text[-1:].isspace() or after[:1].isspace()):
            yield "equal", " "


def _marked(pieces: Iterable[tuple[str, str]]) -> SafeString:
    return format_html_join("", "{}", ((format_html(MARKS[kind], text),) for kind, text in pieces))


def _pieces(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    if len(before) + len(after) > MOST_WORDS:
        yield from (("delete", before), ("insert", after))
        return
    changes = list(_changes(before, after))
    for same, group in groupby(changes, key=lambda change: change[0] == "equal"):
        if same:
            yield from group
            continue
        parts = list(group)
        for kind in ("delete", "insert"):
            yield kind, [word for this, words in parts if this == kind for word in words]


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """A space alone between two changes counts as changed with them: marks hold whole phrases."""
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for place, (kind, start, end, first, last) in enumerate(steps):
        words = before[start:end]
        if kind == "equal" and (0 < place < len(steps) - 1) and not "".join(words).strip():
            yield from (("delete", words), ("insert", words))
        elif kind == "equal":
            yield "equal", words
        else:
            yield from (("delete", words), ("insert", after[first:last]))
