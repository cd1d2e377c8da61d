from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from partnerships import granting
from partnerships.models import Partnership, RoleGrant, User
from partnerships.rules import Role
from sharedservices.core.errors import Refused, RuleViolation
from sharedservices.core.history.models import HistoryEvent
from tests.factories.partnerships import MembershipFactory, RoleGrantFactory, UserFactory
from tests.partnerships.roles import give, lend
from tests.world import World, granted

pytestmark = pytest.mark.django_db


# Granting


def test_a_role_is_granted_with_who_and_why(world: World) -> None:
    grant = give(world, world.administrator, reason=" Appointed in May ")

    assert (grant.granted_by, grant.reason) == (world.administrator, "Appointed in May")
    assert world.bob.grants.in_force().filter(role=Role.CLERK, organisation=world.south).exists()
    event = HistoryEvent.objects.filter(table="partnerships_rolegrant", row=grant.pk).get()
    assert event.reason == "Appointed in May"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"reason": "  "}, "Say why"),
        ({"role": Role.VIEWER}, "holds this role already"),
        ({"valid_until": date(2011, 1, 1)}, "before the first"),
    ],
)
def test_a_grant_needs_a_reason_and_sense(world: World, values: dict[str, Any], told: str) -> None:
    with pytest.raises(RuleViolation, match=told):
        give(world, world.administrator, **values)

    assert world.bob.grants.count() == 1


@pytest.mark.parametrize("name", ["alice", "bob", "charlie", "clerk", "verifier", "officer"])
def test_only_administrators_grant_the_roles_of_councils(world: World, name: str) -> None:
    person = UserFactory(name="Newcomer")

    with pytest.raises(Refused):
        give(world, getattr(world, name), user=person)

    assert not RoleGrant.objects.filter(user=person).exists()


def test_nobody_grants_a_role_to_themselves(world: World) -> None:
    with pytest.raises(Refused, match="Nobody grants a role to themselves"):
        give(world, world.administrator, user=world.administrator)
    with pytest.raises(IntegrityError, match="rolegrant_of_another"), transaction.atomic():
        RoleGrantFactory(user=world.bob, granted_by=world.bob)


def test_officers_grant_viewers_of_their_partnership_and_end_them(world: World) -> None:
    person, asked = UserFactory(name="Newcomer"), {"role": Role.PARTNERSHIP_VIEWER, "organisation": None}

    grant = give(world, world.officer, user=person, partnership=world.rivers, **asked)
    with pytest.raises(Refused):
        give(world, world.officer, user=person, partnership=world.hills, **asked)
    granting.end_grant(grant=grant, by=world.officer, reason="Left", at=timezone.now(), version=grant.version)

    assert not person.grants.in_force().exists()


def test_officers_neither_grant_nor_end_what_is_a_councils(world: World) -> None:
    held = world.bob.grants.get()

    with pytest.raises(Refused):
        give(world, world.officer, user=UserFactory(name="Newcomer"), role=Role.VIEWER)
    with pytest.raises(Refused):
        granting.end_grant(grant=held, by=world.officer, reason="Left", at=timezone.now(), version=held.version)


def test_the_suspended_are_granted_nothing(world: World) -> None:
    User.objects.filter(pk=world.bob.pk).update(is_active=False)

    with pytest.raises(RuleViolation, match="suspended"):
        give(world, world.administrator)


# Ending


def test_ending_acts_at_once_with_its_reason(world: World) -> None:
    grant = world.bob.grants.get()

    granting.end_grant(grant=grant, by=world.administrator, reason="Left", at=timezone.now(), version=grant.version)

    assert not world.bob.grants.in_force().exists()
    assert not Partnership.objects.visible_to(world.bob).exists()
    assert world.bob.grants.get().end_reason == "Left"


def test_ending_needs_what_was_shown_to_be_still_so(world: World) -> None:
    grant = world.bob.grants.get()
    grant.save()

    with pytest.raises(RuleViolation, match="was changed while you looked"):
        granting.end_grant(
            grant=grant, by=world.administrator, reason="Left", at=timezone.now(), version=grant.version - 1
        )

    assert world.bob.grants.in_force().exists()


