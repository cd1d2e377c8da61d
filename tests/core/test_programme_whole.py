"""Rows of the tables that need each other: what comes out again, and what is refused with which words."""

from decimal import Decimal

import pytest

from partnerships.models import GovernanceBody, Membership, Organisation, Partnership
from savings.models import CompendiumEntry
from sharedservices.core.programme import exporting
from sharedservices.core.programme.columns import InvalidCell, Number
from sharedservices.core.programme.planning import State
from tests.core.programme_files import MONDAY, Rows, as_cells, empty, load, northern, places, read_back, words
from tests.factories import arrangements, partnerships, programme, savings, workstreams
from workstreams.models import Milestone, OutsideProgramme, Rebaseline

pytestmark = pytest.mark.django_db

STAGES = ["scoping", "delivery", "pilot"]

FUNDING = [["partnership", "award", "funder", "amount"], ["two", "seed", "Government", "100000"]]
AGREEMENTS = [["partnership", "agreement", "title"], ["two", "mou", "Memorandum"]]


def export(name, folder):
    exporting.export(name, folder, at=MONDAY)
    return read_back(folder)


def allocations(*rows: list[str]) -> Rows:
    return [["award", "allocation", "title", "amount", "amount_qualifier", "share"], *rows]


def generated() -> None:
    """Three rows of everything, in one partnership and one beneath it."""
    whole = partnerships.PartnershipFactory(slug="whole")
    part = partnerships.PartnershipFactory(slug="part", parent=whole)
    for number, owner in enumerate([whole, part, whole]):
        council = partnerships.OrganisationFactory(slug=f"council-{number}", call_in_days=number, region="North")
        council.successors.set(Organisation.objects.exclude(pk=council.pk))
        partnerships.MembershipFactory(partnership=owner, organisation=council)
        body = partnerships.GovernanceBodyFactory(partnership=owner, parent=GovernanceBody.objects.first())
        decision = partnerships.DecisionFactory(meeting__body=body, number=number + 1)
        arrangements.BodyMemberFactory(body=body, organisation=council)
        arrangements.AgendaItemFactory(meeting=decision.meeting)
        arrangements.EndorsementFactory(decision=decision, organisation=council, date="2011-10", body="Cabinet")
        arrangements.HostingArrangementFactory(partnership=owner, host=council, cost=Decimal("0.50"))
        signed = arrangements.AgreementFactory(partnership=owner)
        later = arrangements.AgreementFactory(partnership=owner, supersedes=signed)
        arrangements.SignatureFactory(agreement=later, organisation=council)
        award = arrangements.AwardFactory(partnership=owner, return_ratio=Decimal("5.25"))
        arrangements.ContributionFactory(partnership=owner, organisation=council, purpose="Half / half, =1+1")
        arrangements.SpendFactory(award=award, period=f"{2010 + number}/{11 + number}", budget_qualifier="about")
        programme.StageGateFactory(partnership=owner, stage=STAGES[number], order=number + 1, criteria="Asked")
        theme = programme.ThemeFactory(partnership=owner, priority=number + 1, outcomes="One\nTwo")
        programme.FocusFactory(partnership=owner, theme=theme)
        programme.AllocationFactory(award=award, theme=theme, share=Decimal("12.50"))
        work = workstreams.WorkstreamFactory(partnership=owner, theme=theme, lead=council)
        project = workstreams.ProjectFactory(workstream=work, is_pathfinder=True)
        update = workstreams.ProgressUpdateFactory(workstream=work, approved=True)
        workstreams.ProjectRatingFactory(update=update, project=project, reason="The site is late.")
        programme.RebaselineFactory(milestone__workstream=work, meeting=decision.meeting)
        programme.DependencyFactory(project=project, needs__workstream=work)
        outside = programme.OutsideProgrammeFactory(partnership=owner)
        outside.projects.set(work.projects.all())
        programme.AcceptanceFactory(programme=outside, organisation=council)
        programme.RiskFactory(partnership=owner, workstream=work, project=project)
        measure = programme.MeasureFactory(partnership=owner, theme=theme, baseline_value=Decimal("-0.0500"))
        programme.MeasureValueFactory(measure=measure, value=Decimal(100))
        savings.SavingsTargetFactory(partnership=owner, theme=theme, rate="3 % a year")
        savings.CompendiumEntryFactory(partnership=owner, saving=Decimal(20_000_000), saving_qualifier="about")


