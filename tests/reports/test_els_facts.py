"""What the East London Solutions paper says, as it stands in the database after the import; gaps stay gaps."""

from collections import Counter
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from partnerships.models import (
    Action,
    AgendaItem,
    Agreement,
    Award,
    BodyMember,
    Contribution,
    Decision,
    Endorsement,
    GovernanceBody,
    HostingArrangement,
    Meeting,
    Membership,
    Partnership,
    Signature,
    Spend,
)
from savings.models import SavingsClaim, SavingsLine, SavingsTarget
from tests import demonstration
from workstreams.models import (
    Allocation,
    Measure,
    Participation,
    ProgressUpdate,
    Project,
    ReportingRound,
    Risk,
    StageGate,
    Workstream,
)

pytestmark = pytest.mark.django_db
NOT_STATED = (Allocation, SavingsTarget, Spend, Risk, ReportingRound, StageGate)
BOROUGHS = {
    "barking-and-dagenham": ("E09000002", "BDG"),
    "havering": ("E09000016", "HAV"),
    "newham": ("E09000025", "NWM"),
    "redbridge": ("E09000026", "RDB"),
    "tower-hamlets": ("E09000030", "TWH"),
    "waltham-forest": ("E09000031", "WFT"),
}


@pytest.fixture(scope="module")
def els(django_db_setup: None, django_db_blocker: Any) -> Any:
    with demonstration.imported("els", django_db_blocker):
        yield SimpleNamespace(
            partnership=Partnership.objects.get(),
            members={row.organisation.slug: row for row in Membership.objects.select_related("organisation")},
            bodies={row.slug: row for row in GovernanceBody.objects.all()},
            offices=list(BodyMember.objects.select_related("body", "organisation")),
            meetings={row.state: row for row in Meeting.objects.all()},
            agenda=[row.title for row in AgendaItem.objects.all()],
            decisions=[row.text for row in Decision.objects.order_by("number")],
            endorsement=Endorsement.objects.select_related("decision", "organisation").get(),
            actions={row.slug: row for row in Action.objects.select_related("owner", "meeting")},
            hosts={row.function: row for row in HostingArrangement.objects.select_related("host")},
            agreements={row.slug: row for row in Agreement.objects.select_related("supersedes")},
            signatures=list(Signature.objects.select_related("agreement", "organisation")),
            award=Award.objects.get(),
            contributions=list(Contribution.objects.select_related("organisation")),
            workstreams={row.slug: row for row in Workstream.objects.all()},
            projects={row.slug: row for row in Project.objects.select_related("workstream")},
            parts=list(Participation.objects.select_related("organisation", "project")),
            measure=Measure.objects.get(),
            updates={row.workstream.slug: row for row in ProgressUpdate.objects.select_related("workstream")},
            claim=SavingsClaim.objects.get(),
            line=SavingsLine.objects.get(),
            empty=[model.objects.count() for model in NOT_STATED],
        )


def paid_in(els: SimpleNamespace, purpose: str, period: str) -> list[Contribution]:
    return [row for row in els.contributions if (row.purpose, row.period.text) == (purpose, period)]


@pytest.mark.parametrize(("borough", "codes"), BOROUGHS.items())
def test_borough_is_a_member_under_its_codes(els: SimpleNamespace, borough: str, codes: tuple[str, str]) -> None:
    row = els.members[borough]

    assert (row.organisation.gss_code, row.organisation.authority_code) == codes
    assert (row.role, row.joined.words, row.organisation.kind) == ("member", "2009", "london_borough")
    assert len(els.members) == 6


@pytest.mark.parametrize("fact", ["customers", "savings", "capacity and skills", "delivering in partnership"])
def test_purpose_names_the_outcome(els: SimpleNamespace, fact: str) -> None:
    assert fact in els.partnership.purpose
    assert els.partnership.purpose.count("\n- ") == 4


@pytest.mark.parametrize(
    "fact",
    [
        "two or three boroughs",
        "project by project",
        "section 17",
        "children and vulnerable adults",
        "health inequalities",
        "robust business case",
    ],
)
def test_principles_keep_the_rule(els: SimpleNamespace, fact: str) -> None:
    assert fact in els.partnership.principles


