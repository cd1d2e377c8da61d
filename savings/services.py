"""What a council does with its own lines of a claim. Every function locks them and asks permission again."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from partnerships.models import Organisation, User
from savings import permissions, rules
from savings.models import SavingsClaim, SavingsLine
from sharedservices.core import acting
from sharedservices.core.decisions import insist
from sharedservices.core.digests import digest_of
from sharedservices.core.errors import RuleViolation

CHANGED = "Somebody changed these lines while you were reading. They are below as they are now: look at them again."


def state_of(lines: Iterable[SavingsLine]) -> str:
    """What somebody saw who read these lines."""
    return digest_of(*sorted((line.pk, line.version) for line in lines))


@transaction.atomic
def release(*, claim: SavingsClaim, organisation: Organisation, by: User, seen: str, reason: str, at: datetime) -> int:
    """Shows the council's lines of a claim to the other partners; gives how many were kept back until now."""
    return _show(claim, organisation, by, seen=seen, reason=reason, at=at, released=True)


@transaction.atomic
def withdraw(*, claim: SavingsClaim, organisation: Organisation, by: User, seen: str, reason: str, at: datetime) -> int:
    """Takes them back, as long as nobody has verified the claim."""
    return _show(claim, organisation, by, seen=seen, reason=reason, at=at, released=False)


def _show(
    claim: SavingsClaim, organisation: Organisation, by: User, *, seen: str, reason: str, at: datetime, released: bool
) -> int:
    """Asked twice, it does it once: lines that are shown so already are left as they are."""
    insist(permissions.can_release(by, organisation))
    status = SavingsClaim.objects.select_for_update(no_key=True).get(pk=claim.pk).status
    lines = SavingsLine.objects.filter(claim=claim).of_council(organisation).select_for_update().order_by("pk")
    found = list(lines)
    changing = [line.pk for line in found if line.released is not released]
    if not changing:
        return 0
    if not released and rules.Status(status) in rules.SETTLED:
        raise RuleViolation("This claim is verified: what the partners have seen of it stays.")
    if seen != state_of(found):
        raise RuleViolation(CHANGED, field="seen")
    with acting.saying(reason=reason):
        rows = SavingsLine.objects.filter(pk__in=changing)
        return rows.update(released=released, version=F("version") + 1, updated_at=at)
