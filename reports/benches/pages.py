"""`manage.py bench pages`: what pages cost beside their data, at the size of the present database."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.db import connection, transaction
from django.db.models import Count
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Membership, Organisation, Partnership, RoleGrant, User
from partnerships.querysets import Seen
from reports.benches import floors
from sharedservices.core.bench import Amount, Bench, Ratio, compare
from sharedservices.core.errors import RuleViolation
from workstreams import overviews

GOAL = 3.0
SLOWEST = 100.0
HOST = "localhost"
FLOOR = "its data in SQL"
RED = "?stage=delivery&rating=red"
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


@dataclass(frozen=True)
class Reader:
    """A programme officer who opens the page of the partnership."""

    partnership: Partnership
    visitor: Visitor
    seen: Seen

    def page(self) -> None:
        self.visitor.get(self.partnership.get_absolute_url())

    def table(self) -> None:
        rows = overviews.of_partnership(self.seen, on=self.visitor.today)
        context = {"groups": overviews.grouped(rows), "partnership": self.partnership}
        render_to_string("workstreams/partials/workstream_table.html", context)

    def page_data(self) -> None:
        floors.fetch(floors.PAGE, partnership=self.partnership.pk, today=self.visitor.today)

    def table_data(self) -> None:
        floors.fetch(floors.TABLE, partnership=self.partnership.pk, today=self.visitor.today)


@dataclass(frozen=True)
class Lister:
    """Somebody who opens the list of the workstreams of these partnerships, of all when there are none named."""

    who: str
    visitor: Visitor
    partnerships: list[int] | None

    def ratios(self) -> list[Ratio]:
        return [self._ratio("all", "", floors.LIST), self._ratio("red ones in delivery", RED, floors.LIST_OF_RED)]

    def page(self, filters: str = "") -> None:
        self.visitor.get(reverse("workstreams:list") + filters)

    def _ratio(self, which: str, filters: str, keys: str) -> Ratio:
        def data() -> None:
            floors.fetch_list(keys, partnerships=self.partnerships, today=self.visitor.today)

        return compare(f"List of workstreams, {self.who}: {which}", lambda: self.page(filters), FLOOR, data, goal=GOAL)


def pages() -> Bench:
    """The smallest, the middle and the largest partnership by claims, and the list of workstreams of an officer whose
    council shares most and of an administrator. These people are rolled back."""
    sized = Partnership.objects.filter(workstreams__isnull=False, memberships__isnull=False)
    ordered = list(sized.annotate(size=Count("claims", distinct=True)).order_by("size", "pk"))
    if not ordered:
        raise RuleViolation(NOTHING_TO_MEASURE)
    with transaction.atomic(), override_settings(ALLOWED_HOSTS=[HOST]), _requests_untold():
        today = timezone.localdate()
        smallest, middle, largest = (
            _reader(ordered[place], today) for place in (0, len(ordered) // 2, len(ordered) - 1)
        )
        officer, administrator = _listers(today)
        ratios = [*_ratios("middle", middle), *_ratios("largest", largest), *officer.ratios(), *administrator.ratios()]
        results: list[Ratio | Amount] = [
            *ratios,
            _slowest(ratios),
            _constant("Page: queries, largest against smallest", largest.page, smallest.page),
            _constant("Workstream table: queries, largest against smallest", largest.table, smallest.table),
            _constant("List: queries, administrator against officer", administrator.page, officer.page),
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


def _visitor(
    role: Role, today: date, partnership: Partnership | None = None, organisation: Organisation | None = None
) -> Visitor:
    number = User.objects.count()
    user = User.objects.create_user(f"bench-{number}@bench.invalid", name="Somebody who reads")
    since = today - timedelta(days=1)
    RoleGrant.objects.create(user=user, role=role, partnership=partnership, organisation=organisation, valid_from=since)
    client = Client()
    client.force_login(user)
    return Visitor(user, client, today)


def _reader(partnership: Partnership, today: date) -> Reader:
    visitor = _visitor(Role.PROGRAMME_OFFICER, today, partnership=partnership)
    return Reader(partnership, visitor, Partnership.objects.seen(visitor.user, pk=partnership.pk))


def _listers(today: date) -> tuple[Lister, Lister]:
    counted = Membership.objects.order_by().values("organisation").annotate(count=Count("partnership", distinct=True))
    busiest = Organisation.objects.get(pk=counted.order_by("-count", "organisation")[0]["organisation"])
    officer = _visitor(Role.COUNCIL_OFFICER, today, organisation=busiest)
    mine = list(Partnership.objects.visible_to(officer.user).values_list("pk", flat=True))
    administrator = _visitor(Role.PORTAL_ADMIN, today)
    return Lister("council officer", officer, mine), Lister("administrator", administrator, None)


def _ratios(which: str, reader: Reader) -> list[Ratio]:
    page = compare(f"Page of the {which} partnership", reader.page, FLOOR, reader.page_data, goal=GOAL)
    what = f"Workstream table of the {which} partnership"
    return [page, compare(what, reader.table, FLOOR, reader.table_data, goal=GOAL)]


def _slowest(ratios: list[Ratio]) -> Amount:
    return Amount("Slowest of these", 1000 * max(median(ratio.ours_seconds) for ratio in ratios), "ms", SLOWEST)


def _constant(what: str, largest: Callable[[], object], smallest: Callable[[], object]) -> Amount:
    return Amount(what, _queries(largest), "queries", _queries(smallest))


def _queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)
