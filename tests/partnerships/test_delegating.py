"""A verifier lends their role to a colleague."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from partnerships.rules import Role
from sharedservices.core.errors import Refused, RuleViolation
from tests.factories.partnerships import RoleGrantFactory
from tests.partnerships.roles import DAY, lend, today
from tests.world import World

pytestmark = pytest.mark.django_db


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
