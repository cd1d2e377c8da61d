from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.models import Action, Decision, Membership, Organisation, Partnership
from reports.models import HouseStyleSection, Report, ReportSection
from savings.models import SavingsLine
from sharedservices.core.dates import FuzzyDate
from sharedservices.core.programme.importing import ONE_AT_A_TIME
from sharedservices.core.programme.planning import State
from sharedservices.core.programme.tables import programme
from tests.core.programme_files import MONDAY, NORTHERN, load, northern, places, with_cell, words, write
from workstreams.models import Milestone, Participation, ProgressUpdate, Project, Workstream

pytestmark = pytest.mark.django_db

TUESDAY = MONDAY + timedelta(days=1)
ROWS = sum(len(rows) - 1 for rows in NORTHERN.values())


def total(outcome, state: State) -> int:
    return sum(counts[state] for counts in outcome.counts.values())


def test_a_programme_is_loaded_with_every_value(tmp_path):
    outcome = load(tmp_path)

    assert (outcome.loaded, total(outcome, State.NEW)) == (True, ROWS)
    project = Project.objects.get(slug="depot")
    assert (project.workstream.name, project.workstream.is_focus) == ("Waste", True)
    line = SavingsLine.objects.get(organisation__slug="north")
    assert str(line.stated_forecast) == "up to £20,000.50"
    assert line.achieved is None
    assert SavingsLine.objects.get(organisation=None).achieved == Decimal(0)
    assert Decision.objects.get().meeting == Action.objects.get().meeting == ProgressUpdate.objects.get().meeting
    assert Participation.objects.get(organisation=None).unnamed == 3
    assert Milestone.objects.get().forecast.text == "early 2013"
    assert Report.objects.get().recommendation_lead == "The Committee is recommended to"


def test_a_second_import_touches_nothing(tmp_path):
    load(tmp_path)
    before = {
        table.name: list(table.model.objects.values_list("pk", "version", "updated_at")) for table in programme().tables
    }

    outcome = load(tmp_path, at=TUESDAY)

    assert (total(outcome, State.UNCHANGED), total(outcome, State.NEW), total(outcome, State.CHANGED)) == (ROWS, 0, 0)
    for table in programme().tables:
        assert list(table.model.objects.values_list("pk", "version", "updated_at")) == before[table.name]


def test_only_what_changed_is_saved(tmp_path):
    load(tmp_path)

    outcome = load(tmp_path, with_cell("workstreams", 2, "name", "Waste and recycling"), at=TUESDAY)

    waste, libraries = Workstream.objects.get(slug="waste"), Workstream.objects.get(slug="libraries")
    assert (total(outcome, State.CHANGED), total(outcome, State.NEW)) == (1, 0)
    assert (waste.name, waste.version, waste.updated_at) == ("Waste and recycling", 2, TUESDAY)
    assert libraries.version == 1
    assert libraries.updated_at != TUESDAY


def test_an_empty_cell_clears_and_a_missing_column_leaves_alone(tmp_path):
    load(tmp_path)
    Workstream.objects.filter(slug="waste").update(purpose="Kept from the portal")

    load(tmp_path, with_cell("workstreams", 2, "stage", ""))

    waste = Workstream.objects.get(slug="waste")
    assert (waste.stage, waste.purpose) == ("", "Kept from the portal")


def test_rows_that_leave_the_file_stay_in_the_portal(tmp_path):
    load(tmp_path)
    tables = northern()
    del tables["workstreams"][2]

    load(tmp_path, tables)

    assert Workstream.objects.filter(slug="libraries").exists()


def test_references_may_name_what_the_portal_has_and_the_file_has_not(tmp_path):
    load(tmp_path / "first")
    claim = {"claims": [["partnership", "claim", "title", "workstream"], ["two", "fleet", "Fleet", "two/waste"]]}

    outcome = load(tmp_path / "second", claim)

    assert not outcome.problems
    assert Workstream.objects.get(slug="waste").claims.count() == 2


def test_a_dry_run_says_the_same_and_leaves_nothing(tmp_path):
    outcome = load(tmp_path, dry_run=True)

    assert (outcome.loaded, total(outcome, State.NEW)) == (False, ROWS)
    assert not any(table.model.objects.exists() for table in programme().tables)


