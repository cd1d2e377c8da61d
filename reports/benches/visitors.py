"""People who open pages for a bench. What is made for them is rolled back."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.test import Client
from django.test.utils import override_settings

from partnerships.models import Membership, Organisation, Partnership, RoleGrant, User
from sharedservices.core.errors import RuleViolation

HOST = "localhost"
NOTHING_TO_MEASURE = "There is no partnership with members and workstreams to measure with. Load a programme first."
Role = RoleGrant.Role


@dataclass(frozen=True)
class Visitor:
    """Somebody with one role who opens pages."""

    user: User
    client: Client
    today: date

    def get(self, address: str) -> None:
        response = self.client.get(address, secure=True, SERVER_NAME=HOST)
        if response.status_code != 200:
            raise RuleViolation(f"{address} answered {response.status_code}.")


@contextmanager
def visiting() -> Iterator[None]:
    with transaction.atomic(), override_settings(ALLOWED_HOSTS=[HOST]), _requests_untold():
        yield
        transaction.set_rollback(True)


@contextmanager
def _requests_untold() -> Iterator[None]:
    """The log's lines about every request would bury the bench's table."""
    loggers = [logging.getLogger(name) for name in ("django_structlog", "django.request")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def visitor(
    role: Role, today: date, partnership: Partnership | None = None, organisation: Organisation | None = None
) -> Visitor:
    number = User.objects.count()
    user = User.objects.create_user(f"bench-{number}@bench.invalid", name="Somebody who reads")
    since = today - timedelta(days=1)
    RoleGrant.objects.create(user=user, role=role, partnership=partnership, organisation=organisation, valid_from=since)
    client = Client()
    client.force_login(user)
    return Visitor(user, client, today)


def partnerships_by_claims() -> list[Partnership]:
    """Those with members and workstreams, the one with the fewest claims first."""
    sized: Any = Partnership.objects.filter(workstreams__isnull=False, memberships__isnull=False)
    ordered = list(sized.annotate(size=Count("claims", distinct=True)).order_by("size", "pk"))
    if not ordered:
        raise RuleViolation(NOTHING_TO_MEASURE)
    return ordered


def busiest_council() -> Organisation:
    """The one that shares most."""
    counted = Membership.objects.order_by().values("organisation").annotate(count=Count("partnership", distinct=True))
    return Organisation.objects.get(pk=counted.order_by("-count", "organisation")[0]["organisation"])
