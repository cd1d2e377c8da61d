"""A partnership as a workbook: what its reader sees on the pages, and nothing else."""

from collections.abc import Iterator

import pytest
from django.test import Client

from partnerships.models import Membership
from sharedservices.core.programme import exporting
from sharedservices.core.programme.tables import programme
from tests.factories.partnerships import PartnershipFactory
from tests.factories.savings import SavingsClaimFactory
from tests.factories.workstreams import ProgressUpdateFactory
from tests.partnerships.import_files import Sheets, bring, opened
from tests.world import World, as_


def downloaded(user: object, slug: str = "rivers") -> Sheets:
    answer = as_(Client(), user).get(f"/partnerships/{slug}/export/")
    assert answer.status_code == 200
    assert answer.streaming
    assert answer["Content-Disposition"] == f'attachment; filename="{slug}.xlsx"'
    assert answer["Cache-Control"] == "private, no-store"
    return opened(answer.getvalue())


def texts(sheets: Sheets) -> Iterator[str]:
    return (cell for rows in sheets.values() for row in rows[1:] for cell in row)


@pytest.fixture
def secrets(world: World) -> World:
    ProgressUpdateFactory(workstream=world.waste, state="draft", narrative="Not yet for all", submitted_at=None)
    SavingsClaimFactory(partnership=world.rivers, organisation=world.north, title="Hopes of North", status="draft")
    return world


def test_every_table_says_who_may_see_its_rows(world: World) -> None:
    tables = programme().seen_by(world.bob)

    rows = exporting.collect("rivers", tables)

    assert rows.keys() == programme().by_name.keys()


def test_a_reader_gets_what_all_members_see(secrets: World) -> None:
    sheets = downloaded(secrets.bob)

    assert sheets["workstreams"][1][:2] == ["rivers", "waste"]
    assert len(sheets["updates"]) == 2
    assert not {"Not yet for all", "Hopes of North"} & set(texts(sheets))


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("alice", {"Not yet for all", "Hopes of North"}),
        ("officer", {"Not yet for all", "Hopes of North"}),
        ("administrator", set()),
    ],
)
def test_drafts_are_in_the_workbook_of_those_who_may_read_them(secrets: World, who: str, seen: set[str]) -> None:
    sheets = downloaded(getattr(secrets, who))

    assert {"Not yet for all", "Hopes of North"} & set(texts(sheets)) == seen


def test_papers_in_the_making_are_their_own_councils(secrets: World) -> None:
    assert len(downloaded(secrets.alice)["reports"]) == 2
    assert len(downloaded(secrets.bob)["reports"]) == 1


def test_a_partnership_beneath_that_its_reader_does_not_see_is_left_out(world: World) -> None:
    PartnershipFactory(slug="brooks", parent=world.rivers)
    world.hills.parent = world.rivers
    world.hills.save()
    Membership.objects.create(partnership=world.hills, organisation=world.south)

    assert [row[0] for row in downloaded(world.bob)["partnerships"][1:]] == ["hills", "rivers"]
    assert [row[0] for row in downloaded(world.administrator)["partnerships"][1:]] == ["brooks", "hills", "rivers"]


def test_what_an_officer_downloads_comes_back_unchanged(client: Client, secrets: World) -> None:
    content = as_(client, secrets.officer).get("/partnerships/rivers/export/").getvalue()

    batch = bring(client, content)

    assert (batch.problems, batch.changes) == ([], [])
    assert batch.exported_at is not None


def test_more_than_a_sheet_holds_is_refused_in_words(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("partnerships.marking.ROWS", 1)

    answer = as_(client, world.bob).get("/partnerships/rivers/export/")

    assert answer.status_code == 409
    assert "has more than 1 rows" in answer.content.decode()


@pytest.mark.parametrize("page", ["/partnerships/rivers/governance/"])
def test_a_partnerships_page_leads_to_its_workbook(client: Client, world: World, page: str) -> None:
    assert "/partnerships/rivers/export/" in as_(client, world.bob).get(page).content.decode()
    assert "/partnerships/import/" not in as_(client, world.bob).get(page).content.decode()
    assert "/partnerships/import/" in as_(client, world.officer).get(page).content.decode()
