"""The same partnership as six people of the demonstration see it, counted live through what each may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from partnerships.models import Organisation, Partnership, User
from partnerships.rules import Role
from reports.models import Report
from savings.models import SavingsClaim, SavingsLine
from sharedservices.core.acting import Actor, acting
from workstreams import permissions
from workstreams.models import ProgressUpdate, Workstream
from workstreams.rules import UNFINISHED

HEADS = ("Workstreams", "They write on", "Drafts", "Claims", "Lines of savings", "Papers in the making", "People")


@dataclass(frozen=True)
class Sight:
    """Who looks, and how many rows they see, in the order of `HEADS`."""

    office: str
    account: User
    counts: tuple[int, ...]


def of(partnership: Partnership, accounts: Any) -> list[Sight]:
    """One for each office that one of the accounts holds."""
    return [Sight(office, account, _counts(partnership, account)) for office, account in _people(partnership, accounts)]


def _people(partnership: Partnership, accounts: Any) -> Iterator[tuple[str, User]]:
    members = Organisation.objects.members_of([partnership])
    inside = {"grants__organisation__in": members}
    wanted = {
        "Portal administrator": accounts.filter(grants__role=Role.PORTAL_ADMIN),
        "Programme officer": accounts.filter(grants__role=Role.PROGRAMME_OFFICER, grants__partnership=partnership),
        "Workstream lead": accounts.filter(led_workstreams__workstream__partnership=partnership),
        "Finance verifier": accounts.filter(grants__role=Role.FINANCE_VERIFIER, **inside),
        "Committee clerk": accounts.filter(grants__role=Role.CLERK, **inside),
        "Viewer of a council outside": accounts.filter(grants__role=Role.VIEWER).exclude(**inside),
    }
    for office, found in wanted.items():
        if (account := found.order_by("pk").first()) is not None:
            yield office, account


def _counts(partnership: Partnership, account: User) -> tuple[int, ...]:
    """As this person, for PostgreSQL too: its policies go by who acts."""
    mine = {"partnership": partnership}
    claims = SavingsClaim.objects.visible_to(account).filter(**mine)
    updates = ProgressUpdate.objects.visible_to(account).filter(workstream__partnership=partnership)
    workstreams = Workstream.objects.visible_to(account).filter(**mine)
    people = User.objects.visible_to(account) & User.objects.involved_in(partnership)
    with acting(Actor(user=account.pk)):
        return (
            workstreams.count(),
            sum(bool(permissions.can_update(account, workstream)) for workstream in workstreams),
            updates.filter(state__in=UNFINISHED).count() + claims.filter(status="draft").count(),
            claims.count(),
            SavingsLine.objects.visible_to(account).filter(claim__partnership=partnership).count(),
            Report.objects.visible_to(account).filter(**mine).count(),
            people.count(),
        )
