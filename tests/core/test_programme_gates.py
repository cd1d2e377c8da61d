"""What an import may not say of projects at their gates, and of rows of other partnerships."""

import pytest

from sharedservices.core.programme.planning import State
from tests.core.programme_files import Rows, load, northern, places, words
from tests.factories.partnerships import PartnershipFactory
from tests.factories.programme import StageGateFactory, ThemeFactory
from tests.factories.workstreams import MilestoneFactory, ProjectFactory
from workstreams.models import Project, StageGate, Theme

pytestmark = pytest.mark.django_db

PROJECT = ["workstream", "project", "name", "stage", "start", "summary"]
ASKS = [["partnership", "stage", "order", "requires"], ["two", "delivery", "1", "summary lead risk"]]


def projects(stage: str, start: str = "2011-10", summary: str = "One site for both.") -> Rows:
    return [PROJECT, ["two/waste", "depot", "Shared depot", stage, start, summary]]


def scored_risk(likelihood: str = "3") -> Rows:
    header = ["partnership", "risk", "workstream", "project", "title", "likelihood", "impact"]
    return [header, ["two", "site", "two/waste", "two/waste/depot", "No site", likelihood, "4"]]


def test_a_project_says_all_that_its_gate_asks_and_is_told_all_that_is_missing(tmp_path):
    tables = northern(stage_gates=ASKS, projects=projects("delivery", summary=""))

    outcome = load(tmp_path, tables)

    assert places(outcome) == [("projects", 2, "stage")]
    assert "At the stage “In progress” a project must say: its summary; a risk with its scores." in words(outcome)
    assert not Project.objects.exists()


def test_rows_beside_the_project_fill_what_the_gate_asks(tmp_path):
    tables = northern(stage_gates=ASKS, projects=projects("delivery"), risks=scored_risk())

    assert load(tmp_path, tables).loaded


def test_the_gates_before_are_asked_too_and_those_after_are_not(tmp_path):
    gates = [ASKS[0], ["two", "scoping", "1", "end"], ["two", "delivery", "2", "start"], ["two", "closed", "3", "risk"]]

    outcome = load(tmp_path, northern(stage_gates=gates, projects=projects("delivery")))

    assert "must say: when it ends." in words(outcome)


def test_a_new_gate_leaves_projects_alone_until_they_change(tmp_path):
    assert load(tmp_path / "first", northern(projects=projects("delivery", summary=""))).loaded
    assert load(tmp_path / "gate", {"stage_gates": ASKS}).loaded
    unchanged = load(tmp_path / "again", {"projects": projects("delivery", summary="")})

    outcome = load(tmp_path / "changed", {"projects": projects("delivery", start="2011-11", summary="")})

    assert unchanged.counts["projects"] == {State.UNCHANGED: 1}
    assert places(outcome) == [("projects", 2, "stage")]
    assert StageGate.objects.count() == 1


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [
        ("risks", scored_risk(likelihood="")[1], "likelihood"),
        ("participations", ["two/waste/depot", "north", "participant"], None),
    ],
)
def test_what_fills_a_gate_is_not_emptied(tmp_path, table, row, column):
    header = scored_risk()[0] if table == "risks" else ["project", "organisation", "role"]
    tables = northern(stage_gates=ASKS, projects=projects("delivery"), risks=scored_risk())
    assert load(tmp_path / "first", tables).loaded

    outcome = load(tmp_path / "second", {table: [header, row]})

    assert places(outcome) == ([(table, 2, column)] if column else [])
    assert ("would no longer pass its gate" in words(outcome)) == bool(column)


@pytest.mark.parametrize(
    ("table", "rows", "column"),
    [
        (
            "workstreams",
            [["partnership", "workstream", "name", "theme"], ["two", "waste", "Waste", "other/theirs"]],
            "theme",
        ),
        ("focuses", [["partnership", "focus", "name", "theme"], ["two", "first", "First", "other/theirs"]], "theme"),
        ("measures", [["partnership", "measure", "name", "theme"], ["two", "rate", "Rate", "other/theirs"]], "theme"),
        ("targets", [["partnership", "target", "title", "theme"], ["two", "all", "All", "other/theirs"]], "theme"),
        (
            "measures",
            [["partnership", "measure", "name", "workstream"], ["two", "rate", "Rate", "other/work"]],
            "workstream",
        ),
        (
            "risks",
            [["partnership", "risk", "title", "project"], ["two", "site", "No site", "other/work/plan"]],
            "project",
        ),
        (
            "claims",
            [["partnership", "claim", "title", "project"], ["two", "one", "One", "other/work/plan"]],
            "project",
        ),
        ("dependencies", [["project", "needs"], ["two/waste/depot", "other/work/plan"]], "needs"),
        (
            "milestones",
            [
                ["workstream", "milestone", "title", "baseline", "depends_on"],
                ["two/waste", "a", "A", "2012", "other/work/b"],
            ],
            "depends_on",
        ),
        (
            "outside_programmes",
            [["partnership", "outside_programme", "name", "projects"], ["two", "path", "P", "other/work/plan"]],
            "projects",
        ),
    ],
)
def test_what_belongs_to_another_partnership_is_not_named(tmp_path, table, rows, column):
    other = PartnershipFactory(slug="other")
    ThemeFactory(partnership=other, slug="theirs")
    plan = ProjectFactory(workstream__partnership=other, workstream__slug="work", slug="plan")
    MilestoneFactory(workstream=plan.workstream, slug="b")

    outcome = load(tmp_path, northern(**{table: rows}))

    assert (table, 2, column) in places(outcome)
    assert "belongs to another partnership. Name one of “two”." in words(outcome)


def test_an_allocation_names_a_theme_of_the_award_s_own_partnership(tmp_path):
    ThemeFactory(partnership=PartnershipFactory(slug="other"), slug="theirs")
    tables = northern(
        funding=[["partnership", "award", "funder"], ["two", "seed", "Government"]],
        allocations=[["award", "allocation", "title", "theme"], ["two/seed", "a", "A", "other/theirs"]],
    )

    outcome = load(tmp_path, tables)

    assert places(outcome) == [("allocations", 2, "theme")]
    assert Theme.objects.count() == 1


@pytest.mark.parametrize(("table", "key"), [("risks", "risk"), ("claims", "claim")])
def test_a_project_is_one_of_the_workstream_beside_it(tmp_path, table, key):
    rows = [["partnership", key, "title", "workstream", "project"]]
    rows += [["two", "one", "One", "two/libraries", "two/waste/depot"]]

    outcome = load(tmp_path, northern(**{table: rows}))

    assert (table, 2, "project") in places(outcome)
    assert "This is no project of “two/libraries”" in words(outcome)


def test_a_gate_asked_for_in_the_database_is_asked_of_a_file_without_gates(tmp_path):
    StageGateFactory(partnership=PartnershipFactory(slug="two"), requires=["end"])

    outcome = load(tmp_path, northern(projects=projects("delivery")))

    assert places(outcome) == [("projects", 2, "stage")]
    assert "when it ends" in words(outcome)
