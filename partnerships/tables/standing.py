"""Rules on who has a part in a partnership and when, as the importer asks them; `partnerships.checks` asks the same."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from partnerships import standing
from partnerships.models import HostingArrangement
from partnerships.standing import Span
from sharedservices.core.dates import FuzzyDate
from sharedservices.core.programme.tables import Blame, Cells, Entry, Fault, Known

Spans = dict[tuple[str, str], list[Span]]


def dated(text: str) -> FuzzyDate | None:
    return FuzzyDate.parse(text) if text else None


def span(cells: Cells) -> Span:
    return Span(dated(cells["joined"]), dated(cells["left"]))


def spans_of(known: Known) -> Spans:
    """By partnership and organisation."""
    spans: Spans = defaultdict(list)
    for entry in known["memberships"]:
        spans[entry.cells["partnership"], entry.cells["organisation"]].append(span(entry.cells))
    return spans


def home(entry: Entry) -> str:
    """The partnership that the row's path begins with."""
    return entry.path.partition("/")[0]


def overlaps(known: Known) -> Iterator[Blame]:
    parts = defaultdict(list)
    for entry in known["memberships"]:
        parts[entry.cells["partnership"], entry.cells["organisation"], entry.cells["role"]].append(entry)
    for entries in parts.values():
        for one, other in combinations(entries, 2):
            blamed, beside = (other, one) if other.changed else (one, other)
            if blamed.changed and standing.overlap(span(one.cells), span(other.cells)):
                yield blamed, "joined", standing.twice(blamed.cells["organisation"], span(beside.cells))


def strangers(
    known: Known,
    table: str,
    date: str,
    column: str = "organisation",
    concerns: Callable[[Entry], bool] = lambda _entry: True,
) -> Iterator[Blame]:
    """Rows of organisations that have no part in their partnership, or none at the row's date."""
    spans = spans_of(known)
    for entry in known[table]:
        organisation = entry.cells[column]
        if not (entry.changed and organisation and concerns(entry)):
            continue
        held, on = spans.get((home(entry), organisation), []), dated(entry.cells[date]) if date else None
        if fault := standing.stranger(organisation, home(entry), held, on=on, what=table):
            yield entry, date if held else column, fault


@dataclass(frozen=True)
class Duty:
    """What an organisation carries in a partnership until it `ends`: said by a row's `column`, and in `words`.

    `above` are the rows, with their columns, that say whether it goes on: who opens one again takes this on, too."""

    entry: Entry
    column: str
    words: str
    ends: FuzzyDate | None = None
    above: tuple[tuple[Entry, str], ...] = ()

    @property
    def blamed(self) -> tuple[Entry, str] | None:
        """The change that brings the duty about, if one does."""
        if self.entry.changed:
            return self.entry, self.column
        return next(((entry, column) for entry, column in self.above if column in entry.changed), None)

    @property
    def carrier(self) -> tuple[str, str]:
        return home(self.entry), self.entry.cells[self.column]


def abandoned(known: Known, duties: Callable[[Known], Iterable[Duty]]) -> Iterator[Blame]:
    """Duties of those who leave before they end: said of the duty where that is new or changed, else of who leaves."""
    spans = spans_of(known)
    kept: dict[tuple[str, str], list[str]] = defaultdict(list)
    for duty in duties(known):
        partnership, organisation = duty.carrier
        held, what = spans.get(duty.carrier, []), duty.entry.table.name
        if fault := standing.departed(organisation, partnership, held, ends=duty.ends, what=what):
            if duty.blamed:
                yield *duty.blamed, fault
            else:
                kept[duty.carrier].append(duty.words)
    leaving = {(entry.cells["partnership"], entry.cells["organisation"]): entry for entry in _leaving(known)}
    for carrier in sorted(kept.keys() & leaving.keys()):
        left = standing.left_for_good(spans[carrier])
        yield leaving[carrier], "left", standing.leaving(carrier[1], left, kept[carrier])


def _leaving(known: Known) -> Iterator[Entry]:
    return (entry for entry in known["memberships"] if entry.changed and entry.cells["left"])


def hosting(known: Known) -> Iterator[Duty]:
    for entry in known["hosting"]:
        words = standing.DUTIES["hosting"].format(HostingArrangement.Function(entry.cells["function"]).label)
        yield Duty(entry, "host", words, dated(entry.cells["ends"]))


def same_partnership(*columns: str) -> Callable[[Entry], Iterator[Fault]]:
    """A check that what the columns name belongs to the row's own partnership: the first name of every path."""

    def check(entry: Entry) -> Iterator[Fault]:
        for column in columns:
            foreign = [path for path in entry.cells[column].split() if path.partition("/")[0] != home(entry)]
            if foreign:
                yield column, f"“{foreign[0]}” belongs to another partnership. Name one of “{home(entry)}”."

    return check
