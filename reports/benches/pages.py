"""`manage.py bench pages`: what a partnership's page costs beside its data, at the size of the present database."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Count
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from partnerships.models import Partnership, RoleGrant, User
from partnerships.querysets import Seen
from reports.benches import floors
from sharedservices.core.bench import Amount, Bench, Ratio, compare
from sharedservices.core.errors import RuleViolation
from workstreams import overviews

GOAL = 3.0
HOST = "localhost"
NOTHING_TO_MEASURE = "There is no partnership with members and workstreams to measure with. Load a programme first."


@dataclass(frozen=True)
class Reader:
    """A programme officer who opens the pages of the partnership."""

    partnership: Partnership
    seen: Seen
    client: Client
    today: date

    def page(self) -> None:
        response = self.client.get(self.partnership.get_absolute_url(), secure=True, SERVER_NAME=HOST)
        if response.status_code != 200:
            raise RuleViolation(f"The page of {self.partnership} answered {response.status_code}.")

    def table(self) -> None:
        rows = overviews.of_partnership(self.seen, on=self.today)
        context = {"groups": overviews.grouped(rows), "partnership": self.partnership}
        render_to_string("workstreams/partials/workstream_table.html", context)

    def page_data(self) -> None:
        floors.fetch(floors.PAGE, partnership=self.partnership.pk, today=self.today)

    def table_data(self) -> None:
        floors.fetch(floors.TABLE, partnership=self.partnership.pk, today=self.today)


def pages() -> Bench:
    """The smallest, the middle and the largest partnership by claims. Its readers are rolled back."""
    sized = Partnership.objects.filter(workstreams__isnull=False, memberships__isnull=False)
    ordered = list(sized.annotate(size=Count("claims", distinct=True)).order_by("size", "pk"))
    if not ordered:
        raise RuleViolation(NOTHING_TO_MEASURE)
    with transaction.atomic(), override_settings(ALLOWED_HOSTS=[HOST]), _requests_untold():
        today = timezone.localdate()
        smallest, middle, largest = (
            _reader(ordered[place], today) for place in (0, len(ordered) // 2, len(ordered) - 1)
        )
        results: list[Ratio | Amount] = [
            *_ratios("middle", middle),
            *_ratios("largest", largest),
            _constant("Page: queries, largest against smallest", largest.page, smallest.page),
            _constant("Workstream table: queries, largest against smallest", largest.table, smallest.table),
        ]
        transaction.set_rollback(True)
    return Bench(f"{len(ordered)} partnerships; middle: {middle.partnership}, largest: {largest.partnership}", results)


@contextmanager
def _requests_untold() -> Iterator[None]:
    """The log's line about every request would bury the bench's table."""
    logger = logging.getLogger("django_structlog")
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)


def _reader(partnership: Partnership, today: date) -> Reader:
    user = User.objects.create_user(f"bench-{partnership.pk}@bench.invalid", name="Programme officer")
    RoleGrant.objects.create(
        user=user,
        role=RoleGrant.Role.PROGRAMME_OFFICER,
        partnership=partnership,
        valid_from=today - timedelta(days=1),
    )
    client = Client()
    client.force_login(user)
    return Reader(partnership, Partnership.objects.seen(user, pk=partnership.pk), client, today)


def _ratios(which: str, reader: Reader) -> list[Ratio]:
    page = compare(f"Page of the {which} partnership", reader.page, "its data in SQL", reader.page_data, goal=GOAL)
    what = f"Workstream table of the {which} partnership"
    return [page, compare(what, reader.table, "its data in SQL", reader.table_data, goal=GOAL)]


def _constant(what: str, largest: Callable[[], object], smallest: Callable[[], object]) -> Amount:
    return Amount(what, _queries(largest), "queries", _queries(smallest))


def _queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)