def test_generated_rows_of_every_new_table_come_back_as_they_were(tmp_path):
    generated()
    first = export("whole", tmp_path / "first")
    assert {state for counts in load(tmp_path / "first", {}).counts.values() for state in counts} == {State.UNCHANGED}
    empty()

    outcome = load(tmp_path / "first", {})

    assert not outcome.problems
    assert export("whole", tmp_path / "second") == first
    new = [
        "stage_gates",
        "project_ratings",
        "spending",
        "endorsements",
        "signatures",
        "allocations",
        "rebaselines",
        "dependencies",
        "acceptances",
        "compendium",
    ]
    assert all(len(first[name]) == 4 for name in new)
    assert {row["projects"].count(" ") for row in as_cells(first["outside_programmes"])} == {1}


def test_a_partnership_beneath_another_brings_the_plain_row_of_that(tmp_path):
    generated()

    tables = export("part", tmp_path)

    assert [row[0] for row in tables["partnerships"]] == ["partnership", "part", "whole"]
    assert {row[0] for row in tables["themes"]} == {"partnership", "part"}


def test_the_compendium_goes_out_whole_with_the_partnerships_that_it_names(tmp_path):
    generated()
    savings.CompendiumEntryFactory(slug="elsewhere")

    tables = export("compendium", tmp_path)

    assert len(tables["compendium"]) == 1 + CompendiumEntry.objects.count()
    assert [row[0] for row in tables["partnerships"]] == ["partnership", "part", "whole"]
    assert len(tables["workstreams"]) == 1


def test_rows_may_name_rows_of_their_own_table_that_come_later(tmp_path):
    tables = northern()
    tables["partnerships"] = [["partnership", "name", "parent"], ["two", "Two", "region"], ["region", "Region", ""]]
    tables["organisations"][0].append("successors")
    tables["organisations"][1].append("")
    tables["organisations"][2].append("north")

    assert load(tmp_path, tables).loaded

    assert Partnership.objects.get(slug="two").parent == Partnership.objects.get(slug="region")
    assert [row.slug for row in Organisation.objects.get(slug="south").successors.all()] == ["north"]


def test_another_list_of_references_takes_the_place_of_the_first(tmp_path):
    tables = northern(
        outside_programmes=[
            ["partnership", "outside_programme", "name", "projects"],
            ["two", "path", "P", "two/waste/depot"],
        ]
    )
    assert load(tmp_path, tables).loaded
    tables["outside_programmes"][1][3] = ""

    outcome = load(tmp_path, tables)

    assert outcome.counts["outside_programmes"] == {State.CHANGED: 1}
    assert not OutsideProgramme.objects.get().projects.exists()


def test_an_unknown_row_among_several_is_named(tmp_path):
    tables = northern()
    for row, successors in zip(tables["organisations"], ["successors", "", "north nroth"], strict=True):
        row.append(successors)

    outcome = load(tmp_path, tables)

    assert places(outcome) == [("organisations", 3, "successors")]
    assert "“nroth” is not an organisation" in words(outcome)


@pytest.mark.parametrize("text", ["1,000", "5:1", "", "1e3", "0.00001", "123456789012"])
def test_a_decimal_is_plain(text):
    with pytest.raises(InvalidCell):
        Number("value").parse(text)


@pytest.mark.parametrize(("text", "written"), [("5.00", "5"), ("10", "10"), ("-0.0", "0"), ("0.0500", "0.05")])
def test_a_decimal_has_one_way_to_be_written(text, written):
    assert Number("value").format(Number("value").parse(text)) == written


def test_a_circle_of_partnerships_is_shown_even_where_the_file_has_one_of_them(tmp_path):
    top = partnerships.PartnershipFactory(slug="top", parent=partnerships.PartnershipFactory(slug="two"))
    partnerships.PartnershipFactory(slug="below", parent=top)

    outcome = load(tmp_path, {"partnerships": [["partnership", "name", "parent"], ["two", "Two", "below"]]})

    assert places(outcome) == [("partnerships", 2, "parent")]
    assert "two > below > top > two" in words(outcome)