def test_one_fault_keeps_everything_out(tmp_path):
    outcome = load(tmp_path, with_cell("claim_lines", 3, "forecast", "a million"))

    assert not outcome.loaded
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("place", "value", "advice"),
    [
        (("memberships", 3, "organisation"), "nort", "“nort” is not an organisation in this file or the portal."),
        (("memberships", 3, "organisation"), "nort", "Did you mean “north”?"),
        (("memberships", 3, "organisation"), "North County Council", "Did you mean “north”?"),
        (("memberships", 3, "left"), "2009", "ends before it begins"),
        (("workstreams", 2, "lead"), "nowhere-at-all", "add it to organisations"),
        (("projects", 2, "workstream"), "two/wast", "Did you mean “two/waste”?"),
        (("milestones", 2, "project"), "two/waste/depo", "Did you mean “two/waste/depot”?"),
        (("milestones", 2, "baseline"), "2011-09", "lies before its project, which begins October 2011"),
        (("milestones", 2, "forecast"), "2011-02-29", "does not exist in the calendar"),
        (("decisions", 2, "date"), "2011-09-21", "not a meeting (body and date)"),
        (("decisions", 2, "body"), "two/bored", "Did you mean “two/board/2011-09-20”?"),
        (("actions", 2, "body"), "", "alone is not enough"),
        (("updates", 2, "narrative"), "", "needs its narrative"),
        (("updates", 2, "time"), "amber_red", "five-point scale"),
        (("updates", 2, "time"), "yellow", "is not one of: red"),
        (("claim_lines", 2, "forecast"), "-5", "must be 0 or more"),
        (("claim_lines", 2, "forecast"), "1e5", "Write plain pounds"),
        (("claim_lines", 2, "forecast_qualifier"), "roughly", "is not one of: exact, about, up to, over"),
        (("organisations", 2, "name"), "", "“name” is empty"),
        (("organisations", 2, "name"), "x" * 200, "at most 160 characters"),
        (("organisations", 2, "gss_code"), "E1000000", "a letter E, W, S or N and 8 digits"),
        (("organisations", 3, "gss_code"), "E10000001", "the same gss_code"),
        (("house_style_sections", 3, "order"), "1", "the same house_style and order"),
        (("recommendations", 2, "order"), "40000", "less than or equal to 32767"),
        (("recommendations", 2, "report"), "two-2012", "Did you mean “two-2011”?"),
    ],
)
def test_a_planted_fault_is_the_only_one_found_where_it_is(tmp_path, place, value, advice):
    outcome = load(tmp_path, with_cell(*place, value))

    assert places(outcome) == [place]
    assert advice in words(outcome)
    assert not Organisation.objects.exists()


def test_a_milestone_names_a_project_of_its_own_workstream(tmp_path):
    outcome = load(tmp_path, with_cell("milestones", 2, "workstream", "two/libraries"))

    assert places(outcome) == [("milestones", 2, "project")]
    assert "This project belongs to “two/waste”" in words(outcome)


def test_a_participation_names_somebody_or_counts_them(tmp_path):
    outcome = load(tmp_path, with_cell("participations", 3, "organisation", "south"))

    assert places(outcome) == [("participations", 3, "unnamed")]
    assert "not both" in words(outcome)


def test_rows_that_name_a_failed_row_are_not_blamed_for_it(tmp_path):
    tables = with_cell("organisations", 2, "kind", "kounty")
    tables["workstreams"][1][2] = ""

    outcome = load(tmp_path, tables)

    assert places(outcome) == [("organisations", 2, "kind"), ("workstreams", 2, "name")]


def test_a_table_that_cannot_be_read_is_one_problem_not_many(tmp_path):
    write(tmp_path, northern())
    (tmp_path / "organisations.csv").write_bytes(b"organisation,name\nnorth,N\xff\n")

    outcome = load(tmp_path, {})

    assert places(outcome) == [("organisations", 2, "")]