def test_six_signed_in_2009_and_six_are_awaited(els: SimpleNamespace) -> None:
    assert Counter((row.agreement.slug, row.state, str(row.date or "")) for row in els.signatures) == {
        ("mou-2009", "signed", "2009"): 6,
        ("mou-revised", "awaited", ""): 6,
    }


def test_barking_and_dagenham_is_recommended_to_sign_under_a_condition(els: SimpleNamespace) -> None:
    row = els.endorsement
    awaited = {row.organisation.slug: row.condition for row in els.signatures if row.condition}

    assert (row.organisation.slug, row.state, row.body) == ("barking-and-dagenham", "recommended", "Cabinet")
    assert (row.decision.number, row.date.words) == (5, "18 October 2011")
    assert "Legal & Democratic Services" in row.condition
    assert awaited.keys() == {"barking-and-dagenham"}


@pytest.mark.parametrize(
    ("function", "host"),
    [("base", "waltham-forest"), ("ict", "havering"), ("treasury", "barking-and-dagenham"), ("website", "newham")],
)
def test_council_hosts(els: SimpleNamespace, function: str, host: str) -> None:
    assert els.hosts[function].host.slug == host
    assert els.hosts[function].cost is None
    assert len(els.hosts) == 4


def test_six_equal_contributions_pay_the_office(els: SimpleNamespace) -> None:
    for year in ("2011/12", "2012/13"):
        core = paid_in(els, "Programme office", year)
        assert {row.organisation.slug for row in core} == set(BOROUGHS)
        assert {str(row.stated_amount) for row in core} == {"£20k"}
        assert sum(row.amount or 0 for row in core) == 6 * 20_000 == Decimal(120_000)
        assert all("£120k a year, which is what the office costs in all" in row.note for row in core)


def test_further_commitment_is_up_to_twenty_thousand_each(els: SimpleNamespace) -> None:
    more = paid_in(els, "Procurement and commissioning", "from 2011/12")

    assert {row.organisation.slug for row in more} == set(BOROUGHS)
    assert {str(row.stated_amount) for row in more} == {"up to £20k"}
    assert sum(row.amount or 0 for row in more) == Decimal(120_000)
    assert all("no period" in row.note for row in more)
    assert len(els.contributions) == 18


def test_seed_funding_came_from_capital_ambition(els: SimpleNamespace) -> None:
    assert (els.award.funder, els.award.amount, els.award.state) == ("Capital Ambition", Decimal(338_000), "spent")
    assert (els.award.spent, els.award.kind, els.award.return_ratio) == (None, "", None)


def test_savings_are_some_twenty_million_of_no_stated_type(els: SimpleNamespace) -> None:
    assert (els.claim.kind, els.claim.maturity, els.claim.recurrence) == ("", "identified", "")
    assert (str(els.line.stated_identified), els.line.identified) == ("about £20m", Decimal(20_000_000))
    assert (els.line.period.words, els.line.organisation) == ("by March 2014", None)
    assert (els.line.forecast, els.line.achieved) == (None, None)


@pytest.mark.parametrize("fact", ["cost avoidance", "non-cashable", "gain share for Elevate", "case by case"])
def test_claim_notes_what_is_not_split(els: SimpleNamespace, fact: str) -> None:
    assert fact in els.claim.note


@pytest.mark.parametrize(
    ("number", "fact"),
    [
        (1, "procurement could be organised"),
        (2, "social care for adults and children"),
        (3, "up to £20k"),
        (4, "once a quarter"),
        (5, "new Memorandum of Understanding"),
    ],
)
def test_leaders_decided(els: SimpleNamespace, number: int, fact: str) -> None:
    assert fact in els.decisions[number - 1]
    assert len(els.decisions) == 5


def test_meetings_lie_before_and_after_the_paper_and_say_that_it_dates_neither(els: SimpleNamespace) -> None:
    assert els.meetings["held"].date.text == "by 2011-10-18"
    assert els.meetings["planned"].date.text == "from 2011-10-18"
    assert all("gives no date" in row.note for row in els.meetings.values())
    assert len(els.agenda) == 3


