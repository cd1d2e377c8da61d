"""What the slides say about Essex, as it stands in the database after the import; what they leave open stays open."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest

from partnerships.models import Agreement, Award, GovernanceBody, Membership, Organisation, Partnership, Signature
from savings.models import SavingsClaim, SavingsTarget
from tests import demonstration
from workstreams.models import Allocation, Milestone, Participation, Project, Workstream

pytestmark = pytest.mark.django_db
JACOBS = ["procurement", "ict", "professional-services", "revenues-and-benefits", "building-control"]
JOINT = ["civil-parking", "property"]
COUNTY_TEAM = ["operational-services", "regulatory-services"]


@pytest.fixture(scope="module")
def essex(django_db_setup: None, django_db_blocker: Any) -> SimpleNamespace:
    with demonstration.imported("essex", django_db_blocker):
        return SimpleNamespace(
            partnerships={row.slug: row for row in Partnership.objects.all()},
            members=list(Membership.objects.select_related("partnership", "organisation")),
            councils={row.slug: row for row in Organisation.objects.select_related("county")},
            bodies={row.slug: row for row in GovernanceBody.objects.select_related("parent")},
            agreement=Agreement.objects.select_related("partnership").get(),
            signatures=list(Signature.objects.select_related("organisation")),
            awards={row.slug: row for row in Award.objects.all()},
            workstreams={row.slug: row for row in Workstream.objects.select_related("partnership").order_by("order")},
            projects=list(Project.objects.select_related("workstream__partnership")),
            parts=list(Participation.objects.select_related("organisation", "project__workstream")),
            milestones={row.slug: row for row in Milestone.objects.all()},
            claims=SavingsClaim.objects.count(),
            target=SavingsTarget.objects.select_related("partnership").get(),
            allocations={
                row.award.slug: row for row in Allocation.objects.select_related("award", "project__workstream")
            },
        )


def members_of(essex: SimpleNamespace, partnership: str) -> dict[str, Membership]:
    return {row.organisation.slug: row for row in essex.members if row.partnership.slug == partnership}


def parts_in(essex: SimpleNamespace, workstream: str) -> dict[str, str]:
    found = [row for row in essex.parts if row.project.workstream.slug == workstream]
    return {row.organisation.slug: row.role for row in found}


@pytest.mark.parametrize(
    ("council", "since"), [("essex", "2007"), ("brentwood", "2007"), ("braintree", "December 2010")]
)
def test_council_is_in_joint_management_since(essex: SimpleNamespace, council: str, since: str) -> None:
    members = members_of(essex, "essex-joint-management")

    assert members[council].joined.words == since
    assert len(members) == 3


def test_essex_and_brentwood_share_a_chief_executive_since_2007(essex: SimpleNamespace) -> None:
    (post,) = [row for row in essex.projects if row.kind == "shared_post"]

    assert (post.stage, post.start.words) == ("in_place", "from 2007")
    assert set(parts_in(essex, "chief-executive")) == {"essex", "brentwood"}
    assert essex.milestones["post-shared"].actual.words == "2007"


@pytest.mark.parametrize("council", ["essex", "braintree", "brentwood"])
def test_memorandum_is_signed_and_the_office_left_open(essex: SimpleNamespace, council: str) -> None:
    signatures = {row.organisation.slug: row for row in essex.signatures}

    assert (signatures[council].state, signatures[council].date.words) == ("signed", "December 2010")
    assert signatures[council].office == ""
    assert len(signatures) == 3


def test_memorandum_belongs_to_joint_management(essex: SimpleNamespace) -> None:
    assert (essex.agreement.state, essex.agreement.date.words) == ("signed", "December 2010")
    assert essex.agreement.partnership.slug == "essex-joint-management"
    assert essex.agreement.partnership.legal_form == "mou"
    assert essex.milestones["memorandum-signed"].actual.words == "December 2010"


@pytest.mark.parametrize("claim", ["first between a county and a borough", "thought to be the first"])
def test_being_first_is_told_as_the_slides_claim(essex: SimpleNamespace, claim: str) -> None:
    assert claim in essex.partnerships["essex-joint-management"].note


@pytest.mark.parametrize(
    ("kind", "count"), [("county", 1), ("district", 12), ("unitary", 2), ("police", 1), ("fire", 1), ("health", 2)]
)
def test_one_essex_has_members_of_the_kind(essex: SimpleNamespace, kind: str, count: int) -> None:
    kinds = Counter(row.organisation.kind for row in members_of(essex, "one-essex").values())

    assert kinds[kind] == count
    assert kinds.total() == 19


def test_the_five_trusts_are_counted_and_none_is_named(essex: SimpleNamespace) -> None:
    assert "Five trusts" in essex.councils["essex-primary-care-trusts"].note


def test_every_district_lies_in_essex(essex: SimpleNamespace) -> None:
    districts = [row for row in essex.councils.values() if row.kind == "district"]

    assert {row.county.slug for row in districts} == {"essex"}
    assert len({row.gss_code for row in districts}) == 12


@pytest.mark.parametrize(
    ("council", "codes"),
    [
        ("essex", ("E10000012", "ESS")),
        ("brentwood", ("E07000068", "BRW")),
        ("braintree", ("E07000067", "BRA")),
        ("southend-on-sea", ("E06000033", "SOS")),
        ("thurrock", ("E06000034", "THR")),
        ("hertfordshire", ("E10000015", "HRT")),
    ],
)
def test_council_has_its_codes(essex: SimpleNamespace, council: str, codes: tuple[str, str]) -> None:
    assert (essex.councils[council].gss_code, essex.councils[council].authority_code) == codes


def test_a_sub_group_of_the_chief_executives_found_the_areas(essex: SimpleNamespace) -> None:
    group = essex.bodies["shared-services-group"]

    assert group.parent.name == "Essex Chief Executives' Association"
    assert "nine areas" in group.terms


def test_the_nine_areas_come_in_the_order_of_the_slides(essex: SimpleNamespace) -> None:
    areas = [slug for slug, row in essex.workstreams.items() if row.partnership.slug == "one-essex"]

    assert areas == JOINT + JACOBS + COUNTY_TEAM


@pytest.mark.parametrize("area", JACOBS)
def test_area_is_reviewed_by_the_consultancy(essex: SimpleNamespace, area: str) -> None:
    assert essex.workstreams[area].stage == "exploring"
    assert parts_in(essex, area) == {"jacobs": "participant"}


@pytest.mark.parametrize(
    ("area", "award"), [("civil-parking", "improvement-east-parking"), ("property", "improvement-east-property")]
)
def test_area_is_reviewed_jointly_on_a_bid(essex: SimpleNamespace, area: str, award: str) -> None:
    (review,) = [row for row in essex.projects if row.workstream.slug == area]

    assert (review.name, essex.workstreams[area].stage) == ("Joint review", "exploring")
    assert "Improvement East" in review.summary
    assert (essex.awards[award].funder, essex.awards[award].state) == ("Improvement East", "awarded")
    assert (essex.allocations[award].project, essex.allocations[award].amount) == (review, None)


@pytest.mark.parametrize("area", COUNTY_TEAM)
def test_area_is_taken_forward_by_the_county_team(essex: SimpleNamespace, area: str) -> None:
    assert essex.workstreams[area].stage == "delivery"
    assert parts_in(essex, area) == {"essex": "lead"}


def test_waste_is_among_the_operational_services(essex: SimpleNamespace) -> None:
    assert "Waste" in essex.workstreams["operational-services"].scope


def test_work_with_hertfordshire_is_only_considered(essex: SimpleNamespace) -> None:
    assert essex.partnerships["essex-county-partners"].status == "proposed"
    assert essex.workstreams["environment-and-enterprise"].name == "Sustainability, environment and enterprise"
    assert parts_in(essex, "environment-and-enterprise") == {"essex": "considering", "hertfordshire": "considering"}


def test_procurement_collaboration_is_anticipated_to_save_twenty_million_a_year(essex: SimpleNamespace) -> None:
    assert essex.target.partnership.slug == "essex-procurement"
    assert (str(essex.target.stated_amount), essex.target.rate) == ("£20m", "A year")
    assert (essex.target.period, essex.target.kind) == (None, "")
    assert "Anticipated" in essex.target.note


@pytest.mark.parametrize("fact", ["experienced procurement staff", "less work is done twice"])
def test_procurement_collaboration_does(essex: SimpleNamespace, fact: str) -> None:
    assert fact in essex.partnerships["essex-procurement"].purpose
    assert not members_of(essex, "essex-procurement")


@pytest.mark.parametrize(
    ("workstream", "council", "since"),
    [
        ("chief-executive", "essex", "2007"),
        ("chief-executive", "brentwood", "2007"),
        ("governance", "braintree", "December 2010"),
    ],
)
def test_council_takes_part_since(essex: SimpleNamespace, workstream: str, council: str, since: str) -> None:
    (part,) = [
        row for row in essex.parts if (row.project.workstream.slug, row.organisation.slug) == (workstream, council)
    ]

    assert part.begins.words == since


def test_no_amount_is_made_up(essex: SimpleNamespace) -> None:
    assert {(row.amount, row.spent) for row in essex.awards.values()} == {(None, None)}
    assert essex.claims == 0


def test_what_the_slides_leave_open_is_said(essex: SimpleNamespace) -> None:
    assert "do not say whether" in essex.workstreams["procurement"].note
    assert all("whether the two joint reviews share one bid" in row.note for row in essex.awards.values())
