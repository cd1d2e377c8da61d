"""Updates, rounds, projects, milestones, risks and measures over the API."""

from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.api import RECORDS, codes
from tests.factories.partnerships import MembershipFactory, PartnershipFactory
from tests.factories.programme import MeasureFactory, MeasureValueFactory, RiskFactory
from tests.factories.workstreams import (
    MilestoneFactory,
    ParticipationFactory,
    ProgressUpdateFactory,
    ProjectFactory,
    ProjectRatingFactory,
    ReportingRoundFactory,
    WorkstreamFactory,
)
from tests.queries import TRANSACTION
from tests.world import World, as_
from workstreams.models import ProgressUpdate

COST = 8 + TRANSACTION


def listed(client: Client, name: str, query: str = "") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.get(f"/api/v1/{name}/?{query}").json()["results"]
    return rows


@pytest.mark.parametrize("person", ["bob", "alice", "administrator"])
def test_the_list_of_updates_costs_the_same_with_many_rows(
    client: Client, world: World, django_assert_num_queries: Any, person: str
) -> None:
    ProjectRatingFactory(update=world.waste.updates.get())
    as_(client, getattr(world, person)).get("/api/v1/updates/")

    with django_assert_num_queries(COST):
        client.get("/api/v1/updates/")
    for workstream in WorkstreamFactory.create_batch(20, partnership=world.rivers):
        ProjectRatingFactory(update=ProgressUpdateFactory(workstream=workstream))
    with django_assert_num_queries(COST):
        answer = client.get("/api/v1/updates/")

    assert answer.json()["count"] == 21


def test_an_update_tells_where_it_belongs_its_round_and_its_projects(client: Client, world: World) -> None:
    update = ProgressUpdateFactory(workstream=world.waste, as_of="2011-11-30", rag_time="green", approved=True)
    ProjectRatingFactory(update=update, project__slug="depot", rag="red", reason="No site.")
    ReportingRoundFactory(partnership=world.rivers)

    row = as_(client, world.bob).get(f"/api/v1/updates/{update.pk}/").json()

    assert row["url"] == f"http://testserver/api/v1/updates/{update.pk}/"
    assert row["web_url"].endswith(f"/partnerships/rivers/workstreams/waste/?update={update.pk}#update-{update.pk}")
    assert (row["partnership"]["code"], row["workstream"]["code"]) == ("rivers", "waste")
    assert row["round"] == {"code": "2011-11", "title": "November round", "due": "2011-12-05"}
    assert (row["state"], row["state_label"]) == ("approved", "Approved")
    assert (row["rag_time"], row["rag_overall"], row["rag_overall_label"]) == ("green", "red", "Off track")
    (rating,) = row["project_ratings"]
    assert (rating["project"]["code"], rating["rag"], rating["rag_label"]) == ("depot", "red", "Off track")
    assert rating["reason"] == "No site."


def test_an_update_that_no_round_asked_for_has_none(client: Client, world: World) -> None:
    (row,) = listed(as_(client, world.bob), "updates")

    assert row["round"] is None


@pytest.mark.parametrize(
    ("who", "found"),
    [("bob", ["submitted"]), ("alice", ["returned", "submitted"]), ("officer", ["returned", "submitted"])],
)
def test_returned_updates_are_for_their_writers_and_drafts_for_nobody(
    client: Client, world: World, who: str, found: list[str]
) -> None:
    ProgressUpdateFactory(workstream=world.waste, as_of="2011-10", returned=True)
    ProgressUpdateFactory(workstream=world.waste, as_of="2011-11", draft=True)

    rows = listed(as_(client, getattr(world, who)), "updates")

    assert [row["state"] for row in rows] == found
    assert [row["return_reason"] for row in rows if row["state"] == "returned"] == ["Say which sites."] * (who != "bob")


def test_what_had_to_change_is_not_told_of_an_update_that_was_corrected(client: Client, world: World) -> None:
    update = ProgressUpdateFactory(workstream=world.waste, as_of="2011-10", returned=True)
    ProgressUpdate.objects.filter(pk=update.pk).update(state="submitted")

    rows = listed(as_(client, world.bob), "updates")

    assert [row["return_reason"] for row in rows] == ["", ""]


def test_a_workstreams_latest_update_tells_of_its_projects(client: Client, world: World) -> None:
    ProjectRatingFactory(update=world.waste.updates.get(), rag="amber")

    latest = as_(client, world.bob).get(f"/api/v1/workstreams/{world.waste.pk}/").json()["latest_update"]

    assert latest["state"] == "submitted"
    assert [rating["rag_label"] for rating in latest["project_ratings"]] == ["At risk"]


@pytest.mark.parametrize(
    ("day", "state", "label"),
    [
        ("2011-11-01", "not_open", "Not open yet"),
        ("2011-11-25", "open", "Open"),
        ("2011-12-01", "due", "Due"),
        ("2011-12-07", "overdue", "Overdue"),
        ("2012-01-01", "closed", "Closed"),
    ],
)
def test_a_round_stands_as_of_today(client: Client, world: World, day: str, state: str, label: str) -> None:
    ReportingRoundFactory(partnership=world.rivers)

    with time_machine.travel(f"{day} 09:00"):
        (row,) = listed(as_(client, world.bob), "rounds")

    assert (row["state"], row["state_label"]) == (state, label)
    assert (row["code"], row["period"], row["due"]) == ("2011-11", "2011-11", "2011-12-05")
    assert row["web_url"].endswith("/partnerships/rivers/rounds/?round=2011-11")