@pytest.mark.parametrize(
    ("action", "owner", "state"),
    [
        ("procurement-proposals", "ELS boroughs", "open"),
        ("social-care-feedback", "ELS boroughs", "open"),
        ("governance-model", "Chief Executives of the ELS boroughs", "open"),
        ("mou-legal-review", "London Borough of Barking and Dagenham", "open"),
        ("briefings", "ELS boroughs", "done"),
    ],
)
def test_action_has_its_owner_and_no_made_up_date(els: SimpleNamespace, action: str, owner: str, state: str) -> None:
    row = els.actions[action]

    assert (row.owner.name if row.owner else row.owner_office, row.state, row.due) == (owner, state, None)


@pytest.mark.parametrize(
    ("body", "kind", "chair", "cadence"),
    [
        ("leaders", "leaders", "", "Quarterly for the next year"),
        ("management-group", "management", "Chief Executive of Havering", "Every quarter"),
        ("officer-boards", "officers", "", ""),
        ("programme-office", "secretariat", "", ""),
    ],
)
def test_body_is_governed_as_stated(els: SimpleNamespace, body: str, kind: str, chair: str, cadence: str) -> None:
    row = els.bodies[body]

    assert (row.kind, row.chair, row.cadence) == (kind, chair, cadence)


def test_management_group_has_a_director_of_each_borough(els: SimpleNamespace) -> None:
    group = [row for row in els.offices if row.body.slug == "management-group"]

    assert {row.organisation.slug for row in group if row.office == "Director"} == set(BOROUGHS)
    assert [(row.organisation.slug, row.office) for row in group if row.part == "chair"] == [
        ("havering", "Chief Executive")
    ]


@pytest.mark.parametrize("fact", ["1.25 full-time equivalents", "not permanent staff", "31 March 2013"])
def test_programme_office_is_small_and_for_a_time(els: SimpleNamespace, fact: str) -> None:
    assert fact in els.bodies["programme-office"].terms
    assert els.bodies["programme-office"].terms.count("\n- ") == 5


@pytest.mark.parametrize(
    ("project", "kind", "stage"),
    [
        ("highways-and-street-lighting", "procurement", "delivery"),
        ("childrens-domiciliary-care", "procurement", "delivery"),
        ("semi-independent-housing", "procurement", "delivery"),
        ("taxis", "procurement", "delivery"),
        ("construction", "procurement", "delivery"),
        ("minor-works", "procurement", "delivery"),
        ("childrens-placements", "pilot", "in_place"),
        ("translation", "hosted", "in_place"),
        ("educational-psychologist", "shared_post", "in_place"),
        ("ict", "shared_service", "in_place"),
        ("print-units", "shared_service", "delivery"),
        ("customer-services", "", "delivery"),
    ],
)
def test_project_is_of_its_kind_and_stage(els: SimpleNamespace, project: str, kind: str, stage: str) -> None:
    assert (els.projects[project].kind, els.projects[project].stage) == (kind, stage)
    assert els.projects[project].is_pathfinder is (project == "highways-and-street-lighting")
    assert len(els.projects) == 12


def test_participants_are_named_or_only_counted(els: SimpleNamespace) -> None:
    named = {(row.project.slug, row.organisation.slug, row.role) for row in els.parts if row.organisation}
    counted = {row.project.slug: row.unnamed for row in els.parts if not row.organisation}

    assert named == {
        ("translation", "newham", "host"),
        ("ict", "havering", "participant"),
        ("ict", "newham", "participant"),
    }
    assert counted == {"educational-psychologist": 3, "print-units": 2, "customer-services": 3}


def test_joint_procurements_are_more_than_twenty_and_no_number_is_made_of_it(els: SimpleNamespace) -> None:
    value = els.measure.values.get()

    assert (value.words, value.value, els.measure.baseline, els.measure.target) == ("over 20", None, "", "")


def test_nothing_is_rated_led_allocated_or_aimed_at(els: SimpleNamespace) -> None:
    assert {rag for row in els.updates.values() for rag in row.ratings.values()} == {""}
    assert {row.lead for row in els.workstreams.values()} == {None}
    assert els.empty == [0] * len(NOT_STATED)
