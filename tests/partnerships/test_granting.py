from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from partnerships import granting, services
from partnerships.models import ApiToken, Partnership, RoleGrant, User
from partnerships.rules import Role
from sharedservices.core.errors import Refused, RuleViolation
from sharedservices.core.history.models import HistoryEvent
from tests.factories.partnerships import MembershipFactory, RoleGrantFactory, UserFactory
from tests.factories.workstreams import WorkstreamFactory, WorkstreamLeadFactory
from tests.world import World, granted

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.localdate()


def give(world: World, by: User, **values: Any) -> RoleGrant:
    asked = {
        "user": world.bob,
        "role": Role.CLERK,
        "organisation": world.south,
        "valid_from": today(),
        "reason": "Post",
    }
    return granting.grant(by=by, **(asked | values))


def lend(world: World, **values: Any) -> RoleGrant:
    """The verifier's role, to the clerk of the same council."""
    asked = {
        "grant": world.verifier.grants.get(),
        "to": world.clerk,
        "valid_from": today(),
        "until": today() + DAY,
        "reason": "Leave",
        "by": world.verifier,
    }
    return granting.delegate(**(asked | values))


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


# Delegating


def test_a_verifier_lends_their_role_until_a_day(world: World) -> None:
    lent = lend(world)

    assert (lent.role, lent.organisation, lent.valid_until) == (Role.IMPLICATIONS_VERIFIER, world.north, today() + DAY)
    assert world.clerk.grants.in_force().filter(pk=lent.pk).exists()


def test_what_is_lent_is_not_lent_again(world: World) -> None:
    lent = lend(world)

    with pytest.raises(Refused, match="not delegated again"):
        lend(world, grant=lent, to=world.alice, by=world.clerk)
    with pytest.raises(IntegrityError, match="A delegation lends"), transaction.atomic():
        RoleGrantFactory(
            user=world.alice, role=lent.role, organisation=world.north, delegated_from=lent, valid_until=today()
        )


@pytest.mark.parametrize(
    "values",
    [{"role": Role.CLERK}, {"organisation": "south"}, {"user": "verifier"}, {"valid_until": date(9999, 1, 1)}],
    ids=["another role", "another council", "oneself", "longer"],
)
def test_the_database_refuses_a_delegation_of_something_else(world: World, values: dict[str, Any]) -> None:
    own = world.verifier.grants.get()
    own.valid_until = today() + DAY
    own.save()
    asked = {"user": "clerk", "role": own.role, "organisation": "north", "valid_until": today()} | values
    asked |= {name: getattr(world, str(asked[name])) for name in ("user", "organisation")}

    with pytest.raises(IntegrityError, match="A delegation lends"), transaction.atomic():
        RoleGrantFactory(delegated_from=own, **asked)


def test_the_database_asks_for_a_delegations_last_day(world: World) -> None:
    own = world.verifier.grants.get()

    with pytest.raises(IntegrityError, match="delegation_has_a_last_day"), transaction.atomic():
        RoleGrantFactory(user=world.clerk, role=own.role, organisation=world.north, delegated_from=own)


@pytest.mark.parametrize(
    ("values", "told"),
    [({"to": "bob"}, "a colleague"), ({"to": "verifier"}, "a colleague"), ({"until": date(2011, 1, 1)}, "before")],
)
def test_a_role_is_lent_to_a_colleague_with_days_that_make_sense(
    world: World, values: dict[str, Any], told: str
) -> None:
    if "to" in values:
        values = {"to": getattr(world, values["to"])}

    with pytest.raises(RuleViolation, match=told):
        lend(world, **values)


def test_a_role_is_not_lent_longer_than_it_lasts(world: World) -> None:
    world.verifier.grants.update(valid_until=today())

    with pytest.raises(RuleViolation, match="cannot be lent longer"):
        lend(world)


