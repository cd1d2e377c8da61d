"""What the Coventry, Solihull and Warwickshire paper says, as it stands in the database after the import."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from partnerships.models import (
    Action,
    Agreement,
    Award,
    BodyMember,
    Contribution,
    Decision,
    GovernanceBody,
    Meeting,
    Membership,
    Partnership,
    Spend,
)
from savings.models import SavingsClaim, SavingsTarget
from tests import demonstration
from workstreams.models import (
    Acceptance,
    Allocation,
    Focus,
    Milestone,
    OutsideProgramme,
    ProgressUpdate,
    Project,
    ReportingRound,
    Risk,
    StageGate,
    Theme,
    Workstream,
)

pytestmark = pytest.mark.django_db
NOT_STATED = (Agreement, Allocation, Contribution, ReportingRound, Risk, SavingsClaim, Spend, StageGate)
THEMES = [
    "Adult Services",
    "Children's Services",
    "Waste Treatment",
    "Asset Management",
    "Learning Academy",
    "Procurement",
    "HR",
    "Strategic Planning",
    "Business Transformation",
]
LEADING = ["coventry", "rugby", "solihull", "warwickshire"]


@pytest.fixture(scope="module")
def csw(django_db_setup: None, django_db_blocker: Any) -> Any:
    with demonstration.imported("csw", django_db_blocker):
        yield SimpleNamespace(
            partnership=Partnership.objects.get(),
            members={row.organisation.slug: row for row in Membership.objects.select_related("organisation__county")},
            bodies={row.slug: row for row in GovernanceBody.objects.all()},
            offices=list(BodyMember.objects.select_related("body", "organisation")),
            meetings={(row.body.slug, row.date.text): row for row in Meeting.objects.select_related("body")},
            decision=Decision.objects.select_related("meeting__body").get(),
            actions={row.slug: row for row in Action.objects.select_related("meeting")},
            awards={row.kind: row for row in Award.objects.all()},
            themes={row.slug: row for row in Theme.objects.order_by("order")},
            focuses=list(Focus.objects.select_related("theme")),
            workstreams={row.slug: row for row in Workstream.objects.select_related("theme")},
            projects={f"{row.workstream.slug}/{row.slug}": row for row in Project.objects.select_related("workstream")},
            milestones={row.slug: row for row in Milestone.objects.all()},
            outside={row.slug: row for row in OutsideProgramme.objects.prefetch_related("projects")},
            accepted=[row.organisation.slug for row in Acceptance.objects.select_related("organisation")],
            updates={row.workstream.slug: row for row in ProgressUpdate.objects.select_related("workstream")},
            target=SavingsTarget.objects.get(),
            empty=[model.objects.count() for model in NOT_STATED],
        )


def offices_on(csw: SimpleNamespace, body: str) -> list[BodyMember]:
    return [row for row in csw.offices if row.body.slug == body]


@pytest.mark.parametrize(
    ("council", "codes", "kind", "role"),
    [
        ("coventry", ("E08000026", "COV"), "metropolitan", "member"),
        ("solihull", ("E08000029", "SOL"), "metropolitan", "member"),
        ("warwickshire", ("E10000031", "WAR"), "county", "member"),
        ("rugby", ("E07000220", "RUG"), "district", "associate"),
        ("csw-police", ("", ""), "police", "partner"),
        ("csw-health", ("", ""), "health", "partner"),
        ("csw-probation", ("", ""), "government", "partner"),
        ("csw-fire", ("", ""), "fire", "partner"),
    ],
)
def test_organisation_takes_part(
    csw: SimpleNamespace, council: str, codes: tuple[str, str], kind: str, role: str
) -> None:
    row = csw.members[council]

    assert (row.organisation.gss_code, row.organisation.authority_code) == codes
    assert (row.organisation.kind, row.role) == (kind, role)
    assert len(csw.members) == 8


def test_rugby_is_a_district_of_warwickshire(csw: SimpleNamespace) -> None:
    assert csw.members["rugby"].organisation.county == csw.members["warwickshire"].organisation


def test_what_the_paper_leaves_open_stays_open(csw: SimpleNamespace) -> None:
    assert (csw.partnership.formed, csw.partnership.legal_form) == (None, "")
    assert "at least 20%" in csw.partnership.note
    assert csw.empty == [0] * len(NOT_STATED)
    assert {row.lead for row in csw.workstreams.values()} == {None}
    assert {rag for row in csw.updates.values() for rag in row.ratings.values()} == {""}


def test_themes_are_nine_in_the_order_of_the_paper(csw: SimpleNamespace) -> None:
    assert [row.name for row in csw.themes.values()] == THEMES


@pytest.mark.parametrize(
    ("theme", "fact"),
    [
        ("adult-services", "falls"),
        ("adult-services", "public health function"),
        ("childrens-services", "School improvement services first"),
        ("waste-treatment", "Joint procurement"),
        ("asset-management", "customers"),
        ("learning-academy", "training and development"),
        ("procurement", "construction, street lighting and ICT"),
        ("hr", "transactional HR service"),
        ("strategic-planning", "vehicle or vehicles"),
        ("business-transformation", "Warwick Business School"),
    ],
)
def test_theme_holds(csw: SimpleNamespace, theme: str, fact: str) -> None:
    assert fact in f"{csw.themes[theme].purpose}\n{csw.themes[theme].outcomes}"


def test_programme_refocused_on_three_areas_without_a_date(csw: SimpleNamespace) -> None:
    assert [(row.name, row.theme.slug) for row in csw.focuses] == [
        ("School Improvement", "childrens-services"),
        ("Adult health and social care", "adult-services"),
        ("Buildings and assets, better used", "asset-management"),
    ]
    assert {(row.begins, row.ends) for row in csw.focuses} == {(None, None)}
    assert {slug for slug, row in csw.themes.items() if row.priority == 1} == {row.theme.slug for row in csw.focuses}
    assert {row.theme.slug for row in csw.workstreams.values() if row.is_focus} == {
        row.theme.slug for row in csw.focuses
    }


@pytest.mark.parametrize(("kind", "amount"), [("revenue", 425_000), ("capital", 325_000)])
def test_fund_is_awarded_for_five_to_one(csw: SimpleNamespace, kind: str, amount: int) -> None:
    row = csw.awards[kind]

    assert (row.fund, row.state) == ("Locality Investment Fund", "awarded")
    assert (row.funder, row.amount) == ("Improvement & Efficiency West Midlands (IEWM)", Decimal(amount))
    assert row.return_ratio == 5
    assert (row.spent, row.period, row.return_within) == (None, None, "")


def test_return_on_the_whole_fund_is_the_target(csw: SimpleNamespace) -> None:
    whole = sum(row.amount for row in csw.awards.values())
    returns = sum(row.amount * row.return_ratio for row in csw.awards.values())

    assert whole == Decimal(750_000)
    assert returns == csw.target.amount == Decimal(3_750_000)
    assert (str(csw.target.stated_amount), csw.target.kind, csw.target.period) == ("£3.75m", "", None)


@pytest.mark.parametrize(
    ("body", "date", "state"),
    [
        ("leaders", "2010-04-16", "held"),
        ("summit", "2009-07", "held"),
        ("summit", "2010-11", "planned"),
    ],
)
def test_meeting_stands_in_its_state(csw: SimpleNamespace, body: str, date: str, state: str) -> None:
    assert csw.meetings[body, date].state == state
    assert len(csw.meetings) == 3


def test_leaders_commissioned_the_programme(csw: SimpleNamespace) -> None:
    assert csw.decision.meeting.date.words == "16 April 2010"
    assert "commissioned" in csw.decision.text
    assert "The pilot gave momentum" in csw.decision.reasons


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("leaders", "leaders"),
        ("cswace", "chief_executives"),
        ("programme-office", "secretariat"),
        ("reference-group", "reference"),
        ("business-transformation-board", "delivery"),
        ("summit", "leaders"),
        ("childrens-trusts", "board"),
    ],
)
def test_body_is_of_its_kind(csw: SimpleNamespace, body: str, kind: str) -> None:
    assert csw.bodies[body].kind == kind
    assert len(csw.bodies) == 7


@pytest.mark.parametrize("body", ["reference-group", "business-transformation-board"])
def test_four_transformation_leads_sit_on_both_bodies(csw: SimpleNamespace, body: str) -> None:
    seats = offices_on(csw, body)

    assert sorted(row.organisation.slug for row in seats if row.organisation) == LEADING
    assert {row.office for row in seats} == {"Transformation lead"}


def test_programme_office_is_a_director_and_a_manager(csw: SimpleNamespace) -> None:
    assert {row.office for row in offices_on(csw, "programme-office")} == {"Programme Director", "Programme Manager"}


def test_summit_grows_by_three_sectors(csw: SimpleNamespace) -> None:
    asked = {row.office for row in offices_on(csw, "summit") if row.part == "to be invited"}

    assert asked == {"Chamber, for business and commerce", "GP leaders", "Voluntary and community sector"}
    assert len(offices_on(csw, "summit")) == 8


@pytest.mark.parametrize(
    ("pilot", "fact"),
    [
        ("child-health", "users, and staff at the front line"),
        ("neets", "financial risk"),
        ("bullying", "three Children's Trusts"),
        ("field-forces", "into the sub-region"),
        ("school-improvement", "schools can commission"),
        ("teacher-recruitment", "shared"),
    ],
)
def test_pilot_tested(csw: SimpleNamespace, pilot: str, fact: str) -> None:
    row = csw.projects[f"total-place/{pilot}"]

    assert (row.kind, row.stage, row.programme) == ("pilot", "closed", "Total Place")
    assert fact in row.summary


def test_total_place_was_one_of_thirteen_pilots_and_is_over(csw: SimpleNamespace) -> None:
    total_place = csw.outside["total-place"]

    assert "13 national pilots" in total_place.note
    assert (total_place.begins, total_place.ends) == (None, None)
    assert total_place.projects.count() == 6
    assert sorted(csw.accepted) == ["coventry", "solihull", "warwickshire"]
    assert csw.workstreams["total-place"].status == "closed"


@pytest.mark.parametrize(
    ("milestone", "words"), [("final-report", "February 2010"), ("cabinet-endorses", "early September 2010")]
)
def test_milestone_was_reached(csw: SimpleNamespace, milestone: str, words: str) -> None:
    assert csw.milestones[milestone].actual.words == words


@pytest.mark.parametrize("workstream", ["place-based-budgets", "enterprise-partnership"])
def test_work_with_government_awaits_it(csw: SimpleNamespace, workstream: str) -> None:
    row = csw.workstreams[workstream]

    assert (row.stage, row.status, row.theme) == ("awaiting", "further", None)


@pytest.mark.parametrize(
    ("action", "fact"),
    [
        ("summit", "sub-regional summit"),
        ("accountability-model", "cost, by performance outcomes and by how customers"),
        ("map-plans", "transformation plans"),
        ("communication", "stakeholder"),
        ("allocate-fund", "business case"),
    ],
)
def test_next_step_is_an_open_action(csw: SimpleNamespace, action: str, fact: str) -> None:
    row = csw.actions[action]

    assert (fact in row.text, row.state) == (True, "open")
    assert (row.due.words if row.due else "") == ("November 2010" if action == "summit" else "")