def test_bodies_that_answer_to_each_other_are_refused(tmp_path):
    bodies = [["partnership", "body", "name", "kind", "parent"]]
    bodies += [["two", "board", "Board", "board", "two/group"], ["two", "group", "Group", "officers", "two/board"]]

    outcome = load(tmp_path, northern(governance_bodies=bodies))

    assert places(outcome) == [("governance_bodies", 2, "parent"), ("governance_bodies", 3, "parent")]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("signatures", [["agreement", "organisation"], ["two/mou", "stranger"], ["two/mou", "north"]]),
        (
            "endorsements",
            [
                ["body", "date", "number", "organisation", "state"],
                ["two/board", "2011-09-20", "1", "stranger", "refused"],
            ],
        ),
    ],
)
def test_who_is_no_member_neither_signs_nor_endorses(tmp_path, table, rows):
    tables = northern(agreements=AGREEMENTS, **{table: rows})
    tables["organisations"].append(["stranger", "Stranger", "Stranger", "police", ""])

    outcome = load(tmp_path, tables)

    assert places(outcome) == [(table, 2, "organisation")]
    assert "“stranger” is no member of “two”" in words(outcome)


def test_a_member_that_the_portal_knows_signs_without_its_membership_in_the_file(tmp_path):
    assert load(tmp_path / "first").loaded
    signatures = [["agreement", "organisation"], ["two/mou", "north"]]

    assert load(tmp_path / "second", {"agreements": AGREEMENTS, "signatures": signatures}).loaded


@pytest.mark.parametrize(("joined", "refused"), [("2012", True), ("2014-04", False), ("2013/14", False)])
def test_one_organisation_has_one_role_once_at_a_time(tmp_path, joined, refused):
    tables = northern()
    tables["memberships"].append(["two", "south", "member", joined, ""])

    outcome = load(tmp_path, tables)

    assert places(outcome) == ([("memberships", 4, "joined")] if refused else [])
    assert Membership.objects.count() == (0 if refused else 3)


def test_allocations_are_not_more_than_their_award(tmp_path):
    rows = allocations(["two/seed", "a", "A", "60000", "", ""], ["two/seed", "b", "B", "40000.01", "", ""])

    outcome = load(tmp_path, northern(funding=FUNDING, allocations=rows))

    assert places(outcome) == [("allocations", 3, "amount")]
    assert "come to £100,000.01, £0.01 more than its £100k" in words(outcome)


def test_an_award_does_not_shrink_below_what_it_paid_for(tmp_path):
    rows = allocations(["two/seed", "a", "A", "100000", "", ""], ["two/seed", "b", "B", "1", "about", ""])
    assert load(tmp_path / "first", northern(funding=FUNDING, allocations=rows)).loaded

    outcome = load(tmp_path / "second", {"funding": [FUNDING[0], ["two", "seed", "Government", "99999"]]})

    assert places(outcome) == [("funding", 2, "amount")]


@pytest.mark.parametrize(("shares", "refused"), [(("33.4", "33.3", "33.4"), False), (("50", "50", "2"), True)])
def test_shares_are_a_whole_at_most_but_for_rounding(tmp_path, shares, refused):
    rows = allocations(*(["two/seed", f"a{place}", "A", "", "", share] for place, share in enumerate(shares)))

    outcome = load(tmp_path, northern(funding=FUNDING, allocations=rows))

    assert places(outcome) == ([("allocations", 4, "share")] if refused else [])


def test_a_promise_is_not_moved_without_its_reason(tmp_path):
    tables = northern()
    assert load(tmp_path, tables).loaded
    tables["milestones"][1][4] = "2012-Q4"
    silent = load(tmp_path, tables)
    assert places(silent) == [("milestones", 2, "baseline")]
    assert "The baseline was 2012-Q3" in words(silent)
    tables["rebaselines"] = [
        ["milestone", "number", "before", "after", "reason", "body", "date"],
        ["two/waste/open", "1", "2012-Q3", "2012-Q4", "The ground was wet.", "two/board", "2011-09-20"],
    ]

    assert load(tmp_path, tables).loaded

    assert Milestone.objects.get().baseline.text == Rebaseline.objects.get().after.text == "2012-Q4"


def test_a_reason_without_the_move_is_told_too(tmp_path):
    tables = northern(
        rebaselines=[["milestone", "number", "after", "reason"], ["two/waste/open", "1", "2013", "Late."]]
    )
    assert load(tmp_path, northern()).loaded

    outcome = load(tmp_path, tables)

    assert places(outcome) == [("rebaselines", 2, "after")]
    assert "The milestone's baseline is 2012-Q3" in words(outcome)
