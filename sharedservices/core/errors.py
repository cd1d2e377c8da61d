"""The two kinds of "no" below views and API, both worded for the user; and which of the database's refusals pass."""

LOCK_NOT_AVAILABLE = "55P03"


class RuleViolation(Exception):
    """The moment or the values are wrong: shown on the form, or answered with 409. `field` names the form field."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Refused(Exception):
    """The person may see it but not do it: answered with 403 and the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_busy(error: Exception) -> bool:
    """Whether PostgreSQL refused because a lock was not to be had in time."""
    return getattr(error.__cause__, "pgcode", "") == LOCK_NOT_AVAILABLE
