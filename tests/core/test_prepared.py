"""A query that is compiled once answers as the queryset that it was made from."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from sharedservices.core.prepared import Given, Prepared, one_of
from tests.factories.workstreams import MilestoneFactory
from tests.world import World
from workstreams.models import Milestone

pytestmark = pytest.mark.django_db
COLUMNS = ("title", "pk", "baseline", "actual_latest")


def titled(rows: list[Any]) -> set[str]:
    return {row.title for row in rows}


def test_each_run_gives_its_own_values_and_costs_one_query(world: World) -> None:
    other = MilestoneFactory(title="Elsewhere")
    prepared = Prepared(lambda: Milestone.objects.filter(workstream=Given("workstream")).values_list("title"))

    with CaptureQueriesContext(connection) as captured:
        here, there = prepared(workstream=world.waste.pk), prepared(workstream=other.workstream_id)

    assert (titled(here), titled(there)) == ({"Business case"}, {"Elsewhere"})
    assert len(captured) == 2


def test_rows_are_those_of_the_queryset_in_its_order_with_its_fields_values(world: World) -> None:
    MilestoneFactory.create_batch(3, workstream=world.waste, actual="2011-11-05")
    rows = Milestone.objects.order_by("-pk").annotate(one=Value(1)).values_list("one", *COLUMNS, named=True)

    prepared = Prepared(lambda: rows)()

    assert [row._asdict() for row in prepared] == [row._asdict() for row in rows]
    assert prepared[0].baseline.earliest == date(2011, 12, 1)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_one_of_takes_a_list_of_any_length(world: World, count: int) -> None:
    made = MilestoneFactory.create_batch(3, workstream=world.waste)[:count]
    prepared = Prepared(lambda: Milestone.objects.filter(one_of("pk", Given("keys"))).values_list(*COLUMNS))

    assert {row.pk for row in prepared(keys=[one.pk for one in made])} == {one.pk for one in made}


def test_a_value_is_never_read_as_sql(world: World) -> None:
    prepared = Prepared(lambda: Milestone.objects.filter(title=Given("title")).values_list("pk"))

    assert prepared(title="' OR '1'='1") == []
    assert prepared(title="%s") == []


def test_a_value_that_was_not_given_is_a_mistake(world: World) -> None:
    prepared = Prepared(lambda: Milestone.objects.filter(title=Given("title")).values_list("pk"))

    with pytest.raises(KeyError, match="title"):
        prepared(name="Business case")