def test_a_project_tells_who_takes_part(client: Client, world: World) -> None:
    project = ProjectFactory(workstream=world.waste, slug="depot", stage="pilot", start="2011-10")
    ParticipationFactory(project=project, organisation=world.north, role="lead")
    ParticipationFactory(project=project, organisation=None, unnamed=3)

    (row,) = listed(as_(client, world.bob), "projects")

    assert (row["code"], row["stage_label"], row["start_latest"]) == ("depot", "Pilot", "2011-10-31")
    assert [(part["organisation"] or {}).get("code") for part in row["participations"]] == ["north", None]
    assert [part["unnamed"] for part in row["participations"]] == [None, 3]


@time_machine.travel("2012-03-01 09:00")
def test_a_milestone_stands_as_of_today(client: Client, world: World) -> None:
    (row,) = listed(as_(client, world.bob), "milestones")

    assert (row["code"], row["project"], row["baseline"]) == ("business-case", None, "by 2012-01")
    assert (row["timing"], row["timing_label"]) == ("late", "Late")


def test_a_risk_has_its_scores_and_what_it_belongs_to(client: Client, world: World) -> None:
    project = ProjectFactory(workstream=world.waste, slug="depot")
    RiskFactory(partnership=world.rivers, project=project, kind="issue", likelihood_after=2, impact_after=5)

    (row,) = listed(as_(client, world.bob), "risks")

    assert (row["kind_label"], row["state_label"]) == ("Issue", "Open")
    assert (row["likelihood"], row["impact"], row["likelihood_after"], row["impact_after"]) == (3, 4, 2, 5)
    assert (row["workstream"], row["project"]["code"]) == (None, "depot")


def test_a_measure_has_its_values_as_they_were_stated(client: Client, world: World) -> None:
    measure = MeasureFactory(partnership=world.rivers, workstream=world.waste, target_value=Decimal(60))
    MeasureValueFactory(measure=measure)
    MeasureValueFactory(measure=measure, period="2012/13", value=None, words="Better", kind="forecast")

    (row,) = listed(as_(client, world.bob), "measures")

    assert (row["direction_label"], row["baseline_value"], row["target_value"]) == ("Higher is better", None, "60.0000")
    assert [(value["period"], value["value"], value["words"]) for value in row["values"]] == [
        ("2011/12", "42.5000", ""),
        ("2012/13", None, "Better"),
    ]


@pytest.mark.parametrize("name", RECORDS)
def test_records_of_unseen_partnerships_are_not_listed(client: Client, world: World, name: str) -> None:
    moors(world)

    assert listed(as_(client, world.charlie), name) == []


def moors(world: World) -> None:
    """A second partnership of South's, with one of everything."""
    partnership = PartnershipFactory(slug="moors")
    MembershipFactory(partnership=partnership, organisation=world.south)
    roads = WorkstreamFactory(partnership=partnership, slug="roads")
    project = ProjectFactory(workstream=roads, slug="salt", name="Salt", kind="pilot", stage="pilot")
    ProgressUpdateFactory(workstream=roads, as_of="2011-11", narrative="Salt is dear.", approved=True)
    ReportingRoundFactory(partnership=partnership, slug="salt", title="Salt", cadence="annual")
    MilestoneFactory(workstream=roads, project=project, slug="salt", title="Salt")
    RiskFactory(partnership=partnership, workstream=roads, slug="salt", title="Salt", kind="issue", state="closed")
    MeasureFactory(partnership=partnership, workstream=roads, slug="salt", name="Salt", direction="down")


@pytest.mark.parametrize(
    "query",
    [
        *(f"{name}?{filters}" for name in RECORDS for filters in ("q=salt", "partnership=moors")),
        *(f"{name}?workstream=roads" for name in RECORDS if name != "rounds"),
        *(f"{name}?code=salt" for name in RECORDS if name != "updates"),
        "updates?state=approved",
        "rounds?cadence=annual",
        "projects?kind=pilot",
        "projects?stage=pilot",
        "risks?kind=issue",
        "risks?state=closed",
        "measures?direction=down",
    ],
)
def test_records_are_filtered(client: Client, world: World, query: str) -> None:
    moors(world)
    ReportingRoundFactory(partnership=world.rivers)
    ProjectFactory(workstream=world.waste)
    RiskFactory(partnership=world.rivers)
    MeasureFactory(partnership=world.rivers)

    rows = listed(as_(client, world.bob), *query.split("?"))

    assert [row["partnership"]["code"] for row in rows] == ["moors"]


@pytest.mark.parametrize("order", ["as_of", "submitted_at", "updated_at"])
def test_updates_are_ordered_both_ways(client: Client, world: World, order: str) -> None:
    ProgressUpdateFactory(workstream=world.waste, as_of="2011-10", submitted_at="2011-10-31T12:00:00Z")
    as_(client, world.bob)

    upwards, downwards = (
        [row["as_of"] for row in listed(client, "updates", f"ordering={way}{order}")] for way in ("", "-")
    )

    assert (upwards, downwards) == (["2011-09-20", "2011-10"], ["2011-10", "2011-09-20"])


def test_milestones_are_ordered_by_when_they_are_expected(client: Client, world: World) -> None:
    MilestoneFactory(workstream=world.waste, slug="vision", baseline="2011-06")
    as_(client, world.bob)

    assert codes(client.get("/api/v1/milestones/?ordering=expected")) == ["vision", "business-case"]
    assert codes(client.get("/api/v1/milestones/?ordering=-expected")) == ["business-case", "vision"]


@pytest.mark.parametrize("query", ["updates?state=draft", "rounds?cadence=weekly", "risks?workstream=elsewhere"])
def test_a_value_that_no_record_can_have_is_refused(client: Client, world: World, query: str) -> None:
    name, _, filters = query.partition("?")

    answer = as_(client, world.bob).get(f"/api/v1/{name}/?{filters}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == f"/query/{filters.partition('=')[0]}"
