"""The same partnership as six people of the demonstration see it, counted live through what each may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from partnerships import rules
from partnerships.models import Organisation, Partnership, RoleGrant, User
from partnerships.rules import Role
from reports.models import Report
from savings.models import SavingsClaim, SavingsLine
from sharedservices.core.acting import Actor, acting
from workstreams import permissions
from workstreams.models import ProgressUpdate, Workstream, WorkstreamLead
from workstreams.rules import UNFINISHED

HEADS = ("Workstreams", "They write on", "Drafts", "Claims", "Lines of savings", "Papers in the making", "People")


@dataclass(frozen=True)
class Sight:
    """Who looks, how many rows they see, in the order of `HEADS`, and what they may do, in words."""

    office: str
    account: User
    counts: tuple[int, ...]
    may: list[str]

    @property
    def counted(self) -> list[tuple[str, int]]:
        """Each count with its head."""
        return list(zip(HEADS, self.counts, strict=True))


def of(partnership: Partnership, accounts: Any) -> list[Sight]:
    """One for each office that one of the accounts holds."""
    people = _people(partnership, accounts)
    return [Sight(office, one, _counts(partnership, one), _may(partnership, one)) for office, one in people]


def _people(partnership: Partnership, accounts: Any) -> Iterator[tuple[str, User]]:
    members = Organisation.objects.members_of([partnership])
    held = RoleGrant.objects.in_force()
    inside = held.filter(organisation__in=members)
    leads = WorkstreamLead.objects.in_force().filter(workstream__partnership=partnership)
    wanted = {
        "Portal administrator": accounts.filter(grants__in=held.for_role(Role.PORTAL_ADMIN)),
        "Programme officer": accounts.filter(
            grants__in=held.for_role(Role.PROGRAMME_OFFICER).filter(partnership=partnership)
        ),
        "Workstream lead": accounts.filter(led_workstreams__in=leads),
        "Finance verifier": accounts.filter(grants__in=inside.for_role(Role.FINANCE_VERIFIER)),
        "Committee clerk": accounts.filter(grants__in=inside.for_role(Role.CLERK)),
        "Viewer of a council outside": accounts.filter(grants__in=held.for_role(Role.VIEWER)).exclude(
            grants__in=inside
        ),
    }
    for office, found in wanted.items():
        if (account := found.order_by("pk").first()) is not None:
            yield office, account


def _may(partnership: Partnership, account: User) -> list[str]:
    if not Partnership.objects.visible_to(account).filter(pk=partnership.pk).exists():
        return []
    held = [ability for grant in account.grants.in_force() for ability in rules.ABILITIES[Role(grant.role)]]
    if Workstream.objects.led_by(account).filter(partnership=partnership).exists():
        held.append(rules.Ability.WRITE_UPDATES)
    return [ability.value for ability in dict.fromkeys(held) if ability not in rules.SEEING]


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
