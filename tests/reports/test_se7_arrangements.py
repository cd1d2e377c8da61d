"""What gates and governs the South East Seven, as it stands in the database after the import."""

from types import SimpleNamespace
from typing import Any

import pytest

from partnerships.models import AgendaItem, Agreement, BodyMember
from tests.reports import se7
from workstreams.models import Acceptance, Dependency, Milestone, OutsideProgramme, Participation, Workstream

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def programme(django_db_setup: None, django_db_blocker: Any) -> SimpleNamespace:
    with se7.imported(django_db_blocker):
        return SimpleNamespace(
            outside={row.slug: row for row in OutsideProgramme.objects.prefetch_related("projects__workstream")},
            places=list(Acceptance.objects.select_related("programme", "organisation")),
            agenda=[(row.meeting.date.words, row.title) for row in AgendaItem.objects.select_related("meeting")],
            offices={(row.body.slug, row.office) for row in BodyMember.objects.select_related("body")},
            agreement=Agreement.objects.get(),
            workstreams={row.slug: row for row in Workstream.objects.all()},
            evidence={row.slug: row.evidence for row in Milestone.objects.exclude(evidence="")},
            begins={row.begins.words for row in Participation.objects.filter(project__slug="pathfinder") if row.begins},
            dependency=Dependency.objects.select_related("project", "needs").get(),
        )


def test_sen_pathfinder_runs_to_march_2013_and_perhaps_on(programme: SimpleNamespace) -> None:
    row = programme.outside["sen-pathfinder"]

    assert (row.begins.words, row.ends.words) == ("October 2011", "March 2013")
    assert "two further years" in row.extension.lower()
    assert [project.slug for project in row.projects.all()] == ["pathfinder"]


@pytest.mark.parametrize(
    ("council", "wave"),
    [
        ("hampshire", "Wave 1"),
        ("east-sussex", "Wave 2"),
        ("kent", "Wave 2"),
        ("surrey", "Wave 2"),
        ("west-sussex", "Wave 2"),
    ],
)
def test_council_is_accepted_in_its_wave(programme: SimpleNamespace, council: str, wave: str) -> None:
    places = {row.organisation.slug: row for row in programme.places if row.programme.slug == "capital-and-assets"}

    assert (places[council].wave, places[council].state) == (wave, "accepted")
    assert len(places) == 5


def test_capital_and_assets_has_no_dates_of_its_own(programme: SimpleNamespace) -> None:
    row = programme.outside["capital-and-assets"]

    assert (row.begins, row.ends, row.sponsor) == (None, None, "")
    assert [project.workstream.slug for project in row.projects.all()] == ["property"]


def test_all_seven_are_in_the_sen_pathfinder(programme: SimpleNamespace) -> None:
    places = [row for row in programme.places if row.programme.slug == "sen-pathfinder"]

    assert {(row.state, row.wave) for row in places} == {("accepted", "")}
    assert len(places) == 7


@pytest.mark.parametrize(
    ("meeting", "title"),
    [
        ("20 September 2011", "Updates of the six active workstreams"),
        ("December 2011", "Progress of the workstreams, with estimates of savings"),
        ("December 2011", "Property: progress and business plan"),
        ("December 2011", "The “London effect” and what it does to the sub-region"),
    ],
)
def test_item_is_on_the_agenda(programme: SimpleNamespace, meeting: str, title: str) -> None:
    assert (meeting, title) in programme.agenda
    assert len(programme.agenda) == 4


@pytest.mark.parametrize(
    "office",
    [
        ("leaders", "Leaders"),
        ("leaders", "Chief Executives"),
        ("leaders", "Cabinet Members and Chief Officers"),
        ("legal-services", "Assistant Directors of Legal Services"),
    ],
)
def test_office_sits_on_the_body(programme: SimpleNamespace, office: tuple[str, str]) -> None:
    assert office in programme.offices


def test_protocol_for_legal_advice_is_agreed_without_a_date(programme: SimpleNamespace) -> None:
    assert (programme.agreement.slug, programme.agreement.state, programme.agreement.date) == (
        "legal-advice",
        "agreed",
        None,
    )


def test_one_target_waits_for_the_business_cases(programme: SimpleNamespace) -> None:
    assert (programme.dependency.project.slug, programme.dependency.needs.slug) == (
        "rationalisation-target",
        "pathfinder",
    )


@pytest.mark.parametrize(
    ("workstream", "fact"),
    [
        ("sen", "shorter projects"),
        ("ict", "data centres"),
        ("waste", "closed landfill sites"),
        ("highways", "skills"),
        ("commodities", "Social care agency staff are to be considered"),
        ("claims-audit-pensions", "external audit"),
        ("benchmarking", "fleet management"),
        ("best-practice", "Academies"),
    ],
)
def test_workstream_says_what_is_in_it(programme: SimpleNamespace, workstream: str, fact: str) -> None:
    assert fact in programme.workstreams[workstream].scope


def test_seventh_group_notes_that_the_paper_counts_six(programme: SimpleNamespace) -> None:
    assert "six active workstreams and gives updates under seven headings" in (
        programme.workstreams["claims-audit-pensions"].note
    )


def test_reached_milestones_name_their_evidence(programme: SimpleNamespace) -> None:
    assert "Waste Policy Review" in programme.evidence["case-study"]
    assert "joint answer" in programme.evidence["audit-consultation"]


def test_councils_are_in_the_pathfinder_since_it_began(programme: SimpleNamespace) -> None:
    assert programme.begins == {"October 2011"}
