"""The published paper's facts as they stand in the database after the import: codes, dates, waves, decisions, gaps."""

from collections import defaultdict
from types import SimpleNamespace
from typing import Any

import pytest

from partnerships.models import Action, Decision, Meeting, Membership
from savings.models import SavingsClaim, SavingsLine
from tests.reports import se7
from workstreams.models import Milestone, Participation, ProgressUpdate, Project, Workstream

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def programme(django_db_setup: None, django_db_blocker: Any) -> SimpleNamespace:
    with se7.imported(django_db_blocker):
        return SimpleNamespace(
            members=[row.organisation for row in Membership.objects.select_related("organisation")],
            meetings={row.date.text: row for row in Meeting.objects.all()},
            decisions=[row.text for row in Decision.objects.order_by("number")],
            actions={row.slug: row for row in Action.objects.select_related("owner", "meeting")},
            workstreams=list(Workstream.objects.order_by("order")),
            projects={f"{row.workstream.slug}/{row.slug}": row for row in Project.objects.select_related("workstream")},
            parts=list(Participation.objects.select_related("organisation", "project__workstream")),
            milestones={(row.workstream.slug, row.slug): row for row in Milestone.objects.select_related("workstream")},
            updates={row.workstream.slug: row for row in ProgressUpdate.objects.select_related("workstream")},
            claims=list(SavingsClaim.objects.select_related("workstream").order_by("workstream__order")),
            lines=list(SavingsLine.objects.all()),
        )


@pytest.mark.parametrize(("council", "codes"), se7.CODES.items())
def test_council_is_a_member_under_its_codes(programme: SimpleNamespace, council: str, codes: tuple[str, str]) -> None:
    known = {row.name: (row.gss_code, row.authority_code) for row in programme.members}

    assert known[council] == codes
    assert len(known) == 7


def test_meetings_are_the_one_held_and_the_one_planned(programme: SimpleNamespace) -> None:
    held, planned = programme.meetings["2011-09-20"], programme.meetings["2011-12"]

    assert (held.state, planned.state) == ("held", "planned")
    assert "Department for Communities and Local Government" in planned.note
    assert "Royal Borough of Kensington and Chelsea" in planned.note


@pytest.mark.parametrize(
    ("number", "fact"), [(1, "benchmarking"), (2, "legal advice"), (3, "Local Government Pension Scheme")]
)
def test_leaders_decided(programme: SimpleNamespace, number: int, fact: str) -> None:
    assert fact in programme.decisions[number - 1]
    assert len(programme.decisions) == 3


@pytest.mark.parametrize(
    ("action", "owner", "due"),
    [
        ("london-effect", "East Sussex County Council", "December 2011"),
        ("action-plans", "Workstream leads", "December 2011"),
        ("savings-estimates", "Workstream leads", "December 2011"),
        ("property-business-plan", "Hampshire County Council", "December 2011"),
        ("council-plan-targets", "East Sussex County Council", "2012/13"),
        ("waste-business-case", "Kent County Council", "by January 2012"),
        ("cloud-position-statement", "Brighton & Hove City Council", ""),
        ("insurance-claims", "Kent County Council", ""),
    ],
)
def test_action_has_its_owner_and_date(programme: SimpleNamespace, action: str, owner: str, due: str) -> None:
    row = programme.actions[action]

    assert (row.owner.name if row.owner else row.owner_office) == owner
    assert (row.due.words if row.due else "") == due


@pytest.mark.parametrize(("workstream", "milestone", "words"), se7.DATES)
def test_milestone_keeps_its_date_and_precision(
    programme: SimpleNamespace, workstream: str, milestone: str, words: str
) -> None:
    assert programme.milestones[workstream, milestone].when.words == words


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
def test_council_is_in_its_wave_of_the_pathfinder(programme: SimpleNamespace, council: str, wave: str) -> None:
    notes = {row.organisation.slug: row.note for row in programme.parts if row.project.workstream.slug == "property"}

    assert notes[council] == f"{wave}; own bid, with local partners"
    assert len(notes) == 5


def test_sen_pathfinder_has_all_seven_and_its_dates(programme: SimpleNamespace) -> None:
    project = programme.projects["sen/pathfinder"]

    assert (project.start.words, project.end.words) == ("October 2011", "March 2013")
    assert "two years" in project.note
    assert sum(row.project_id == project.pk for row in programme.parts) == 7


@pytest.mark.parametrize(
    ("project", "stage"),
    [
        ("sen/pathfinder", "pilot"),
        ("ict/procurement", "delivery"),
        ("ict/network-of-networks", "delivery"),
        ("ict/cloud", "exploring"),
        ("waste/development-phase", "development"),
        ("highways/shared-services", "exploring"),
        ("commodities/agency-staff", "scoping"),
        ("commodities/community-meals", "scoping"),
        ("commodities/ppe", "scoping"),
        ("claims-audit-pensions/external-audit", "on_hold"),
        ("claims-audit-pensions/pensions", "awaiting"),
    ],
)
def test_project_is_at_the_stage_that_the_paper_words(programme: SimpleNamespace, project: str, stage: str) -> None:
    assert programme.projects[project].stage == stage


def test_six_are_active_one_is_further_three_are_ideas(programme: SimpleNamespace) -> None:
    by_status = defaultdict(list)
    for row in programme.workstreams:
        by_status[row.status].append(row.name)

    assert by_status == {"active": se7.ACTIVE, "further": [se7.FURTHER], "idea": se7.IDEAS}


def test_updates_are_as_of_the_september_meeting(programme: SimpleNamespace) -> None:
    assert len(programme.updates) == len(se7.LEADS) + len(se7.IDEAS)
    assert {row.as_of.words for row in programme.updates.values()} == {"20 September 2011"}
    assert {row.meeting_id for row in programme.updates.values()} == {programme.meetings["2011-09-20"].pk}


def test_only_what_is_said_to_progress_well_is_rated(programme: SimpleNamespace) -> None:
    rated = {slug: {name for name, rag in row.ratings.items() if rag} for slug, row in programme.updates.items()}

    assert {slug: aspects for slug, aspects in rated.items() if aspects} == {"ict": {"time"}, "highways": {"time"}}
    assert all("gives no rating" in programme.updates[slug].rag_reason for slug in ("ict", "highways"))


def test_savings_are_asked_for_and_none_is_made_up(programme: SimpleNamespace) -> None:
    periods = defaultdict(set)
    for line in programme.lines:
        periods[line.claim_id].add(line.period.text)

    assert [row.workstream.name for row in programme.claims] == se7.ACTIVE
    assert {(row.status, row.kind, row.due.words) for row in programme.claims} == {("requested", "", "December 2011")}
    assert all(found == {"by 2011-12", "2012/13", "2013/14", "2014/15"} for found in periods.values())
    assert {(row.forecast, row.identified, row.achieved) for row in programme.lines} == {(None, None, None)}
