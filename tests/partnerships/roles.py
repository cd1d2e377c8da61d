"""Roles as tests give and lend them."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from partnerships import granting
from partnerships.models import RoleGrant, User
from partnerships.rules import Role
from tests.world import World

DAY = timedelta(days=1)


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
