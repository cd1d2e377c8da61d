"""What is taken away is gone with the next request: of the same browser, and of the same program."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from partnerships.models import ApiToken, RoleGrant, User
from partnerships.rules import Role
from tests.access.runner import Runner
from tests.access.scene import Scene
from tests.access.table import Cell
from tests.factories.partnerships import RoleGrantFactory

WRITERS = ("programme", "author_a", "officer_b", "clerk_a")
DONE = {200, 302}
TO_THE_DOOR = "/sign-in/"


def suspended(scene: Scene, user: Any) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def out_of_date(scene: Scene, user: Any) -> None:
    RoleGrant.objects.filter(user=user).update(valid_until=timezone.localdate() - timedelta(days=1))


def lowered(scene: Scene, user: Any) -> None:
    out_of_date(scene, user)
    RoleGrantFactory(user=user, role=Role.VIEWER, organisation=scene.world.north)


def moved(scene: Scene, user: Any) -> None:
    out_of_date(scene, user)
    RoleGrantFactory(user=user, role=Role.COUNCIL_OFFICER, organisation=scene.world.east)


CHANGES: list[Callable[[Scene, Any], None]] = [suspended, out_of_date, lowered, moved]


def writes(runner: Runner, persona: str) -> list[Cell]:
    """What this persona may do and a newcomer may not."""
    found = []
    for route, contexts in runner.addresses.items():
        for context in contexts:
            cell, stranger = (Cell(one, route, "post", context) for one in (persona, "newcomer"))
            if _expected(runner, cell) in DONE and _expected(runner, stranger) not in DONE:
                found.append(cell)
    return found


def _expected(runner: Runner, cell: Cell) -> int:
    line = runner.table.deciding(cell)
    return line.expected if line else 0


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("persona", WRITERS)
def test_every_write_is_refused_after_the_change(
    runner: Runner, persona: str, change: Callable[[Scene, Any], None]
) -> None:
    scene = runner.scene
    chosen = writes(runner, persona)
    change(scene, scene.callers[persona].user)

    answers = {cell: runner.ask(cell) for cell in chosen}

    assert chosen
    done = [cell for cell, answer in answers.items() if answer.status in DONE and TO_THE_DOOR not in answer.location]
    assert done == []


def test_a_revoked_token_opens_nothing(runner: Runner) -> None:
    lists = [route for route in runner.addresses if route.startswith("api-") and route.endswith("-list")]
    before = {runner.ask(Cell("token", route, "get", "-")).status for route in lists}

    ApiToken.objects.filter(name="Reading").update(revoked_at=timezone.now())

    assert before == {200}
    assert {runner.ask(Cell("token", route, "get", "-")).status for route in lists} == {401}


def test_a_council_that_left_takes_its_people_along(runner: Runner) -> None:
    scene = runner.scene
    opened = ["partnerships:detail", "savings:lines", "partnerships:export"]
    before = {runner.ask(Cell("officer_b", route, "get", "shared")).status for route in opened}

    scene.world.south.memberships.update(left="2012", left_latest="2012-12-31")

    assert before == {200}
    assert {runner.ask(Cell("officer_b", route, "get", "shared")).status for route in opened} == {404}
