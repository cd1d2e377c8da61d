"""Stages, ratings and their words. Pure Python.

Ratings: three points as the government's projects authority uses now (green, amber, red), five points as it used
before; "complete" is the councils' blue. The scale is stored with each rating: a change of scale changes the meaning.
"""

from collections.abc import Container, Iterable
from datetime import date, timedelta
from enum import StrEnum


class Rag(StrEnum):
    """A rating, from worst to best. Shown as its word, never as colour alone."""

    RED = "red"
    AMBER_RED = "amber_red"
    AMBER = "amber"
    AMBER_GREEN = "amber_green"
    GREEN = "green"
    COMPLETE = "complete"
    NOT_RATED = ""


WORDS = {
    Rag.RED: "Off track",
    Rag.AMBER_RED: "At serious risk",
    Rag.AMBER: "At risk",
    Rag.AMBER_GREEN: "Some risk",
    Rag.GREEN: "On track",
    Rag.COMPLETE: "Complete",
    Rag.NOT_RATED: "Not rated",
}
SEVERITY = [Rag.RED, Rag.AMBER_RED, Rag.AMBER, Rag.AMBER_GREEN, Rag.GREEN, Rag.COMPLETE]


class RagScale(StrEnum):
    THREE = "three"
    FIVE = "five"


SCALE_POINTS = {
    RagScale.THREE: {Rag.RED, Rag.AMBER, Rag.GREEN, Rag.COMPLETE, Rag.NOT_RATED},
    RagScale.FIVE: set(Rag),
}


class Direction(StrEnum):
    """How a rating moved since the update before."""

    FIRST = "First rating"
    BETTER = "Improving"
    SAME = "No change"
    WORSE = "Worsening"
    NONE = "Not rated"


class UpdateState(StrEnum):
    """An update's life, in this order: only a draft may lack words; a returned one is corrected and submitted again."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


TRANSITIONS: dict[UpdateState, set[UpdateState]] = {
    UpdateState.DRAFT: {UpdateState.SUBMITTED},
    UpdateState.SUBMITTED: {UpdateState.RETURNED, UpdateState.APPROVED},
    UpdateState.RETURNED: {UpdateState.SUBMITTED},
    UpdateState.APPROVED: set(),
}
STANDING = [UpdateState.SUBMITTED.value, UpdateState.APPROVED.value]  # what pages and papers tell
UNFINISHED = [UpdateState.DRAFT.value, UpdateState.RETURNED.value]  # what its writers still change
REQUIRED_FROM = {"narrative": UpdateState.SUBMITTED, "as_of": UpdateState.DRAFT}


UNEXPLAINED = "Say why {project} is off track."
UNRATED = "Rate {project}, or clear its reason."
LABELS = {
    "as_of": "As of",
    "narrative": "What changed since the last update",
    "rag_time": "Time",
    "rag_cost": "Cost",
    "rag_delivery": "Delivery",
    "rag_benefits": "Benefits",
    "rag_reason": "Why these ratings",
    "help_needed": "Help needed from the board",
}
MISSING = {
    "narrative": "Say what changed. An update cannot be submitted without words.",
    "as_of": "Say which day or meeting the update describes.",
}


def missing_fields(values: dict[str, object], state: UpdateState) -> list[str]:
    """Fields that must be filled to be in a state, and are not."""
    order = list(UpdateState)
    return [
        name
        for name, needed in REQUIRED_FROM.items()
        if order.index(needed) <= order.index(state) and not values.get(name)
    ]


def lacks_reason(project: Rag, reason: str) -> bool:
    """A project that is off track needs its reason in a submitted update: the roll-up names both."""
    return project is Rag.RED and not reason.strip()


def may_become(before: UpdateState, after: UpdateState) -> bool:
    """Whether the one state can come after the other, with others between them."""
    reached, ahead = {before}, [before]
    while ahead:
        following = TRANSITIONS[ahead.pop()] - reached
        reached |= following
        ahead += following
    return after in reached


GATE_WORDS = {
    "summary": "its summary",
    "kind": "its kind",
    "start": "when it starts",
    "end": "when it ends",
    "legal_form": "its legal form",
    "programme": "the outside programme it belongs to",
    "lead": "an organisation that leads it",
    "milestone": "a milestone with a baseline",
    "risk": "a risk with its scores",
}

GATE_FIELDS = ("summary", "kind", "start", "end", "legal_form", "programme")  # the project's own; the rest stand beside


def missing_at(stage: str, gates: Iterable[tuple[str, Iterable[str]]], filled: Container[str]) -> list[str]:
    """What a project in a stage must say and does not. `gates` are (stage, names of GATE_WORDS) in their order.

    A stage without a gate, such as on hold, asks for nothing.
    """
    gates = list(gates)
    place = next((place for place, (name, _) in enumerate(gates) if name == stage), None)
    passed = [] if place is None else gates[: place + 1]
    asked = dict.fromkeys(name for _, names in passed for name in names)
    return [name for name in asked if name not in filled]


def refused_at(stage: str, missing: Iterable[str]) -> str:
    """Why a project cannot be in a stage; `stage` as people read it, `missing` names of GATE_WORDS."""
    words = "; ".join(GATE_WORDS[name] for name in missing)
    return f"At the stage “{stage}” a project must say: {words}. Fill in what is missing, or choose an earlier stage."


class RoundState(StrEnum):
    """Where a reporting round stands on a day."""

    NOT_OPEN = "Not open yet"
    OPEN = "Open"
    DUE = "Due"
    OVERDUE = "Overdue"
    CLOSED = "Closed"


DUE_SOON = timedelta(days=7)


def round_state(opens: date, due: date, closes: date, on: date) -> RoundState:
    """Due from a week before the last day for updates until that day; overdue until the round closes."""
    if on < opens:
        return RoundState.NOT_OPEN
    if on > closes:
        return RoundState.CLOSED
    if on > due:
        return RoundState.OVERDUE
    return RoundState.DUE if due - on <= DUE_SOON else RoundState.OPEN


class Progress(StrEnum):
    """How far a workstream's update for a round is."""

    NOT_STARTED = "Not started"
    DRAFT = "Draft"
    RETURNED = "Returned"
    SUBMITTED = "Submitted"
    APPROVED = "Approved"

    @property
    def is_told(self) -> bool:
        return self in (Progress.SUBMITTED, Progress.APPROVED)


