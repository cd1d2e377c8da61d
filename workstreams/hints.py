"""What the records alone suggest for each rating, with the reason in words. Pure Python.

A signal beside the chosen rating, not the rating: councils found that amber and red alone were a matter of taste.
Where the records say nothing, nothing is suggested: silence is never green.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workstreams import rules
from workstreams.rules import SEVERITY, WORDS, Rag

# Any penny over the budget is spent without agreement, so it is at risk; a tenth is more than a programme makes good
# within the year, so money has to be agreed anew and it is off track.
TOLERATED_OVERSPEND = Decimal("0.10")
# Likelihood times impact, each from 1 to 5: from 20 a severe effect is likely, or a major one almost certain; from 10
# either is at least middling while the other is grave.
HIGH, VERY_HIGH, HIGHEST = 10, 20, 25
CERTAIN = 5  # the likelihood of an issue: it has happened
# A measure that should stay where it is may move by this share of where it was before that says something.
KEPT_WITHIN = Decimal("0.05")

RECORDS = {
    "time": "the milestones",
    "cost": "the spending figures",
    "delivery": "the risks and projects",
    "benefits": "the measures",
}


@dataclass(frozen=True)
class Hint:
    rag: Rag
    why: str

    @property
    def word(self) -> str:
        return WORDS[self.rag]


NOTHING = Hint(Rag.NOT_RATED, "Nothing to compute from")


def worst(found: Iterable[Hint]) -> Hint:
    """The first of the worst."""
    rated = [hint for hint in found if hint.rag is not Rag.NOT_RATED]
    return min(rated, key=lambda hint: SEVERITY.index(hint.rag), default=NOTHING)


def unexplained(ratings: Mapping[str, Rag], hints: Mapping[str, Hint]) -> str:
    """What to say to somebody who rates better than the records without a reason; empty where nobody does."""
    better = [name for name, hint in hints.items() if rules.is_better(ratings[name], hint.rag)]
    if not better:
        return ""
    told = "; ".join(f"{RECORDS[name]} suggest “{hints[name].word}” for {name}" for name in better)
    return f"{told[0].upper()}{told[1:]}. Say why you rate {'it' if len(better) == 1 else 'them'} better than that."


def time(timings: Iterable[rules.Timing]) -> Hint:
    dated = [timing for timing in timings if timing is not rules.Timing.UNDATED]
    if not dated:
        return NOTHING
    late = sum(timing is rules.Timing.LATE for timing in dated)
    return Hint(rules.suggested_time(dated), f"{late or 'None'} of {_counted(len(dated), 'milestone')} late")


@dataclass(frozen=True)
class Spending:
    """The money of one period."""

    budget: Decimal
    spent: Decimal
    has_ended: bool


def cost(awards: Iterable[tuple[str, Sequence[Spending]]]) -> Hint:
    """From each award's name and spending. One award's savings do not hide another's overspend; a period that still
    runs counts only once its budget is used up, because what is left of it is no success yet."""
    return worst(_award(name, lines) for name, lines in awards)


def _award(name: str, lines: Sequence[Spending]) -> Hint:
    counted = [line for line in lines if line.has_ended or line.spent > line.budget]
    if not counted:
        return NOTHING
    budget = sum((line.budget for line in counted), Decimal(0))
    over = sum((line.spent for line in counted), Decimal(0)) - budget
    if over <= 0:
        return Hint(Rag.GREEN, f"{name}: within its budget")
    if not budget:
        return Hint(Rag.RED, f"{name}: spent without a budget")
    rag = Rag.RED if over > budget * TOLERATED_OVERSPEND else Rag.AMBER
    share = _plain(over / budget * 100, 1)
    return Hint(rag, f"{name}: {'just' if share == '0' else f'{share} %'} over its budget")


@dataclass(frozen=True)
class Exposure:
    """An open risk or issue: `score` after mitigation where that is scored, else before; None where neither is."""

    title: str
    score: int | None


def score(*pairs: tuple[int | None, int | None], has_happened: bool) -> int | None:
    """Of the first complete pair of likelihood and impact. An issue's likelihood need not be given."""
    certain = CERTAIN if has_happened else None
    complete = ((likelihood or certain, impact) for likelihood, impact in pairs)
    return next((likelihood * impact for likelihood, impact in complete if likelihood and impact), None)


