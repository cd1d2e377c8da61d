"""What a saving is called and when it counts. Pure Python.

Types and maturity follow the words of the partnerships and of the NAO's good practice: cashable, non-cashable and cost
avoidance are never added together, and a figure that nobody reported is "not yet reported", never 0.
"""

from enum import StrEnum


class Kind(StrEnum):
    CASHABLE = "cashable"
    NON_CASHABLE = "non_cashable"
    COST_AVOIDANCE = "cost_avoidance"
    NOT_STATED = ""


class Maturity(StrEnum):
    """How far a figure has come from wish to fact, in the words that reports use."""

    NOT_STATED = ""
    TARGET = "target"
    POTENTIAL = "potential"
    EXPECTED = "expected"
    PROJECTED = "projected"
    IDENTIFIED = "identified"
    ACHIEVED = "achieved"


class Status(StrEnum):
    REQUESTED = "requested"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    QUERIED = "queried"
    VERIFIED = "verified"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    REVERSED = "reversed"


TRANSITIONS = {
    Status.REQUESTED: {Status.DRAFT},
    Status.DRAFT: {Status.SUBMITTED},
    Status.SUBMITTED: {Status.QUERIED, Status.VERIFIED, Status.REJECTED},
    Status.QUERIED: {Status.SUBMITTED},
    Status.VERIFIED: {Status.SUPERSEDED, Status.REVERSED},
    Status.REJECTED: set(),
    Status.SUPERSEDED: set(),
    Status.REVERSED: set(),
}
# A draft is its council's own; what was rejected, replaced or reversed is no saving to tell anybody of.
UNTOLD = (Status.DRAFT, Status.REJECTED, Status.SUPERSEDED, Status.REVERSED)
# Nobody but its own council reads a line that it keeps back while the claim is one of these
UNSUBMITTED = (Status.REQUESTED, Status.DRAFT)
# What was verified stays as it was seen: from then on a council takes no line back
SETTLED = (Status.VERIFIED, Status.SUPERSEDED, Status.REVERSED)
NOT_REPORTED = "Not yet reported"
