"""Which records count for the suggestions of a workstream's ratings, on 30 November 2011."""

from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from partnerships.models import Partnership, Spend
from tests.factories.arrangements import AwardFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.programme import (
    AllocationFactory,
    MeasureFactory,
    MeasureValueFactory,
    RiskFactory,
    ThemeFactory,
)
from tests.factories.workstreams import (
    MilestoneFactory,
    ProgressUpdateFactory,
    ProjectFactory,
    ProjectRatingFactory,
    WorkstreamFactory,
)
from workstreams import evidence
from workstreams.hints import NOTHING, Hint
from workstreams.models import MeasureValue, Project, Workstream
from workstreams.rules import Rag

pytestmark = pytest.mark.django_db
ON = date(2011, 11, 30)


@pytest.fixture
def partnership() -> Partnership:
    return PartnershipFactory()


@pytest.fixture
def waste(partnership: Partnership) -> Workstream:
    return WorkstreamFactory(partnership=partnership, slug="waste", theme=ThemeFactory(partnership=partnership))


@pytest.fixture
def depot(waste: Workstream) -> Project:
    return ProjectFactory(workstream=waste, name="Depot")


def hint(workstream: Workstream, name: str, ratings: Any = ()) -> Hint:
    return evidence.hints_for(workstream, ratings=ratings, on=ON)[name]


def overspent(partnership: Partnership, period: str = "2010/11") -> Any:
    award = AwardFactory(partnership=partnership, fund="Start-up")
    Spend.objects.create(award=award, period=period, budget=100, spent=120)
    return award


def test_without_records_nothing_is_suggested(waste: Workstream) -> None:
    assert set(evidence.hints_for(waste, ratings=[], on=ON).values()) == {NOTHING}


def test_four_queries_however_many_records(
    waste: Workstream, depot: Project, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        MilestoneFactory(workstream=waste)
        RiskFactory(partnership=waste.partnership, workstream=waste)
        AllocationFactory(award=overspent(waste.partnership), project=depot)
        MeasureValueFactory(measure=MeasureFactory(partnership=waste.partnership, workstream=waste))

    with django_assert_num_queries(4):
        found = evidence.hints_for(waste, ratings=[], on=ON)

    assert [found[name].rag for name in ("time", "cost", "delivery")] == [Rag.GREEN, Rag.RED, Rag.AMBER]


def test_time_is_that_of_its_milestones(waste: Workstream) -> None:
    MilestoneFactory(workstream=waste, baseline="2011-10")
    MilestoneFactory(workstream=waste, baseline="2011-12")

    assert hint(waste, "time") == Hint(Rag.AMBER, "1 of 2 milestones late")


@pytest.mark.parametrize("of", ["project", "theme"])
def test_cost_is_that_of_awards_for_its_projects_or_theme(waste: Workstream, depot: Project, of: str) -> None:
    AllocationFactory(award=overspent(waste.partnership), **{of: depot if of == "project" else waste.theme})

    assert hint(waste, "cost") == Hint(Rag.RED, "Start-up: 20 % over its budget")


def test_cost_passes_over_awards_for_others_and_periods_to_come(waste: Workstream, depot: Project) -> None:
    AllocationFactory(award=overspent(waste.partnership), project=ProjectFactory())
    AllocationFactory(award=overspent(waste.partnership))
    AllocationFactory(award=overspent(waste.partnership, period="2012/13"), project=depot)
    AllocationFactory(award=overspent(PartnershipFactory()), project=depot)

    assert hint(waste, "cost") == NOTHING


def test_spending_without_a_stated_budget_says_nothing(waste: Workstream, depot: Project) -> None:
    award = AwardFactory(partnership=waste.partnership)
    Spend.objects.create(award=award, period="2010/11", spent=120)
    AllocationFactory(award=award, project=depot)

    assert hint(waste, "cost") == NOTHING


def test_a_workstream_without_a_theme_shares_no_award_without_one(partnership: Partnership) -> None:
    AllocationFactory(award=overspent(partnership), theme=None)

    assert hint(WorkstreamFactory(partnership=partnership, theme=None), "cost") == NOTHING


@pytest.mark.parametrize(
    ("values", "rag"),
    [
        ({"likelihood": 5, "impact": 5}, Rag.RED),
        ({"likelihood": 5, "impact": 5, "likelihood_after": 2, "impact_after": 2}, Rag.GREEN),
        ({"likelihood": None, "impact": 4}, Rag.NOT_RATED),
        ({"likelihood": None, "impact": 4, "kind": "issue"}, Rag.RED),
        ({"likelihood": 5, "impact": 5, "state": "closed"}, Rag.NOT_RATED),
    ],
)
@pytest.mark.parametrize("level", ["workstream", "project"])
def test_delivery_is_that_of_open_risks_of_it_and_its_projects(
    waste: Workstream, depot: Project, level: str, values: dict[str, Any], rag: Rag
) -> None:
    RiskFactory(partnership=waste.partnership, **{level: waste if level == "workstream" else depot}, **values)

    assert hint(waste, "delivery").rag is rag


def test_delivery_heeds_the_updates_ratings_of_projects(waste: Workstream, depot: Project) -> None:
    rating = ProjectRatingFactory(update=ProgressUpdateFactory(workstream=waste), project=depot, rag="red")

    assert hint(waste, "delivery", [rating]) == Hint(Rag.RED, "Project Depot: off track")


def test_benefits_take_the_last_actual_number_that_was_known(waste: Workstream) -> None:
    values = {"baseline_value": 40, "target_value": 60, "due": "2013/14"}
    measure = MeasureFactory(partnership=waste.partnership, workstream=waste, name="Recycling", **values)
    MeasureValueFactory(measure=measure, period="2009/10", value=41)
    MeasureValueFactory(measure=measure, period="2010/11", value=39)
    MeasureValueFactory(measure=measure, period="2011/12", value=None, words="Better")
    MeasureValueFactory(measure=measure, period="2011-07", value=70, kind=MeasureValue.Kind.FORECAST)
    MeasureValueFactory(measure=measure, period="2012/13", value=70)

    assert hint(waste, "benefits") == Hint(Rag.RED, "Recycling: 39, worse than 40 at the start")


def test_a_period_that_still_runs_is_measured_until_today(waste: Workstream) -> None:
    values = {"baseline_value": 40, "target_value": 60, "due": "2011/12"}
    measure = MeasureFactory(partnership=waste.partnership, workstream=waste, **values)
    MeasureValueFactory(measure=measure, period="2011/12", value=55)

    assert hint(waste, "benefits").rag is Rag.GREEN
