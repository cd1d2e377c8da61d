"""Who is told what became of savings: everybody in the partnership, but of a claim only what is no draft any more."""

from typing import Any

from django.db.models import QuerySet

from savings import rules
from savings.models import CompendiumEntry, SavingsClaim, SavingsLine, SavingsTarget
from sharedservices.core.history.seeing import Private, tell

DRAFT = (rules.Status.DRAFT.value,)


def claimants(user: Any) -> QuerySet[SavingsClaim]:
    return SavingsClaim.objects.worked_on_by(user)


def their_lines(user: Any) -> QuerySet[SavingsLine]:
    return SavingsLine.objects.filter(claim__in=claimants(user))


def readers_of_unreleased(user: Any) -> QuerySet[SavingsLine]:
    return SavingsLine.objects.read_unreleased_by(user)


tell(SavingsTarget, whole=True)
tell(SavingsClaim, private=(Private("status", DRAFT, claimants),), parts=("lines",))
tell(
    SavingsLine,
    private=(
        Private("status", DRAFT, their_lines, owner="claim_id", table=SavingsClaim._meta.db_table),
        Private("released", ("false",), readers_of_unreleased, from_managers=True),
    ),
)
tell(CompendiumEntry)
