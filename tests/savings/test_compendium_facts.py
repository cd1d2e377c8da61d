"""The ten published examples of sharing and the workstream behind them, as they stand after the import."""

import shutil
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q

from partnerships.models import Action, BodyMember, Partnership
from savings.models import CompendiumEntry
from tests import demonstration
from workstreams.models import Project, Risk, Theme, Workstream

pytestmark = pytest.mark.django_db
SAVINGS = [
    ("south-west-consultancy", 12_000_000, "over three years", "projected"),
    ("east-midlands-lawshare", 4_000_000, "so far", "achieved"),
    ("east-kent", 7_000_000, "£7m", "expected"),
    ("greater-manchester", 116_000_000, "over three years", "target"),
    ("essex-procurement", 20_000_000, "a year", "expected"),
    ("south-west-peninsula", 3_000_000, "to date", "achieved"),
    ("herefordshire", 4_300_000, "a year", "potential"),
]
NO_SAVING = ["northants-cambridgeshire", "greenwich-front-office", "se7"]


def ours(path: str) -> Q:
    return Q(**{f"{path}__slug": "lga-shared-services"})


@pytest.fixture(scope="module")
def compendium(django_db_setup: None, django_db_blocker: Any) -> SimpleNamespace:
    with demonstration.imported("compendium", django_db_blocker):
        return SimpleNamespace(
            entries={row.slug: row for row in CompendiumEntry.objects.select_related("partnership")},
            partnership=Partnership.objects.get(slug="lga-shared-services"),
            people=list(BodyMember.objects.filter(ours("body__partnership")).select_related("organisation")),
            action=Action.objects.get(ours("partnership")),
            themes={row.slug: row for row in Theme.objects.filter(ours("partnership")).order_by("order")},
            workstreams={
                row.slug: row for row in Workstream.objects.filter(ours("partnership")).select_related("theme")
            },
            projects={
                f"{row.workstream.slug}/{row.slug}": row
                for row in Project.objects.filter(ours("workstream__partnership")).select_related("workstream")
            },
            barriers={row.slug: row for row in Risk.objects.filter(ours("partnership"))},
        )


@pytest.mark.parametrize(("entry", "amount", "words", "maturity"), SAVINGS)
def test_saving_stands_as_it_was_stated(
    compendium: SimpleNamespace, entry: str, amount: int, words: str, maturity: str
) -> None:
    row = compendium.entries[entry]

    assert (row.saving, row.saving_qualifier, row.maturity) == (Decimal(amount), "exact", maturity)
    assert words in row.saving_words


@pytest.mark.parametrize("entry", NO_SAVING)
def test_saving_that_was_not_stated_is_empty_and_never_nought(compendium: SimpleNamespace, entry: str) -> None:
    row = compendium.entries[entry]

    assert (row.saving, row.saving_words, row.maturity) == (None, "", "")


def test_there_are_ten_and_each_names_its_source(compendium: SimpleNamespace) -> None:
    assert sorted(compendium.entries) == sorted([*(row[0] for row in SAVINGS), *NO_SAVING])
    assert all("after December 2010" in row.source for row in compendium.entries.values())


@pytest.mark.parametrize("entry", ["se7", "essex-procurement"])
def test_entry_of_a_partnership_of_the_portal_is_linked_to_it(compendium: SimpleNamespace, entry: str) -> None:
    linked = {slug: row.partnership.slug for slug, row in compendium.entries.items() if row.partnership}

    assert linked[entry] == entry
    assert len(linked) == 2


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ("northants-cambridgeshire", "joint_committee"),
        ("south-west-consultancy", "framework"),
        ("east-kent", "shared_service"),
        ("greenwich-front-office", "shared_service"),
        ("essex-procurement", "procurement"),
        ("east-midlands-lawshare", ""),
        ("herefordshire", ""),
    ],
)
def test_kind_of_sharing_is_filled_where_the_slides_say_it(compendium: SimpleNamespace, entry: str, kind: str) -> None:
    assert compendium.entries[entry].kind == kind


def test_no_entry_dates_its_saving_or_follows_one_of_the_models(compendium: SimpleNamespace) -> None:
    assert {(row.period, row.delivery_model) for row in compendium.entries.values()} == {(None, "")}


