"""The list of all workstreams that a person sees: its filters as people choose them, and one page of its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Window
from django.http import QueryDict

from partnerships.models import Organisation
from partnerships.querysets import Sight
from sharedservices.core.prepared import Given, Prepared, one_of
from workstreams import filters, overviews
from workstreams.models import Stage, Theme, Workstream

ROWS_ON_A_PAGE = 50
Options = Iterable[tuple[str, str]]
STAGES = [(value, word) for value, word in Stage.choices if value]
FOCUS = [("true", "In focus"), ("false", "Not in focus")]
OVERDUE = [("true", "Overdue"), ("false", "Not overdue")]
ORDERS = [("name", "Name"), ("stage", "Stage"), ("-updated_at", "Last changed")]

LED = Workstream.objects.filter(one_of("partnership", Given("partnerships"))).order_by().values("lead")
LEADS = Prepared(lambda: Organisation.objects.filter(pk__in=LED).order_by("name", "pk").values_list("slug", "name"))


@dataclass(frozen=True)
class Choice:
    """A drop-down of the filter; its first option asks for nothing."""

    name: str
    label: str
    first: str
    options: Options
    chosen: str
    errors: list[str]


@dataclass(frozen=True)
class Listed:
    """One page of the rows that the filters leave."""

    rows: list[overviews.Overview]
    page: Page[Any]


class Listing:
    """What somebody sees, as they asked to have it filtered."""

    def __init__(self, sight: Sight, data: QueryDict, *, on: date) -> None:
        self.sight = sight
        self.on = on
        self.data = filters.asked(data)

    @cached_property
    def filterset(self) -> filters.WorkstreamListFilter:
        visible = Workstream.objects.in_sight(self.sight)
        offered = {"partnerships": self.sight.names, "leads": self._leads, "themes": self._themes}
        return filters.WorkstreamListFilter(self.data, visible.for_table(), on=self.on, **offered)

    @cached_property
    def _leads(self) -> dict[str, str]:
        return {row.slug: row.name for row in LEADS(partnerships=self.sight.keys)}

    @cached_property
    def _themes(self) -> dict[str, str]:
        """Of the partnership that was chosen; without one, none."""
        chosen = self.data.get("partnership")
        if chosen not in self.sight.names:
            return {}
        themes = Theme.objects.filter(partnership__slug=chosen).order_by("order", "name", "pk")
        return dict(themes.values_list("slug", "name"))

    def choices(self) -> list[Choice]:
        offered: list[tuple[str, str, str, Options]] = [
            ("partnership", "Partnership", "All partnerships", self.sight.names.items()),
            ("theme", "Theme", "All themes", self._themes.items()),
            ("lead", "Lead", "All organisations", self._leads.items()),
            ("stage", "Stage", "All stages", STAGES),
            ("status", "Status", "All that are not closed", Workstream.Status.choices),
            ("rating", "Rating", "All ratings", filters.RATINGS),
            ("is_focus", "Focus", "All", FOCUS),
            ("overdue", "Update", "All", OVERDUE),
            ("ordering", "Sort by", "Partnership", ORDERS),
        ]
        return [self._choice(*choice) for choice in offered if choice[3] or choice[0] in self.data]

    def _choice(self, name: str, label: str, first: str, options: Options) -> Choice:
        errors = [str(error) for error in self.filterset.errors.get(name, [])]
        return Choice(name, label, first, options, self.data.get(name, ""), errors)

    def page(self, number: int) -> Listed | None:
        """None where there is no such page. Three queries: the keys of the page beside the count of all, and two for
        what the page shows of them."""
        first = (number - 1) * ROWS_ON_A_PAGE
        counted = self.filterset.qs.annotate(total=Window(Count("pk"))).values_list("pk", "total")
        keys = list(counted[first : first + ROWS_ON_A_PAGE])
        if not keys and number > 1:
            return None
        total = keys[0][1] if keys else 0
        rows = overviews.of_keys([key for key, _ in keys], on=self.on)
        return Listed(rows, Paginator(range(total), ROWS_ON_A_PAGE).page(number))
