"""`manage.py bench pages`: what pages cost beside their data, at the size of the present database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Partnership
from partnerships.querysets import Seen
from reports.benches import floors
from reports.benches.visitors import Role, Visitor, busiest_council, partnerships_by_claims, visiting, visitor
from sharedservices.core.bench import Amount, Bench, Ratio, compare
from workstreams import overviews

GOAL = 3.0
SLOWEST = 100.0
FLOOR = "its data in SQL"
RED = "?stage=delivery&rating=red"


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
    ordered = partnerships_by_claims()
    with visiting():
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
    return Bench(f"{len(ordered)} partnerships; middle: {middle.partnership}, largest: {largest.partnership}", results)


def _reader(partnership: Partnership, today: date) -> Reader:
    reading = visitor(Role.PROGRAMME_OFFICER, today, partnership=partnership)
    return Reader(partnership, reading, Partnership.objects.seen(reading.user, pk=partnership.pk))


def _listers(today: date) -> tuple[Lister, Lister]:
    officer = visitor(Role.COUNCIL_OFFICER, today, organisation=busiest_council())
    mine = list(Partnership.objects.visible_to(officer.user).values_list("pk", flat=True))
    administrator = visitor(Role.PORTAL_ADMIN, today)
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
