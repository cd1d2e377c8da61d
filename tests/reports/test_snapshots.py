from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.models import Partnership
from reports import snapshots
from reports.models import Report
from savings.models import SavingsClaim
from tests.factories import partnerships as who
from tests.factories import reports as told
from tests.factories import savings as money
from tests.factories import workstreams as what
from workstreams.models import Workstream

pytestmark = pytest.mark.django_db

TODAY = date(2011, 11, 1)


@pytest.fixture
def report() -> Report:
    """As at 20 September 2011."""
    return told.ReportFactory(reference="north-2011")


@pytest.fixture
def partnership(report: Report) -> Partnership:
    return report.partnership


@pytest.fixture
def waste(partnership: Partnership) -> Workstream:
    return what.WorkstreamFactory(partnership=partnership, slug="waste")


def freeze(report: Report) -> dict[str, Any]:
    return snapshots.freeze_content(report, on=TODAY)


def test_report_and_style_are_frozen_in_order(report: Report) -> None:
    told.RecommendationFactory(report=report, order=2, text="consider it.")
    told.RecommendationFactory(report=report, order=1, text="note it.")
    told.BackgroundPaperFactory(report=report, title="Minutes")

    content = freeze(report)

    assert content["format"] == 1
    assert content["report"]["title"] == "Progress of the partnership"
    assert content["report"]["meeting_words"] == "9 November 2011"
    assert content["report"]["committee"]["organisation"]["name"] == report.committee.organisation.name
    assert [line["value"] for line in content["style"]["front"]] == [
        "committee",
        "meeting_date",
        "by",
        "title",
        "purpose",
    ]
    assert [section["source"] for section in content["style"]["sections"]][:2] == ["recommendations", "text"]
    assert content["recommendations"] == ["note it.", "consider it."]
    assert content["background_papers"] == ["Minutes"]


def test_texts_are_those_of_the_style_that_say_something(report: Report) -> None:
    told.ReportSectionFactory(report=report, key="financial-implications", text="None directly.")
    told.ReportSectionFactory(report=report, key="background", text=" \n ")
    told.ReportSectionFactory(report=report, key="of-another-style", text="Left over.")

    assert freeze(report)["texts"] == {"financial-implications": "None directly."}


def test_cut_off_is_the_reports_own_or_else_the_day_of_compiling(report: Report) -> None:
    assert freeze(report)["report"]["data_as_at_words"] == "20 September 2011"

    report.data_as_at = None
    report.save()

    assert freeze(report)["report"]["data_as_at"] == "2011-11-01"


def test_money_keeps_its_qualifier_and_absence_stays_absent(report: Report, partnership: Partnership) -> None:
    claim = money.SavingsClaimFactory(partnership=partnership, due="2011-12")
    money.SavingsLineFactory(claim=claim, forecast="20000", forecast_qualifier="up to", identified=0)

    (frozen,) = freeze(report)["savings"]

    assert (frozen["type_words"], frozen["status_words"], frozen["due_words"]) == (
        "Cashable",
        "Submitted",
        "December 2011",
    )
    assert frozen["lines"][0]["forecast"] == {"amount": "20000.00", "qualifier": "up to"}
    assert frozen["lines"][0]["identified"] == {"amount": "0.00", "qualifier": "exact"}
    assert frozen["lines"][0]["achieved"] is None


@pytest.mark.parametrize(
    ("status", "is_told"),
    [
        (SavingsClaim.Status.REQUESTED, True),
        (SavingsClaim.Status.DRAFT, False),
        (SavingsClaim.Status.SUBMITTED, True),
        (SavingsClaim.Status.QUERIED, True),
        (SavingsClaim.Status.VERIFIED, True),
        (SavingsClaim.Status.REJECTED, False),
        (SavingsClaim.Status.SUPERSEDED, False),
        (SavingsClaim.Status.REVERSED, False),
    ],
)
def test_claims_that_count_are_told_and_drafts_stay_their_councils(
    report: Report, partnership: Partnership, status: str, *, is_told: bool
) -> None:
    money.SavingsClaimFactory(partnership=partnership, status=status)

    assert bool(freeze(report)["savings"]) is is_told


def test_only_what_the_house_style_prints_is_frozen_because_the_data_are_published(
    report: Report, partnership: Partnership
) -> None:
    workstream = what.WorkstreamFactory(partnership=partnership, note="Kept in the house.")
    what.ProgressUpdateFactory(workstream=workstream, help_needed="Asked of the board alone.")
    money.SavingsClaimFactory(partnership=partnership, title="A saving")
    who.ActionFactory(partnership=partnership, text="An action nobody prints.")
    report.house_style.sections.filter(source="savings").delete()

    frozen = snapshots.canonical(freeze(report))

    assert workstream.name in frozen
    for private in ("Kept in the house.", "Asked of the board alone.", "An action nobody prints.", "A saving"):
        assert private not in frozen


def test_canonical_text_is_sorted_tight_and_unescaped() -> None:
    assert snapshots.canonical({"b": [1, None], "a": "£ é"}) == '{"a":"£ é","b":[1,null]}'


def test_digest_is_of_the_utf8_text() -> None:
    assert snapshots.digest("£") == "b4fe151e413445357b1c0935e7cf04a429492ebd23dc62bfadb2f898c431c1fd"


def test_same_data_gives_the_same_text_and_another_value_another(report: Report, waste: Workstream) -> None:
    first, second = snapshots.canonical(freeze(report)), snapshots.canonical(freeze(report))
    waste.purpose = "Something else."
    waste.save()

    assert first == second
    assert snapshots.canonical(freeze(report)) != first


def fill(partnership: Partnership, workstreams: int) -> None:
    for _ in range(workstreams):
        workstream = what.WorkstreamFactory(partnership=partnership)
        what.ProgressUpdateFactory(workstream=workstream, as_of="2011-06")
        what.ProgressUpdateFactory(workstream=workstream)
        project = what.ProjectFactory(workstream=workstream)
        what.ParticipationFactory.create_batch(2, project=project)
        what.MilestoneFactory(workstream=workstream, project=project)
        money.SavingsLineFactory(
            claim__partnership=partnership, claim__workstream=workstream, organisation=who.OrganisationFactory()
        )
        who.MembershipFactory(partnership=partnership)
        meeting = who.MeetingFactory(body__partnership=partnership)
        who.DecisionFactory(meeting=meeting)
        who.ActionFactory(partnership=partnership, meeting=meeting, owner=who.OrganisationFactory())


@pytest.mark.parametrize("workstreams", [2, 20])
def test_queries_are_the_same_however_many_workstreams(
    report: Report, partnership: Partnership, workstreams: int
) -> None:
    fill(partnership, workstreams)

    with CaptureQueriesContext(connection) as queries:
        content = freeze(report)

    assert len(content["workstreams"]) == workstreams
    assert len(queries) == 16
