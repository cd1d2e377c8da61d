from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from tests.factories.workstreams import (
    ProgressUpdateFactory,
    ReportingRoundFactory,
    WorkstreamFactory,
    WorkstreamLeadFactory,
)
from tests.world import World, as_
from workstreams import overviews, rules
from workstreams.models import ReportingRound, Workstream
from workstreams.rules import Progress, RoundState, UpdateState

PAGE = "/partnerships/rivers/rounds/"


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2011, 11, 23), RoundState.NOT_OPEN),
        (date(2011, 11, 24), RoundState.OPEN),
        (date(2011, 11, 27), RoundState.OPEN),
        (date(2011, 11, 28), RoundState.DUE),
        (date(2011, 12, 5), RoundState.DUE),
        (date(2011, 12, 6), RoundState.OVERDUE),
        (date(2011, 12, 16), RoundState.OVERDUE),
        (date(2011, 12, 17), RoundState.CLOSED),
    ],
)
def test_where_a_round_stands(on: date, state: RoundState) -> None:
    assert rules.round_state(date(2011, 11, 24), date(2011, 12, 5), date(2011, 12, 16), on) is state


@pytest.mark.parametrize(
    ("states", "progress"),
    [
        ([], Progress.NOT_STARTED),
        ([UpdateState.DRAFT], Progress.DRAFT),
        ([UpdateState.DRAFT, UpdateState.RETURNED], Progress.RETURNED),
        ([UpdateState.SUBMITTED, UpdateState.DRAFT], Progress.SUBMITTED),
        ([UpdateState.APPROVED, UpdateState.SUBMITTED], Progress.APPROVED),
    ],
)
def test_the_furthest_update_tells_how_far_a_workstream_is(states: list[UpdateState], progress: Progress) -> None:
    assert rules.progress(states) is progress


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"due": date(2011, 11, 23)}, "round_is_due_after_it_opens"),
        ({"closes": date(2011, 12, 4)}, "round_closes_after_it_is_due"),
    ],
)
def test_the_days_of_a_round_come_in_order(world: World, values: dict[str, date], constraint: str) -> None:
    ReportingRoundFactory(partnership=world.rivers)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ReportingRound.objects.update(**values)


def test_a_period_is_asked_for_once(world: World) -> None:
    ReportingRoundFactory(partnership=world.rivers)

    with pytest.raises(IntegrityError, match="one_round_per_period"), transaction.atomic():
        ReportingRoundFactory(partnership=world.rivers, slug="again")


def test_what_each_workstream_has_written(world: World, django_assert_num_queries: object) -> None:
    reporting = ReportingRoundFactory(partnership=world.rivers)
    reporting.refresh_from_db()
    states = {"draft": {"draft": True}, "returned": {"returned": True}, "submitted": {}, "approved": {"approved": True}}
    for slug, traits in states.items():
        workstream = WorkstreamFactory(partnership=world.rivers, slug=slug)
        ProgressUpdateFactory(workstream=workstream, as_of="2011-11-30", **traits)
    WorkstreamFactory(partnership=world.rivers, closed=True)

    with django_assert_num_queries(3):
        officers = {row.workstream.slug: row for row in overviews.of_round(reporting, user=world.officer)}
    bobs = {row.workstream.slug: row.progress for row in overviews.of_round(reporting, user=world.bob)}

    assert {slug: row.progress for slug, row in officers.items()} == {
        "waste": Progress.NOT_STARTED,
        "draft": Progress.DRAFT,
        "returned": Progress.RETURNED,
        "submitted": Progress.SUBMITTED,
        "approved": Progress.APPROVED,
    }
    assert officers["approved"].update.as_of.text == "2011-11-30"
    assert [bobs[slug] for slug in ("draft", "returned", "submitted")] == [
        Progress.NOT_STARTED,
        Progress.NOT_STARTED,
        Progress.SUBMITTED,
    ]


@pytest.mark.parametrize(("as_of", "counts"), [("2011-10-31", 0), ("2011-11-01", 1), ("2011-Q4", 0), ("2011-11", 1)])
def test_an_update_counts_when_its_date_ends_in_the_period(world: World, as_of: str, counts: int) -> None:
    reporting = ReportingRoundFactory(partnership=world.rivers)
    reporting.refresh_from_db()
    ProgressUpdateFactory(workstream=world.waste, as_of=as_of)

    (row,) = overviews.of_round(reporting, user=world.officer)

    assert row.progress.is_told is bool(counts)


def test_the_first_round_that_is_owed_is_due(world: World) -> None:
    ReportingRoundFactory(partnership=world.rivers)
    ReportingRoundFactory(partnership=world.rivers, slug="q", title="Quarter", cadence="quarterly", period="2011-Q4")
    led = Workstream.objects.filter(pk=world.waste.pk)

    before = led.with_due_round(on=date(2011, 11, 23)).get()
    owed = led.with_due_round(on=date(2011, 12, 1)).get()
    ProgressUpdateFactory(workstream=world.waste, as_of="2011-11-30")
    ReportingRound.objects.filter(slug="q").delete()
    told = led.with_due_round(on=date(2011, 12, 1)).get()

    assert (before.round_due, owed.round_title, owed.round_due) == (None, "November round", date(2011, 12, 5))
    assert told.round_due is None


@time_machine.travel("2011-12-07 09:00")
def test_the_page_shows_the_round_that_takes_updates(client: Client, world: World) -> None:
    ReportingRoundFactory(partnership=world.rivers)
    ReportingRoundFactory(
        partnership=world.rivers,
        slug="2011-10",
        title="October round",
        period="2011-10",
        opens=date(2011, 10, 24),
        due=date(2011, 11, 4),
        closes=date(2011, 11, 11),
    )

    page = as_(client, world.bob).get(PAGE).content.decode()
    october = client.get(f"{PAGE}?round=2011-10").content.decode()

    assert '<h2 class="govuk-heading-m" id="round">November round</h2>' in page
    assert "Not started" in page
    assert "<strong>Overdue</strong>" in page
    assert "Submitted: 0 of 1." in page
    assert '<h2 class="govuk-heading-m" id="round">October round</h2>' in october
    assert "<strong>Overdue</strong>" not in october


def test_an_unknown_round_is_missing(client: Client, world: World) -> None:
    ReportingRoundFactory(partnership=world.rivers)

    assert as_(client, world.bob).get(f"{PAGE}?round=nowhere").status_code == 404


def test_a_partnership_without_rounds_says_so(client: Client, world: World) -> None:
    assert "No reporting round has been recorded yet." in as_(client, world.bob).get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2011-12-01", "November round: due 5 December 2011."),
        ("2011-12-07", "<strong>overdue</strong>, it was due 5 December 2011."),
    ],
)
def test_home_says_until_when_an_update_is_due(client: Client, world: World, day: str, words: str) -> None:
    ReportingRoundFactory(partnership=world.rivers)
    drafted = WorkstreamFactory(partnership=world.rivers, slug="libraries")
    WorkstreamLeadFactory(workstream=drafted, user=world.alice)
    ProgressUpdateFactory(workstream=drafted, as_of="2011-11-30", draft=True)

    with time_machine.travel(f"{day} 09:00"):
        page = as_(client, world.alice).get("/").content.decode()

    assert page.count(words) == 2