def test_what_has_ended_is_not_ended_again(world: World) -> None:
    grant = world.bob.grants.get()
    ended = granting.end_grant(
        grant=grant, by=world.administrator, reason="Left", at=timezone.now(), version=grant.version
    )

    with pytest.raises(RuleViolation, match="ended already"):
        granting.end_grant(
            grant=grant, by=world.administrator, reason="Again", at=timezone.now(), version=ended.version
        )


def test_who_lent_a_role_takes_it_back(world: World) -> None:
    lent = lend(world)

    with pytest.raises(Refused):
        granting.end_grant(grant=lent, by=world.alice, reason="Back", at=timezone.now(), version=lent.version)
    granting.end_grant(grant=lent, by=world.verifier, reason="Back", at=timezone.now(), version=lent.version)

    assert not world.clerk.grants.in_force().filter(role=Role.IMPLICATIONS_VERIFIER).exists()


def test_an_ended_grant_keeps_its_reason_in_the_database(world: World) -> None:
    with pytest.raises(IntegrityError, match="rolegrant_ended_with_reason"), transaction.atomic():
        world.bob.grants.update(ended_at=timezone.now())


# The last administrator


def end_administrator(world: World, by: User) -> None:
    grant = world.administrator.grants.get()
    granting.end_grant(grant=grant, by=by, reason="Left", at=timezone.now(), version=grant.version)


def test_the_last_administrator_stays(world: World) -> None:
    with pytest.raises(RuleViolation, match="is the last portal administrator"):
        end_administrator(world, by=world.administrator)

    assert world.administrator.grants.in_force().exists()


@pytest.mark.parametrize("values", [{"valid_until": date(2012, 1, 1)}, {"ended_at": datetime(2012, 1, 1, tzinfo=UTC)}])
def test_another_administrator_counts_only_in_force(world: World, values: dict[str, Any]) -> None:
    second = granted("Second", Role.PORTAL_ADMIN)
    second.grants.update(**values, **({"end_reason": "Left"} if "ended_at" in values else {}))

    with pytest.raises(RuleViolation, match="is the last portal administrator"):
        end_administrator(world, by=world.administrator)


def test_one_of_two_administrators_may_go(world: World) -> None:
    second = granted("Second", Role.PORTAL_ADMIN)

    end_administrator(world, by=second)
    with pytest.raises(RuleViolation, match="is the last portal administrator"):
        granting.end_grant(
            grant=second.grants.get(), by=second, reason="Left", at=timezone.now(), version=second.grants.get().version
        )


def test_the_last_administrator_is_not_suspended_by_a_second_who_ends_meanwhile(world: World) -> None:
    second = granted("Second", Role.PORTAL_ADMIN)

    granting.suspend(user=world.administrator, by=second, reason="Lost device", at=timezone.now())

    with pytest.raises(Refused, match="own account"):
        granting.suspend(user=second, by=second, reason="Lost device", at=timezone.now())


# What others may know


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("administrator", {"Alice", "Bob", "Charlie", "Officer", "Verifier", "Clerk", "Administrator"}),
        ("officer", {"Alice", "Bob", "Officer", "Verifier", "Clerk"}),
        ("alice", {"Alice"}),
        ("charlie", {"Charlie"}),
    ],
)
def test_people_are_seen_by_who_looks_after_them(world: World, name: str, seen: set[str]) -> None:
    found = User.objects.visible_to(getattr(world, name))

    assert set(found.values_list("name", flat=True)) == seen


def test_an_officer_sees_nothing_that_somebody_holds_elsewhere(world: World) -> None:
    elsewhere = RoleGrantFactory(user=world.alice, organisation=world.east)
    hills = MembershipFactory(partnership=world.hills, organisation=world.north)

    found = RoleGrant.objects.visible_to(world.officer)

    assert hills.partnership == world.hills
    assert not found.filter(pk=elsewhere.pk).exists()
    assert found.filter(user=world.alice, organisation=world.north).exists()
