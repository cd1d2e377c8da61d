from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.models import Action, Decision, Membership, Organisation, Partnership
from reports.models import HouseStyleSection, Report, ReportSection
from savings.models import SavingsLine
from sharedservices.core.dates import FuzzyDate
from sharedservices.core.programme.importing import ONE_AT_A_TIME
from sharedservices.core.programme.planning import State
from sharedservices.core.programme.tables import programme
from tests.core.programme_files import MONDAY, NORTHERN, load, northern, places, with_cell, words
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
        tables = {name: NORTHERN[name] for name in ("organisations", "partnerships", "memberships", "workstreams")}
        with CaptureQueriesContext(
            connection,
        ) as captured:
            outcome = load(tmp_path / str(projects), tables | {"projects": [["workstream", "project", "name"], *rows]})
        assert outcome.counts["projects"][State.NEW] == projects
        return len(captured)

    queries(1)

    assert queries(2) == queries(400)
