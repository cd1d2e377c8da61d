"""What waits for a programme officer: updates to approve."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from workstreams import rules
from workstreams.models import ProgressUpdate

MOST = 20


@dataclass(frozen=True)
class Waiting:
    """`state` is where the update's round stands; None where no round asked for it."""

    update: ProgressUpdate
    state: rules.RoundState | None


def to_approve(user: Any, *, on: date) -> tuple[list[Waiting], bool]:
    """Those that have waited longest, and whether there are more. One query."""
    updates = ProgressUpdate.objects.visible_to(user).awaiting(user).with_round()
    found = list(updates.select_related("workstream__partnership").order_by("submitted_at", "pk")[: MOST + 1])
    return [Waiting(update, _state(update, on)) for update in found[:MOST]], len(found) > MOST


def _state(update: Any, on: date) -> rules.RoundState | None:
    return (
        rules.round_state(update.round_opens, update.round_due, update.round_closes, on) if update.round_due else None
    )