def test_all_faults_of_a_row_are_said_at_once(tmp_path):
    tables = with_cell("milestones", 2, "baseline", "2012-31-12")
    tables["milestones"][1] = ["two/nothing", "open", "", "x" * 201, "2012-31-12", "soon"]

    outcome = load(tmp_path, tables)

    found = {("milestones", 2, name) for name in ("workstream", "title", "baseline", "forecast")}
    assert set(places(outcome)) == found
    assert len(outcome.problems) == 4


def test_a_row_that_is_there_twice_names_the_first(tmp_path):
    tables = northern()
    tables["organisations"].append(["north", "Another name", "North", "county", ""])

    outcome = load(tmp_path, tables)

    assert places(outcome) == [("organisations", 4, "organisation")]
    assert "Row 2 has the same organisation" in words(outcome)


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        ("workstream", "Did you mean “workstreams”?"),
        ("milestone_dates", "no table “milestone_dates”"),
        ("zebra", "no table"),
    ],
)
def test_an_unknown_table_is_answered_with_the_nearest(tmp_path, wrong, advice):
    outcome = load(tmp_path, northern(**{wrong: [["a"], ["b"]]}))

    assert places(outcome) == [(wrong, None, "")]
    assert advice in words(outcome)


def test_an_unknown_column_is_answered_with_the_nearest(tmp_path):
    tables = northern()
    tables["organisations"][0][2] = "shortname"

    outcome = load(tmp_path, tables)

    assert places(outcome) == [("organisations", 1, "shortname")]
    assert "Did you mean “short_name”?" in words(outcome)


def test_a_missing_column_is_said_once(tmp_path):
    tables = northern(committees=[["organisation", "name"], ["north", "Scrutiny Committee"]])

    assert places(load(tmp_path, tables)) == [("committees", 1, "committee")]


def test_formulas_links_and_markup_are_text_like_any_other(tmp_path):
    narrative = '=HYPERLINK("http://example.org")\n<script>alert(1)</script> [x](javascript:alert(1)) ![](http://example.org/a.png)'

    outcome = load(tmp_path, with_cell("updates", 2, "narrative", narrative))

    assert not outcome.problems
    assert ProgressUpdate.objects.get().narrative == narrative


def test_a_submitted_update_is_dated_by_what_it_speaks_of(tmp_path):
    load(tmp_path)

    assert ProgressUpdate.objects.get().submitted_at == datetime(2011, 9, 30, 12, tzinfo=UTC)


def test_a_submitted_update_does_not_become_a_draft_again(tmp_path):
    load(tmp_path)

    outcome = load(tmp_path, with_cell("updates", 2, "state", "draft"))

    assert places(outcome) == [("updates", 2, "state")]


def test_a_draft_that_is_submitted_is_the_same_update(tmp_path):
    load(tmp_path, with_cell("updates", 2, "state", "draft"))

    load(tmp_path)

    update = ProgressUpdate.objects.get()
    assert (update.state, update.version, update.submitted_at.date().isoformat()) == ("submitted", 2, "2011-09-30")


def test_a_report_that_left_the_draft_keeps_its_texts(tmp_path):
    load(tmp_path)
    Report.objects.update(status="in_clearance")

    unchanged = load(tmp_path)
    changed = load(tmp_path, with_cell("report_sections", 2, "text", "Other words."))

    assert not unchanged.problems
    assert places(changed) == [("report_sections", 2, "text")]
    assert "published reports are changed by a new version" in words(changed)
    assert ReportSection.objects.get().text == "Two councils work together."


def test_import_does_not_touch_a_reports_status(tmp_path):
    load(tmp_path)
    Report.objects.update(status="in_clearance")

    load(tmp_path, with_cell("workstreams", 2, "name", "Waste and recycling"))

    assert Report.objects.get().status == "in_clearance"


def test_two_sections_may_change_places(tmp_path):
    load(tmp_path)
    tables = with_cell("house_style_sections", 2, "order", "2")
    tables["house_style_sections"][2][2] = "1"

    outcome = load(tmp_path, tables)

    assert not outcome.problems
    assert list(HouseStyleSection.objects.values_list("key", "order")) == [("next-steps", 1), ("background", 2)]