def delivery(exposures: Iterable[Exposure], projects: Iterable[tuple[str, Rag]]) -> Hint:
    """From open risks and issues, and from how the update itself rates the projects."""
    scored = [(exposure.score, exposure.title) for exposure in exposures if exposure.score is not None]
    rated = [Hint(rag, f"Project {name}: {WORDS[rag].lower()}") for name, rag in projects]
    return worst([*rated, _exposed(scored)])


def _exposed(scored: Sequence[tuple[int, str]]) -> Hint:
    if not scored:
        return NOTHING
    highest, title = max(scored, key=lambda found: found[0])
    if highest < HIGH:
        return Hint(Rag.GREEN, f"No open risk or issue scores {HIGH} or more of {HIGHEST}")
    return Hint(Rag.RED if highest >= VERY_HIGH else Rag.AMBER, f"“{title}” scores {highest} of {HIGHEST}")


class Better(StrEnum):
    """Which way of a measure is the better one."""

    UP = "up"
    DOWN = "down"
    KEEP = "keep"


@dataclass(frozen=True)
class Reading:
    """A measure's last actual value, which speaks until a day, and the way it should go: from the baseline, on the
    first day it was measured for, to the target on the day it is due."""

    name: str
    better: Better
    actual: Decimal
    until: date
    since: date
    baseline: Decimal | None
    target: Decimal | None
    due: date | None


def benefits(readings: Iterable[Reading]) -> Hint:
    return worst(_kept(reading) if reading.better is Better.KEEP else _gone(reading) for reading in readings)


def _kept(reading: Reading) -> Hint:
    before = reading.baseline if reading.target is None else reading.target
    if before is None:
        return NOTHING
    words = f"{reading.name}: {_plain(reading.actual)}, to stay at {_plain(before)}"
    moved = abs(reading.actual - before) > abs(before) * KEPT_WITHIN
    return Hint(Rag.AMBER if moved else Rag.GREEN, words)


def _gone(reading: Reading) -> Hint:
    """Reached, worse than at the start, behind the line to the target, or on it."""
    stands = f"{reading.name}: {_plain(reading.actual)}"
    if reading.target is not None and not _is_worse(reading, than=reading.target):
        return Hint(Rag.GREEN, f"{stands}, target reached")
    if reading.baseline is not None and _is_worse(reading, than=reading.baseline):
        return Hint(Rag.RED, f"{stands}, worse than {_plain(reading.baseline)} at the start")
    expected = _expected(reading)
    if expected is None:
        return NOTHING
    if _is_worse(reading, than=expected):
        return Hint(Rag.AMBER, f"{stands}, behind {_plain(expected)} on the way to {_plain(reading.target)}")
    return Hint(Rag.GREEN, f"{stands}, on the way to {_plain(reading.target)}")


def _is_worse(reading: Reading, *, than: Decimal) -> bool:
    return reading.actual < than if reading.better is Better.UP else reading.actual > than


def _expected(reading: Reading) -> Decimal | None:
    """Where the line stands on the day of the value; None where an end of the line is not known."""
    if reading.target is None or reading.due is None:
        return None
    if reading.until >= reading.due:
        return reading.target
    if reading.baseline is None:
        return None
    share = Decimal((reading.until - reading.since).days) / Decimal((reading.due - reading.since).days)
    return reading.baseline + (reading.target - reading.baseline) * share


def _plain(value: Decimal | None, places: int = 2) -> str:
    """As people write it: 12.5, not 12.50; 340, not 3.4E+2."""
    return f"{round(value or Decimal(0), places):,f}".rstrip("0").rstrip(".")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
