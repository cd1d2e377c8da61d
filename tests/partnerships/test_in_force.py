"""The second lock and `visible_to` give the same to everybody, whatever they hold, held, will hold or were lent."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from partnerships import token_services
from partnerships.models import ApiToken, Organisation, Partnership, RoleGrant, User
from partnerships.querysets import holdings
from partnerships.rules import Role
from sharedservices.core.acting import Actor, acting
from tests.factories.partnerships import RoleGrantFactory, UserFactory
from tests.factories.workstreams import WorkstreamLeadFactory
from tests.world import World
from workstreams.models import Workstream

PEOPLE = ("alice", "bob", "charlie", "officer", "verifier", "clerk", "administrator")
DAY = timedelta(days=1)


def second_lock(user: User, token: ApiToken | None = None) -> dict[str, set[int]]:
    """What PostgreSQL's policies are told about this person."""
    names = ("partnerships", "managed", "organisations", "led")
    calls = ", ".join(f"portal_{name}()" for name in names)
    with acting(Actor(user=user.pk, token=token.pk if token else None)), connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}")
        return dict(zip(names, map(set, cursor.fetchone()), strict=True))


def first_lock(user: User) -> dict[str, set[int]]:
    """The same by the querysets. Portal administrators manage by `managed_by`, which is no policy's matter."""
    grants = user.grants.in_force()
    officer = grants.for_role(Role.PROGRAMME_OFFICER)
    return {
        "partnerships": set(Partnership.objects.visible_to(user).values_list("pk", flat=True)),
        "managed": set(officer.values_list("partnership", flat=True)),
        "organisations": set(grants.exclude(organisation=None).values_list("organisation", flat=True)),
        "led": set(Workstream.objects.led_by(user).values_list("pk", flat=True)),
    }


@pytest.mark.parametrize("name", PEOPLE)
def test_both_locks_agree_on_everybody(world: World, name: str) -> None:
    user = getattr(world, name)

    assert second_lock(user) == first_lock(user)
    assert any(first_lock(user).values())


@pytest.mark.parametrize("name", PEOPLE)
def test_both_locks_are_shut_for_the_suspended(world: World, name: str) -> None:
    User.objects.filter(pk=getattr(world, name).pk).update(is_active=False)
    user = User.objects.get(pk=getattr(world, name).pk)

    assert second_lock(user) == first_lock(user)
    assert not any(first_lock(user).values())


def ended(grant: RoleGrant) -> None:
    grant.ended_at, grant.end_reason = timezone.now(), "Left the post"


def expired(grant: RoleGrant) -> None:
    grant.valid_until = timezone.localdate() - DAY


def last_day(grant: RoleGrant) -> None:
    grant.valid_until = timezone.localdate()


def future(grant: RoleGrant) -> None:
    grant.valid_from = timezone.localdate() + DAY


def first_day(grant: RoleGrant) -> None:
    grant.valid_from = timezone.localdate()


CHANGES = [(ended, False), (expired, False), (last_day, True), (future, False), (first_day, True)]


@pytest.mark.parametrize(("change", "counts"), CHANGES, ids=lambda value: getattr(value, "__name__", str(value)))
@pytest.mark.parametrize("name", ["bob", "officer", "administrator"])
def test_both_locks_follow_the_days(world: World, name: str, change: Callable[[RoleGrant], None], counts: bool) -> None:
    user = getattr(world, name)
    grant = user.grants.get()
    change(grant)
    grant.save()

    assert second_lock(user) == first_lock(user)
    assert any(first_lock(user).values()) is counts
    assert bool(holdings(user).grants) is counts


def delegated(world: World) -> tuple[RoleGrant, User]:
    """The verifier's role, lent to somebody who holds nothing else."""
    deputy = UserFactory(name="Deputy")
    own = world.verifier.grants.get()
    lent = RoleGrantFactory(
        user=deputy,
        role=own.role,
        organisation=own.organisation,
        delegated_from=own,
        valid_until=timezone.localdate() + DAY,
    )
    return lent, deputy


def test_both_locks_know_what_was_lent(world: World) -> None:
    _, deputy = delegated(world)

    assert second_lock(deputy) == first_lock(deputy)
    assert first_lock(deputy)["partnerships"] == {world.rivers.pk}


@pytest.mark.parametrize("what", ["ended", "expired", "future", "suspended"])
def test_what_was_lent_falls_with_what_it_was_lent_from(world: World, what: str) -> None:
    _, deputy = delegated(world)
    own = world.verifier.grants.get()
    if what == "suspended":
        User.objects.filter(pk=world.verifier.pk).update(is_active=False)
    else:
        {"ended": ended, "expired": expired, "future": future}[what](own)
        own.save()

    assert second_lock(deputy) == first_lock(deputy)
    assert not any(first_lock(deputy).values())


@pytest.mark.parametrize("what", ["ended", "expired", "future", "suspended"])
def test_both_locks_know_when_a_lead_ends(world: World, what: str) -> None:
    lead = world.waste.leads.get()
    if what == "suspended":
        User.objects.filter(pk=world.alice.pk).update(is_active=False)
    else:
        {"ended": ended, "expired": expired, "future": future}[what](lead)
        lead.save()

    assert first_lock(world.alice)["led"] == second_lock(world.alice)["led"] == set()


# Through a token


def in_two_councils(world: World) -> User:
    """An author of North, an officer of East, and the programme officer of the Hills."""
    RoleGrantFactory(user=world.alice, role=Role.COUNCIL_OFFICER, organisation=world.east)
    RoleGrantFactory(user=world.alice, role=Role.PROGRAMME_OFFICER, organisation=None, partnership=world.hills)
    return world.alice


def token_for(user: User, organisation: Organisation | None) -> ApiToken:
    token, _ = token_services.issue_token(
        user=user, name="Analysis", expires_at=timezone.now() + DAY, organisation=organisation
    )
    return token


@pytest.mark.parametrize(
    ("of", "seen", "managed", "councils"),
    [("north", "rivers", False, ["north"]), ("east", "hills", False, ["east"]), (None, "hills", True, [])],
)
def test_through_a_token_one_role_counts(
    world: World, of: str | None, seen: str, managed: bool, councils: list[str]
) -> None:
    user = in_two_councils(world)
    token = token_for(user, getattr(world, of) if of else None)
    user.acting_token = token

    found = first_lock(user)
    assert second_lock(user, token) == found
    assert found["partnerships"] == {getattr(world, seen).pk}
    assert found["managed"] == ({world.hills.pk} if managed else set())
    assert found["organisations"] == {getattr(world, name).pk for name in councils}
    assert found["led"] == set()
    assert set(holdings(user).grants) == set(user.grants.in_force().values_list("role", "partnership", "organisation"))


def test_without_a_token_everything_counts(world: World) -> None:
    user = in_two_councils(world)
    WorkstreamLeadFactory(user=user)

    assert first_lock(user)["partnerships"] == {world.rivers.pk, world.hills.pk}
    assert second_lock(user) == first_lock(user)


def test_a_token_that_is_gone_acts_with_nothing(world: World) -> None:
    user = in_two_councils(world)
    token = token_for(user, None)
    gone = ApiToken(pk=token.pk + 1000)

    assert not any(second_lock(user, gone).values())