@pytest.mark.parametrize(
    ("entry", "partners", "service"),
    [
        ("northants-cambridgeshire", "two county councils", "Specialists"),
        ("south-west-consultancy", "SW IEP", "Consultancy"),
        ("east-midlands-lawshare", "50 authorities", "Legal services"),
        ("east-kent", "East Kent", "building control"),
        ("east-kent", "East Kent", "revenues and benefits"),
        ("east-kent", "East Kent", "contact centre"),
        ("greenwich-front-office", "Greenwich", "leisure and culture"),
        ("greater-manchester", "Greater Manchester", "adult social care"),
        ("greater-manchester", "Greater Manchester", "children's services"),
        ("se7", "Seven councils", "special education"),
        ("se7", "Seven councils", "waste"),
        ("essex-procurement", "Public bodies across Essex", "Procurement"),
        ("south-west-peninsula", "", "fostering and residential"),
        ("herefordshire", "hospital trust", "health bodies"),
    ],
)
def test_entry_says_who_shares_what(compendium: SimpleNamespace, entry: str, partners: str, service: str) -> None:
    assert partners in compendium.entries[entry].partners
    assert service in compendium.entries[entry].service


@pytest.mark.parametrize(
    ("entry", "words"),
    [("east-midlands-lawshare", "20% less on average"), ("herefordshire", "about £890k a year more")],
)
def test_second_figure_is_told_and_not_added(compendium: SimpleNamespace, entry: str, words: str) -> None:
    assert words in compendium.entries[entry].saving_words


def test_south_east_seven_differs_from_its_own_paper_and_the_note_says_so(compendium: SimpleNamespace) -> None:
    assert "four fields" in compendium.entries["se7"].note
    assert "six priority areas" in compendium.entries["se7"].note


@pytest.mark.parametrize("aim", ["how much sharing", "weigh up the models", "celebrate", "barriers and burdens"])
def test_workstream_has_the_aim(compendium: SimpleNamespace, aim: str) -> None:
    assert aim in compendium.partnership.purpose
    assert compendium.partnership.purpose.count("\n- ") == 4


@pytest.mark.parametrize(
    "advice",
    ["from the top", "vision", "backbench", "governed", "Messages", "option", "pace", "outline business case"],
)
def test_workstream_gives_the_advice(compendium: SimpleNamespace, advice: str) -> None:
    assert advice in compendium.partnership.principles


@pytest.mark.parametrize("worth", ["resilience", "innovation", "localisation", "careers", "front office"])
def test_sharing_is_worth_more_than_its_savings(compendium: SimpleNamespace, worth: str) -> None:
    assert worth in compendium.partnership.principles


def test_offices_are_the_three_of_the_slides(compendium: SimpleNamespace) -> None:
    offices = {row.office: row.organisation.slug if row.organisation else "" for row in compendium.people}

    assert offices == {
        "Member Champion": "",
        "Chief Executive, shared with Brentwood Borough Council": "essex",
        "Workstream Manager": "",
    }


@pytest.mark.parametrize("output", ["compendium", "case-studies", "guide"])
def test_output_is_a_project(compendium: SimpleNamespace, output: str) -> None:
    assert f"outputs/{output}" in compendium.projects


def test_guide_answers_frequent_questions(compendium: SimpleNamespace) -> None:
    assert "frequent questions" in compendium.projects["outputs/guide"].summary


def test_councils_are_asked_for_examples(compendium: SimpleNamespace) -> None:
    assert (compendium.action.owner_office, compendium.action.due, compendium.action.state) == (
        "Councils",
        None,
        "open",
    )


@pytest.mark.parametrize(
    ("model", "councils"),
    [
        ("easy", "Barnet"),
        ("co-operative", "Lambeth"),
        ("commissioning", "Essex, Solihull, Suffolk, Westminster"),
        ("enterprising", "Kent, Norfolk"),
        ("decentralising", "Wiltshire"),
    ],
)
def test_model_of_delivery_has_its_examples(compendium: SimpleNamespace, model: str, councils: str) -> None:
    assert councils in compendium.projects[f"delivery-models/{model}"].note
    assert compendium.workstreams["delivery-models"].theme == compendium.themes["new-models"]


def test_themes_are_the_headings_of_the_slides_in_their_order(compendium: SimpleNamespace) -> None:
    assert list(compendium.themes) == ["specialists", "front-office", "big-spend", "public-sector", "new-models"]


@pytest.mark.parametrize("barrier", ["sovereignty", "position", "leadership"])
def test_barrier_is_an_issue_without_a_score(compendium: SimpleNamespace, barrier: str) -> None:
    row = compendium.barriers[barrier]

    assert (row.kind, row.state, row.likelihood, row.impact) == ("issue", "open", None, None)
    assert "cultural" in row.note


def test_the_table_can_be_imported_alone_once_its_partnerships_are_there(tmp_path: Path) -> None:
    shutil.copy(demonstration.FOLDER / "compendium" / "compendium.csv", tmp_path)
    with pytest.raises(CommandError, match="2 errors"):
        call_command("import_programme", str(tmp_path))
    for folder in demonstration.NEEDS["compendium"]:
        call_command("import_programme", str(demonstration.FOLDER / folder))

    call_command("import_programme", str(tmp_path))

    assert CompendiumEntry.objects.count() == 10
    assert not Partnership.objects.filter(slug="lga-shared-services").exists()