def test_clerks_and_others_lend_nothing(world: World) -> None:
    with pytest.raises(Refused, match="is not delegated"):
        lend(world, grant=world.clerk.grants.get(), to=world.alice, by=world.clerk)
    with pytest.raises(Refused, match="Only those who hold"):
        lend(world, by=world.administrator)


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


# Suspending


def test_suspending_ends_sight_and_tokens_until_reinstated(world: World) -> None:
    token, _ = services.issue_token(user=world.bob, name="Copy", expires_at=timezone.now() + DAY)

    granting.suspend(user=world.bob, by=world.administrator, reason="Lost device", at=timezone.now())
    suspended = User.objects.get(pk=world.bob.pk)
    seen = Partnership.objects.visible_to(suspended).exists()
    back = granting.reinstate(user=suspended, by=world.administrator, reason="Found", at=timezone.now())

    assert not suspended.is_active
    assert not seen
    assert Partnership.objects.visible_to(back).exists()
    assert ApiToken.objects.get(pk=token.pk).revoked_at is not None


@pytest.mark.parametrize("name", ["alice", "officer"])
def test_only_administrators_suspend(world: World, name: str) -> None:
    with pytest.raises(Refused, match="Only portal administrators"):
        granting.suspend(user=world.bob, by=getattr(world, name), reason="No", at=timezone.now())

    assert User.objects.get(pk=world.bob.pk).is_active


def test_who_is_not_suspended_is_not_reinstated(world: World) -> None:
    with pytest.raises(RuleViolation, match="not suspended"):
        granting.reinstate(user=world.bob, by=world.administrator, reason="Found", at=timezone.now())


# Moving


def move(world: World, on: date, **values: Any) -> User:
    asked = {"user": world.alice, "source": world.north, "target": world.south, "reason": "New post"}
    return granting.move_council(**(asked | values), on=on, by=world.administrator, at=timezone.now())


def test_leaving_a_council_ends_all_that_was_held_there_and_nothing_else(world: World) -> None:
    RoleGrantFactory(user=world.alice, organisation=world.north, valid_from=today() + 30 * DAY)
    elsewhere = RoleGrantFactory(user=world.alice, organisation=world.east)
    led_elsewhere = WorkstreamLeadFactory(user=world.alice, workstream=WorkstreamFactory(lead=world.east))
    tokens = [
        services.issue_token(
            user=world.alice, name="Copy", expires_at=timezone.now() + 30 * DAY, organisation=organisation
        )[0]
        for organisation in (world.north, world.east)
    ]

    moved = move(world, today())

    assert moved.organisation == world.south
    assert list(moved.grants.in_force()) == [elsewhere]
    assert not moved.grants.filter(organisation=world.north, ended_at=None).exists()
    assert list(moved.led_workstreams.in_force()) == [led_elsewhere]
    assert [ApiToken.objects.usable().filter(pk=token.pk).exists() for token in tokens] == [False, True]


def test_leaving_on_a_day_to_come_lets_everything_run_until_then(world: World) -> None:
    token, _ = services.issue_token(user=world.alice, name="Copy", expires_at=timezone.now() + 30 * DAY)

    moved = move(world, today() + 10 * DAY)

    last = today() + 9 * DAY
    assert [grant.valid_until for grant in moved.grants.in_force()] == [last]
    assert [lead.valid_until for lead in moved.led_workstreams.in_force()] == [last]
    assert timezone.localtime(ApiToken.objects.get(pk=token.pk).expires_at).date() == last + DAY


def test_one_moves_somewhere_else(world: World) -> None:
    with pytest.raises(RuleViolation, match="moves to"):
        move(world, today(), target=world.north)


@pytest.mark.parametrize("name", ["officer", "clerk", "alice"])
def test_only_administrators_move_people(world: World, name: str) -> None:
    with pytest.raises(Refused):
        granting.move_council(
            user=world.bob,
            source=world.south,
            target=None,
            on=today(),
            by=getattr(world, name),
            reason="No",
            at=timezone.now(),
        )

    assert world.bob.grants.in_force().exists()


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
