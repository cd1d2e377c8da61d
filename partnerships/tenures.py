"""How a tenure is given and ended, whatever it is of: a role, the lead of a workstream."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from partnerships.models import User
from partnerships.models.tenure import Tenure
from sharedservices.core.errors import RuleViolation

LONGEST_REASON = Tenure._meta.get_field("reason").max_length or 0


def checked_reason(text: str) -> str:
    """Without space around it, as long as the field. RuleViolation for none."""
    if not text.strip():
        raise RuleViolation("Say why. The reason stands beside it for everybody who may see it.", field="reason")
    return text.strip()[:LONGEST_REASON]


def insist_on_days(valid_from: date, valid_until: date | None, *, field: str = "valid_until") -> None:
    if valid_until is not None and valid_until < valid_from:
        raise RuleViolation("The last day is before the first.", field=field)


def end(tenure: Tenure, *, by: User, reason: str, at: datetime) -> None:
    """At once. The caller has locked the row."""
    tenure.ended_at, tenure.ended_by, tenure.end_reason = at, by, reason
    tenure.save(update_fields=["ended_at", "ended_by", "end_reason"])


def end_on(tenure: Tenure, *, on: date, by: User, reason: str, at: datetime) -> None:
    """From that day on it counts no more: at once where the day has come, or comes before the tenure begins. The caller
    has locked the row."""
    if on <= timezone.localdate(at) or tenure.valid_from >= on:
        end(tenure, by=by, reason=reason, at=at)
    elif tenure.valid_until is None or tenure.valid_until >= on:
        tenure.valid_until = on - timedelta(days=1)
        tenure.save(update_fields=["valid_until"])
