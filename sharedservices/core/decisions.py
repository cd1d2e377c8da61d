"""The answer to "may this person do this?": yes, or no with a reason that is worded for the person."""

from dataclasses import dataclass


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
