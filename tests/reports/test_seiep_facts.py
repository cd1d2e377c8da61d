"""The strategy of March 2008, fact by fact, as it stands in the database; what it leaves open is empty."""

from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command

from partnerships.models import (
    Action,
    Award,
    BodyMember,
    GovernanceBody,
    Membership,
    Organisation,
    Partnership,
    Spend,
)
from savings.models import SavingsClaim, SavingsLine, SavingsTarget
from tests.reports import seiep
from workstreams.models import (
    Acceptance,
    Allocation,
    Focus,
    Measure,
    MeasureValue,
    Milestone,
    Participation,
    Project,
    ReportingRound,
    Risk,
    StageGate,
    Theme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def programme(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    with seiep.imported(django_db_blocker):
        yield SimpleNamespace(
            main=Partnership.objects.get(slug="seiep"),
            parts={row.slug: row for row in Partnership.objects.filter(parent__slug="seiep")},
            award=Award.objects.get(slug="riep"),
            themes={row.slug: row for row in Theme.objects.all()},
            allocations={row.slug: row for row in Allocation.objects.select_related("theme")},
            measures={row.slug: row for row in Measure.objects.all()},
            targets={row.slug: row for row in SavingsTarget.objects.select_related("theme")},
            claims={row.slug: row for row in SavingsClaim.objects.all()},
            lines={row.claim.slug: row for row in SavingsLine.objects.select_related("claim")},
            projects={row.slug: row for row in Project.objects.all()},
        )


def test_thirteen_partnerships_make_it_up(programme: SimpleNamespace) -> None:
    subregional = [slug for slug in programme.parts if slug == "seiep-surrey" or "oxfordshire" in slug]
    unnamed = [slug for slug in programme.parts if slug.startswith("seiep-sub-regional-")]

    assert len(programme.parts) == 13
    assert len(subregional + unnamed) == 6
    assert len(unnamed) == 4


@pytest.mark.parametrize(
    "fact",
    [
        "55 districts",
        "12 unitary",
        "7 counties",
        "74 councils",
        "9 fire",
        "19 LAAs",
        "74 Local Strategic",
        "over £380m",
    ],
)
def test_partnership_says_how_wide_it_is(programme: SimpleNamespace, fact: str) -> None:
    assert fact in programme.main.note


@pytest.mark.parametrize("fact", ["against budget", "against milestones", "expected", "closed", "Every authority"])
def test_principles_say_what_is_reported_and_what_happens_to_failures(programme: SimpleNamespace, fact: str) -> None:
    assert fact in programme.main.principles


@pytest.mark.parametrize(
    "fact", ["£5 or more", "over three years", "£250m of cashable", "about £440m", "37 %", "57 %", "6 %"]
)
def test_savings_rules_say_what_is_aimed_at(programme: SimpleNamespace, fact: str) -> None:
    assert fact in programme.main.savings_rules


@pytest.mark.parametrize(("council", "code"), seiep.COUNCILS)
def test_council_that_the_strategy_names_is_a_member(programme: SimpleNamespace, council: str, code: str) -> None:
    member = Membership.objects.get(partnership=programme.main, organisation__name=council)

    assert (member.role, member.organisation.gss_code) == ("member", code)


def test_board_has_a_member_for_each_partnership_and_three_advisers(programme: SimpleNamespace) -> None:
    board = BodyMember.objects.filter(body__slug="member-board", body__partnership=programme.main)

    assert board.filter(part="member").count() == len(programme.parts)
    assert board.filter(part="adviser").count() == 3


@pytest.mark.parametrize(("body", "kind", "cadence"), seiep.BODIES)
def test_body_has_its_kind_and_cadence(programme: SimpleNamespace, body: str, kind: str, cadence: str) -> None:
    row = GovernanceBody.objects.get(partnership=programme.main, slug=body)

    assert (row.kind, row.cadence) == (kind, cadence)


@pytest.mark.parametrize(
    ("action", "rhythm"),
    [
        ("monitor-monthly", "each month"),
        ("report-to-authorities", "once a year"),
        ("report-to-task-group", "quarterly"),
        ("review-strategy", "once a year"),
    ],
)
def test_action_keeps_the_rhythm_of_reporting(programme: SimpleNamespace, action: str, rhythm: str) -> None:
    assert rhythm in Action.objects.get(partnership=programme.main, slug=action).text


@pytest.mark.parametrize(("slug", "name", "millions", "share"), seiep.THEMES)
def test_theme_has_six_outcomes_and_its_money(
    programme: SimpleNamespace, slug: str, name: str, millions: str, share: int
) -> None:
    theme, allocation = programme.themes[slug], programme.allocations[slug]

    assert theme.name == name
    assert len(theme.outcomes.splitlines()) == 6
    assert (allocation.theme, allocation.share) == (theme, share)
    assert allocation.amount == Decimal(millions) * 1_000_000


@pytest.mark.parametrize(("slug", "amount"), seiep.MANAGEMENT.items())
def test_managing_the_partnership_has_its_money_and_no_share(
    programme: SimpleNamespace, slug: str, amount: int
) -> None:
    row = programme.allocations[slug]

    assert (row.amount, row.share, row.theme) == (amount, None, None)


def test_sums_agree_as_printed(programme: SimpleNamespace) -> None:
    themes = [row for row in programme.allocations.values() if row.theme]
    managing = [row for row in programme.allocations.values() if not row.theme]

    assert sum(row.amount for row in themes) == 25_400_000
    assert sum(row.share for row in themes) == 100
    assert sum(row.amount for row in managing) == 1_200_000
    assert sum(row.amount for row in themes + managing) == programme.award.amount == 26_600_000


def test_award_is_an_estimate_with_the_return_asked_for(programme: SimpleNamespace) -> None:
    award = programme.award

    assert (award.state, award.kind, award.return_ratio) == ("estimated", "", 5)
    assert (award.spent, award.period, award.return_within) == (None, None, "3 years")


def test_priorities_are_three_and_one_beneath_them(programme: SimpleNamespace) -> None:
    assert Focus.objects.filter(partnership=programme.main).count() == 4


@pytest.mark.parametrize(("number", "baseline", "target", "value"), seiep.CORE_TARGETS)
def test_core_target_is_a_measure(
    programme: SimpleNamespace, number: int, baseline: str, target: str, value: int | None
) -> None:
    (measure,) = [row for slug, row in programme.measures.items() if slug.startswith(f"core-{number:02d}-")]

    assert measure.baseline.startswith(baseline) if baseline else measure.baseline == ""
    assert target in measure.target
    assert measure.target_value == value


@pytest.mark.parametrize(
    ("measure", "period", "kind", "value"),
    [
        ("gershon", "by 2006/07", "actual", 437_000_000),
        ("core-04-no-interventions", "2006", "actual", 2),
        ("population", "2026", "forecast", 9_000_000),
        ("households", "by 2026", "forecast", 4_100_000),
    ],
)
def test_measure_has_the_value(programme: SimpleNamespace, measure: str, period: str, kind: str, value: int) -> None:
    row = MeasureValue.objects.get(measure__slug=measure, period=period)

    assert (row.kind, row.value) == (kind, value)


@pytest.mark.parametrize(("measure", "value"), seiep.BASELINES)
def test_measure_begins_at_the_stated_figure(programme: SimpleNamespace, measure: str, value: Decimal) -> None:
    assert programme.measures[measure].baseline_value == value


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ("spend-corporate", "29 %, not 35 %"),
        ("spend-total", "104 %, against 98 %"),
        ("core-01-no-weak-scores", "three weak LAAs"),
        ("core-03-care-assessments", "four authorities at one star in one place and three"),
    ],
)
def test_note_tells_where_the_strategy_contradicts_itself(programme: SimpleNamespace, measure: str, words: str) -> None:
    assert words in programme.measures[measure].note