def progress(states: Iterable[UpdateState]) -> Progress:
    """From the states of all that was written for the round: the one that is furthest."""
    order = list(Progress)
    return max((Progress[state.name] for state in states), key=order.index, default=Progress.NOT_STARTED)


def overall(ratings: Iterable[Rag]) -> Rag:
    """The worst rating given: a roll-up never hides a red one. Not rated when none is."""
    given = [rating for rating in ratings if rating is not Rag.NOT_RATED]
    return min(given, key=SEVERITY.index) if given else Rag.NOT_RATED


def is_pulled_down(own: Rag, projects: Rag) -> bool:
    """Whether the projects stand worse than the four ratings or, where none is given, are in trouble."""
    if own is Rag.NOT_RATED:
        return projects not in (Rag.GREEN, Rag.COMPLETE, Rag.NOT_RATED)
    return is_better(own, projects)


def direction(before: Rag | None, now: Rag) -> Direction:
    """How a rating moved; `before` is None when there is no earlier update."""
    if now is Rag.NOT_RATED:
        return Direction.NONE
    if before is None or before is Rag.NOT_RATED:
        return Direction.FIRST
    step = SEVERITY.index(now) - SEVERITY.index(before)
    return Direction.SAME if step == 0 else Direction.BETTER if step > 0 else Direction.WORSE


def suggested_time(timings: Iterable["Timing"]) -> Rag:
    """What the milestones alone say of time: on track while none is late, off track when more are late than not.

    A computed signal beside the chosen rating: councils found that amber and red alone were a matter of taste.
    """
    dated = [timing for timing in timings if timing is not Timing.UNDATED]
    late = sum(timing is Timing.LATE for timing in dated)
    if not dated:
        return Rag.NOT_RATED
    if late == 0:
        return Rag.GREEN
    return Rag.RED if late * 2 > len(dated) else Rag.AMBER


def is_better(chosen: Rag, suggested: Rag) -> bool:
    """Whether a chosen rating is better than the computed one; no rating claims nothing."""
    if Rag.NOT_RATED in (chosen, suggested):
        return False
    return SEVERITY.index(chosen) > SEVERITY.index(suggested)


LONGEST_MONTH = 31


class Timing(StrEnum):
    """Where a milestone stands on a day."""

    DONE = "Done"
    UNDER_WAY = "Under way"
    DUE = "To come"
    LATE = "Late"
    UNDATED = "No date given"


def timing(*, begins: date | None, expected: date | None, actual: date | None, on: date) -> Timing:
    """`begins` and `expected` are the first and last day of the forecast (or baseline): late when the last has passed
    without an actual, under way between the two when they span more than a month."""
    if actual is not None and actual <= on:
        return Timing.DONE
    if expected is None:
        return Timing.UNDATED
    if expected < on:
        return Timing.LATE
    spans = begins is not None and begins <= on and (expected - begins).days > LONGEST_MONTH
    return Timing.UNDER_WAY if spans else Timing.DUE


CARRIERS = ("lead", "host")  # parts in a project that only members of its partnership have


def is_open(state: str) -> bool:
    """Of a workstream's status and a project's stage alike."""
    return state != "closed"
