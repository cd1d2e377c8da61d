"""People who are suspended, or leave a council."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from partnerships import granting, token_services
from partnerships.models import ApiToken, Partnership, User
from sharedservices.core.errors import Refused, RuleViolation
from tests.factories.partnerships import RoleGrantFactory
from tests.factories.workstreams import WorkstreamFactory, WorkstreamLeadFactory
from tests.partnerships.roles import DAY, today
from tests.world import World

pytestmark = pytest.mark.django_db


# Suspending


def test_suspending_ends_sight_and_tokens_until_reinstated(world: World) -> None:
    token, _ = token_services.issue_token(user=world.bob, name="Copy", expires_at=timezone.now() + DAY)

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
        token_services.issue_token(
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
    token, _ = token_services.issue_token(user=world.alice, name="Copy", expires_at=timezone.now() + 30 * DAY)

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