@pytest.mark.parametrize(("target", "amount", "qualifier", "rate"), seiep.TARGETS)
def test_target_is_as_stated(
    programme: SimpleNamespace, target: str, amount: int | None, qualifier: str, rate: str
) -> None:
    row = programme.targets[target]

    assert (row.amount, row.amount_qualifier) == (amount, qualifier)
    assert rate in row.rate


@pytest.mark.parametrize(("claim", "kind", "period", "achieved"), seiep.SAVINGS)
def test_saving_is_achieved_as_stated(
    programme: SimpleNamespace, claim: str, kind: str, period: str, achieved: tuple[int, str]
) -> None:
    row, line = programme.claims[claim], programme.lines[claim]

    assert (row.kind, row.maturity) == (kind, "achieved")
    assert (line.period.text, (line.achieved, line.achieved_qualifier)) == (period, achieved)
    assert (line.forecast, line.identified, line.organisation) == (None, None, None)


def test_gershon_claims_add_up_to_the_whole(programme: SimpleNamespace) -> None:
    both = [programme.lines[claim].achieved for claim in ("gershon-cashable", "gershon-other")]

    assert sum(both) == 437_000_000


def test_shared_services_to_come_are_expected_without_an_amount(programme: SimpleNamespace) -> None:
    assert programme.claims["adur-worthing-services"].maturity == "expected"
    assert "adur-worthing-services" not in programme.lines


