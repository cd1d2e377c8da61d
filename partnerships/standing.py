"""Who has a part in a partnership, from and until when, and what that part is needed for. Pure Python.

Dates are as coarse as they were stated, so a fault is what is wrong however they are understood: somebody who left "in
2012" and came back "in 2012" was not there twice, and who signed "in 2012" may have signed before leaving.
Every function that words a fault gives an empty text where there is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sharedservices.core.dates import FuzzyDate

DUTIES = {
    "workstream": "leads the workstream “{}”",
    "lead": "leads the project “{}”",
    "host": "hosts the project “{}”",
    "hosting": "hosts “{}”",
}
ONLY = {
    "signatures": "only members sign its agreements",
    "endorsements": "only members answer its decisions",
    "contributions": "only members pay into it",
    "hosting": "only members host for it",
    "workstreams": "only members lead its workstreams",
    "participations": "only members lead or host its projects",
}


@dataclass(frozen=True)
class Span:
    """A membership's time: no begin is since the beginning, no end is still."""

    begins: FuzzyDate | None = None
    ends: FuzzyDate | None = None

    def __str__(self) -> str:
        return f"from {self.begins or 'the beginning'} until {self.ends or 'now'}"


def overlap(one: Span, other: Span) -> bool:
    """Whether the two certainly meet."""
    return _begun(one) < _ended(other) and _begun(other) < _ended(one)


def _begun(span: Span) -> date:
    return span.begins.latest if span.begins else date.min


def _ended(span: Span) -> date:
    return span.ends.earliest if span.ends else date.max


def may_hold(span: Span, on: FuzzyDate) -> bool:
    """Whether some day of the date may lie in the span."""
    begun = span.begins is None or _first(span.begins) <= _last(on)
    return begun and (span.ends is None or _last(span.ends) >= _first(on))


def _first(when: FuzzyDate) -> date:
    return date.min if when.text.startswith("by ") else when.earliest


def _last(when: FuzzyDate) -> date:
    return date.max if when.text.startswith("from ") else when.latest


def left_for_good(spans: Sequence[Span]) -> FuzzyDate | None:
    """When the last of the spans ends; none where one is open or there are none."""
    ends = [span.ends for span in spans if span.ends]
    return max(ends, key=lambda end: (end.latest, end.earliest)) if ends and len(ends) == len(spans) else None


def outlasts(ends: FuzzyDate | None, left: FuzzyDate | None) -> bool:
    """Whether what ends then (or does not) certainly goes on after somebody has left, or had no part at all."""
    return ends is None or (left is not None and ends.earliest > left.latest)


def twice(organisation: str, other: Span) -> str:
    return f"“{organisation}” already has this role {other}. Correct the dates of one of the two."


def stranger(organisation: str, partnership: str, spans: Sequence[Span], *, on: FuzzyDate | None, what: str) -> str:
    """Why somebody without a part then cannot do `what`. Without a date it is enough to have had a part at any time."""
    if not spans:
        known = f"“{organisation}” is no member of “{partnership}”: {ONLY[what]}."
        return f"{known} Choose a member, or add it to the memberships first."
    if on is None or any(may_hold(span, on) for span in spans):
        return ""
    times = " and ".join(map(str, spans))
    return f"“{organisation}” was a member of “{partnership}” {times}, not in {on}: {ONLY[what]}. Correct the date."


def departed(
    organisation: str, partnership: str, spans: Sequence[Span], *, ends: FuzzyDate | None = None, what: str
) -> str:
    """Why somebody whose part ended cannot go on with `what`, which ends then or not at all."""
    left = left_for_good(spans)
    if left is None or not outlasts(ends, left):
        return ""
    known = f"“{organisation}” is a member of “{partnership}” until {left} only: {ONLY[what]}."
    return f"{known} Choose a member that stays."


def leaving(organisation: str, left: FuzzyDate | None, duties: Sequence[str]) -> str:
    """Why somebody cannot leave: what it still carries, such as "leads the workstream “Waste”"."""
    if not duties:
        return ""
    *others, last = duties
    carried = f"{', '.join(others)} and {last}" if others else last
    when = f"leave in {left}" if left else "lose this membership"
    return f"“{organisation}” cannot {when}: it still {carried}. Name another organisation there first, or end it."


def abolition(organisation: str, abolished: FuzzyDate, carried: int) -> str:
    """Why somebody whom nobody succeeds cannot be abolished: how many duties would go on without it."""
    if not carried:
        return ""
    many = f"{carried} workstreams, projects or services" if carried > 1 else "a workstream, project or service"
    return (
        f"“{organisation}” still leads or hosts {many} after {abolished}. "
        "Say who succeeds it, or name other organisations there first."
    )