def test_what_only_the_database_knows_is_blamed_on_the_right_row(tmp_path):
    load(tmp_path)
    newcomer = [
        NORTHERN["organisations"][0],
        ["east", "East", "East", "county", ""],
        ["west", "West", "West", "county", "E07000002"],
    ]

    outcome = load(tmp_path / "more", {"organisations": newcomer})

    assert places(outcome) == [("organisations", 3, "gss_code")]
    assert words(outcome) == "Another organisation has this GSS code."
    assert not Organisation.objects.filter(slug="east").exists()


def test_an_import_beside_another_is_told_to_wait(tmp_path):
    elsewhere = connection.copy()
    with elsewhere.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '50ms'")

    outcome = load(tmp_path)
    elsewhere.close()

    assert "Try again in a minute" in words(outcome)
    assert not Organisation.objects.exists()


def test_a_membership_keeps_the_precision_of_its_dates(tmp_path):
    load(tmp_path)

    assert Membership.objects.get(organisation__slug="south").left == FuzzyDate.parse("2013/14")


def test_the_number_of_queries_does_not_grow_with_the_rows(tmp_path):
    def queries(projects: int) -> int:
        Partnership.objects.all().delete()
        rows = [
            [f"two/{('waste', 'libraries')[number % 2]}", f"p{number}", f"Project {number}"]
            for number in range(projects)
        ]
        tables = {name: NORTHERN[name] for name in ("organisations", "partnerships", "workstreams")}
        with CaptureQueriesContext(
            connection,
        ) as captured:
            outcome = load(tmp_path / str(projects), tables | {"projects": [["workstream", "project", "name"], *rows]})
        assert outcome.counts["projects"][State.NEW] == projects
        return len(captured)

    queries(1)

    assert queries(2) == queries(400)


def test_twenty_faults_in_a_thousand_rows_are_all_found(tmp_path):
    rows = [["two/waste", f"p{number}", f"Project {number}", "2011-04"] for number in range(1000)]
    planted = {}
    for place, (column, text) in enumerate(
        [
            (0, "two/wste"),
            (1, "not a slug"),
            (2, ""),
            (3, "2011-02-30"),
            (3, "spring"),
            (2, "x" * 201),
            (0, ""),
            (1, ""),
            (3, "2012..2011"),
            (1, "p0"),
        ]
        * 2
    ):
        number = place * 47 + 5
        rows[number][column] = text
        planted[number + 2] = ("workstream", "project", "name", "start")[column]

    outcome = load(
        tmp_path,
        northern(
            projects=[["workstream", "project", "name", "start"], *rows],
            participations=[["project", "organisation", "role"]],
            milestones=[["workstream", "milestone", "title"]],
        ),
    )

    assert {row: column for table, row, column in places(outcome) if table == "projects"} == planted
    assert len(outcome.problems) == 20


def test_the_command_prints_counts(tmp_path, capsys):
    call_command("import_programme", str(write(tmp_path, northern())))

    printed = capsys.readouterr().out
    assert "workstreams             2        0          0" in printed
    assert printed.endswith("Loaded.\n")


def test_the_command_prints_every_error_and_fails(tmp_path, capsys):
    tables = with_cell("memberships", 3, "organisation", "nort")
    tables["milestones"][1][4] = "2012-31-12"

    with pytest.raises(CommandError, match=r"2 errors\. Nothing was loaded\.") as caught:
        call_command("import_programme", str(write(tmp_path, tables)), dry_run=True)

    assert caught.value.returncode == 1
    printed = capsys.readouterr().err
    assert "memberships    3  organisation  nort        “nort” is not an organisation" in printed
    assert "milestones     2  baseline" in printed


@pytest.mark.parametrize(("path", "advice"), [("nothing-here", "does not exist"), ("notes.txt", "Give a folder")])
def test_what_is_no_programme_is_said_to_be_none(tmp_path, path, advice, capsys):
    (tmp_path / "notes.txt").write_text("notes")

    with pytest.raises(CommandError):
        call_command("import_programme", str(tmp_path / path))

    assert advice in capsys.readouterr().err


def test_the_command_needs_a_path():
    with pytest.raises(CommandError, match="Give a folder"):
        call_command("import_programme")
