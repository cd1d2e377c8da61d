"""What a person holds, in words: for their own page "what you may see and do, and why", and for those who grant."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from partnerships import rules
from partnerships.models import Membership, Partnership, RoleGrant, User
from sharedservices.core.history.models import HistoryEvent

SHOWN = 50
EVERYTHING = "You are a portal administrator"
IN_FORCE, TO_COME, EXPIRED, ENDED = "In force", "To come", "Expired", "Ended"
SUSPENDED, RESTING = "Account suspended", "Rests: what it was delegated from is not in force"
ORDER = [IN_FORCE, SUSPENDED, RESTING, TO_COME, EXPIRED, ENDED]


@dataclass(frozen=True)
class Held:
    """A grant, whether it counts, and what it allows."""

    grant: RoleGrant
    state: str
    allows: tuple[str, ...]

    @property
    def counts(self) -> bool:
        return self.state == IN_FORCE


@dataclass(frozen=True)
class VisiblePartnership:
    """A partnership, and why the person sees it."""

    partnership: Partnership
    because: list[str]


@dataclass(frozen=True)
class Suspension:
    """Who ended the use of an account, when and why."""

    by: User | None
    at: datetime
    reason: str


def suspension_of(person: User) -> Suspension | None:
    """The last one, for those who administer accounts. Two queries."""
    events = HistoryEvent.objects.of(person).filter(before__is_active=True, after__is_active=False)
    event = events.last()
    return None if event is None else Suspension(User.objects.filter(pk=event.user).first(), event.at, event.reason)


def grants_of(person: User, *, seen_by: Any, on: date) -> list[Held]:
    """Those that `seen_by` may see: in force first, then to come, then past. Two queries."""
    rows = RoleGrant.objects.visible_to(seen_by).filter(user=person)
    counting = set(rows.in_force().values_list("pk", flat=True))
    held = [_held(grant, counts=grant.pk in counting, on=on) for grant in rows.for_table()]
    return sorted(held, key=lambda one: ORDER.index(one.state))


def partnerships_of(person: User) -> list[VisiblePartnership]:
    """The first of the partnerships that a person sees, by name, each with every reason. Three queries."""
    grants = list(person.grants.in_force().for_table())
    partnerships = list(Partnership.objects.visible_to(person).for_table()[:SHOWN])
    councils = {grant.organisation_id: grant.organisation for grant in grants if grant.organisation_id}
    joined = Membership.objects.current().filter(partnership__in=partnerships, organisation__in=councils)
    through: dict[int, list[str]] = {}
    for partnership, organisation in joined.values_list("partnership", "organisation").distinct():
        through.setdefault(partnership, []).append(f"{councils[organisation]} is a member, and you act for it")
    return [
        VisiblePartnership(one, [*_directly(one, grants), *sorted(through.get(one.pk, []))]) for one in partnerships
    ]


def _directly(partnership: Partnership, grants: list[RoleGrant]) -> list[str]:
    own = [grant for grant in grants if grant.partnership_id == partnership.pk or not _is_scoped(grant)]
    return [f"You are its {grant.get_role_display().lower()}" if _is_scoped(grant) else EVERYTHING for grant in own]


def _is_scoped(grant: RoleGrant) -> bool:
    return bool(grant.partnership_id or grant.organisation_id)


def _held(grant: RoleGrant, *, counts: bool, on: date) -> Held:
    abilities = rules.ABILITIES[rules.Role(grant.role)]
    if grant.delegated_from_id:
        abilities = tuple(one for one in abilities if one is not rules.Ability.DELEGATE)
    return Held(grant, IN_FORCE if counts else _why_not(grant, on), tuple(abilities))


def _why_not(grant: RoleGrant, on: date) -> str:
    if grant.ended_at is not None:
        return ENDED
    if grant.valid_until is not None and grant.valid_until < on:
        return EXPIRED
    if grant.valid_from > on:
        return TO_COME
    return SUSPENDED if not grant.user.is_active else RESTING
