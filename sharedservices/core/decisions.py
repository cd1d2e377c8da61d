"""The answer to "may this person do this?": yes, or no with a reason that is worded for the person."""

from dataclasses import dataclass

from sharedservices.core.errors import Refused


@dataclass(frozen=True)
class Allowed:
    reason: str = ""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Denied:
    reason: str

    def __bool__(self) -> bool:
        return False


Decision = Allowed | Denied


def insist(decision: Decision) -> None:
    """Raises Refused with the reason unless the answer is yes; the middleware makes it a 403 page."""
    if not decision:
        raise Refused(decision.reason)