@pytest.mark.parametrize(("project", "named", "unnamed"), seiep.PROJECTS)
def test_project_names_or_counts_who_takes_part(
    programme: SimpleNamespace, project: str, named: list[str], unnamed: int | None
) -> None:
    workstream, slug = project.split("/")
    parts = Participation.objects.filter(project__slug=slug, project__workstream__slug=workstream)

    assert [row.organisation.short_name for row in parts.exclude(organisation=None)] == named
    assert [row.unnamed for row in parts.filter(organisation=None)] == ([unnamed] if unnamed else [])


@pytest.mark.parametrize(("milestone", "date"), seiep.MILESTONES)
def test_milestone_was_reached(programme: SimpleNamespace, milestone: str, date: str) -> None:
    row = Milestone.objects.get(workstream__partnership=programme.main, slug=milestone)

    assert row.actual.text == date


def test_what_is_not_stated_is_empty(programme: SimpleNamespace) -> None:
    assert (programme.main.formed, programme.main.legal_form) == (None, "")
    assert not any(model.objects.exists() for model in (Risk, ReportingRound, StageGate, Spend))
    assert {row.priority for row in programme.themes.values()} == {None}
    assert not programme.main.agreements.exists()


def test_outside_programmes_accepted_their_areas(programme: SimpleNamespace) -> None:
    accepted = Acceptance.objects.filter(programme__slug="caa-pilot").values_list("organisation__slug", flat=True)

    assert set(accepted) == {"hampshire", "isle-of-wight"}


def test_districts_know_their_county(programme: SimpleNamespace) -> None:
    assert Organisation.objects.get(slug="hastings").county == Organisation.objects.get(slug="east-sussex")
    assert Organisation.objects.get(slug="adur").county == Organisation.objects.get(slug="west-sussex")


@pytest.mark.parametrize(
    ("theme", "words"),
    [("sustainable-communities", "Treasury's review"), ("corporate-transformation", "national review of 2006")],
)
def test_theme_tells_what_it_follows(programme: SimpleNamespace, theme: str, words: str) -> None:
    assert words in programme.themes[theme].note


def test_second_import_changes_nothing(programme: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_programme", str(seiep.FOLDER))

    total = capsys.readouterr().out.split("Total")[1].split()
    assert total[:2] == ["0", "0"]
