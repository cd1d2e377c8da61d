"""Exempt text: read by those whom its council has cleared, and nowhere else to be found."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from partnerships.models import AgendaItem, ExemptText
from partnerships.rules import CLEARED, ORGANISATION_ROLES, Role
from sharedservices.core.acting import Actor, acting
from sharedservices.core.history import seeing
from sharedservices.core.models import HistoryEvent
from sharedservices.core.programme import exporting
from sharedservices.core.programme.tables import programme
from tests.factories.partnerships import GovernanceBodyFactory, MeetingFactory, RoleGrantFactory
from tests.history.reading import text_of
from tests.world import World, as_, granted

CANARY = "The seller asks for 4,711 pounds"
READERS = {"alice", "verifier", "clerk"}
PEOPLE = {"alice", "bob", "charlie", "officer", "verifier", "clerk", "administrator"}


@pytest.fixture
def item(world: World) -> AgendaItem:
    meeting = MeetingFactory(body=GovernanceBodyFactory(partnership=world.rivers))
    values = {
        "title": "A depot",
        "part": "exempt",
        "exempt_paragraphs": "3",
        "public_interest": "Prices are asked for.",
    }
    return AgendaItem.objects.create(meeting=meeting, number=7, **values)


@pytest.fixture
def text(world: World, item: AgendaItem) -> ExemptText:
    return ExemptText.objects.create(item=item, organisation=world.north, text=CANARY)


def page(item: AgendaItem, council: str = "") -> str:
    return f"/partnerships/rivers/agenda-items/{item.pk}/exempt/{council}"


def test_only_cleared_roles_of_its_council_see_it(world: World, text: ExemptText) -> None:
    seen = {name for name in PEOPLE if ExemptText.objects.visible_to(getattr(world, name)).exists()}

    assert seen == READERS


@pytest.mark.parametrize("role", [Role(name) for name in ORGANISATION_ROLES])
def test_which_roles_are_cleared(client: Client, world: World, text: ExemptText, role: Role) -> None:
    answer = as_(client, granted("Somebody", role, world.north)).get(page(text.item))

    assert (answer.status_code, CANARY in answer.content.decode()) == ((200, True) if role in CLEARED else (403, False))


def test_those_who_are_cleared_by_another_council_see_their_own_only(
    client: Client, world: World, text: ExemptText
) -> None:
    answer = as_(client, granted("Clerk of South", Role.CLERK, world.south)).get(page(text.item))

    assert answer.status_code == 200
    assert CANARY not in answer.content.decode()
    assert "Your council keeps no exempt text" in answer.content.decode()


def test_a_council_that_left_reads_it_no_more(world: World, text: ExemptText) -> None:
    world.rivers.memberships.filter(organisation=world.north).update(left="2012")

    assert not ExemptText.objects.visible_to(world.clerk).exists()


def test_it_is_written_changed_and_taken_away(client: Client, world: World, item: AgendaItem) -> None:
    as_(client, world.clerk)

    client.post(page(item, "north/"), {"version": 0, "text": CANARY})
    stored = ExemptText.objects.get()
    client.post(page(item, "north/"), {"version": stored.version, "text": "Sold"})

    stored.refresh_from_db()
    assert (stored.text, stored.version, stored.organisation) == ("Sold", 2, world.north)
    client.post(page(item, "north/"), {"version": 2, "text": ""})
    assert not ExemptText.objects.exists()


def test_what_is_new_has_words_and_each_page_says_what_was_done(client: Client, world: World, item: AgendaItem) -> None:
    as_(client, world.clerk)

    empty = client.post(page(item, "north/"), {"version": 0, "text": " "}).content.decode()
    before = client.get(page(item)).content.decode()
    saved = client.post(page(item, "north/"), {"version": 0, "text": CANARY}, follow=True).content.decode()
    gone = client.post(page(item, "north/"), {"version": 1, "text": ""}, follow=True).content.decode()

    assert "Enter exempt text" in text_of(empty)
    assert "Write the exempt text of" in before
    assert "Change the exempt text of" in saved
    assert "The exempt text was taken away." in gone


def test_the_second_of_two_writers_keeps_their_words_and_sees_the_others(
    client: Client, world: World, text: ExemptText
) -> None:
    as_(client, world.clerk)
    text.text = "Sold meanwhile"
    text.save()

    answer = client.post(page(text.item, "north/"), {"version": 1, "text": "My own words"}).content.decode()

    assert all(words in answer for words in ("Somebody changed this text", "Sold meanwhile", "My own words"))
    text.refresh_from_db()
    assert text.text == "Sold meanwhile"
    client.post(page(text.item, "north/"), {"version": 2, "text": "My own words"})
    text.refresh_from_db()
    assert text.text == "My own words"


def test_an_item_made_open_meanwhile_takes_none(client: Client, world: World, item: AgendaItem) -> None:
    AgendaItem.objects.filter(pk=item.pk).update(part="open")

    assert as_(client, world.clerk).post(page(item, "north/"), {"version": 0, "text": CANARY}).status_code == 404


def test_verifiers_read_and_do_not_write(client: Client, world: World, text: ExemptText) -> None:
    as_(client, world.verifier)

    assert client.get(page(text.item)).status_code == 200
    assert client.post(page(text.item, "north/"), {"version": 1, "text": "x"}).status_code == 403


def test_it_leaves_by_no_file_page_or_api(client: Client, world: World, text: ExemptText, tmp_path: Path) -> None:
    exporting.write_folder(tmp_path, programme(), exporting.collect("rivers", programme()), at=text.created_at)
    as_(client, world.clerk)
    meeting = text.item.meeting_id
    addresses = [
        f"/partnerships/rivers/agenda-items/{text.item_id}/",
        "/partnerships/rivers/agenda-items/",
        f"/partnerships/rivers/meetings/{meeting}/",
        "/partnerships/rivers/governance/",
        "/partnerships/rivers/",
        "/partnerships/rivers/export/",
        "/api/v1/workstreams/",
    ]

    answers = {address: b"".join(client.get(address)) for address in addresses}

    assert not [path.name for path in tmp_path.iterdir() if "4,711" in path.read_text()]
    assert not [address for address, answer in answers.items() if b"4,711" in answer]


def test_no_table_of_the_format_names_it() -> None:
    assert ExemptText not in {table.model for table in programme().tables}


@pytest.mark.parametrize("folder", ["api", "admin", "snapshots", "rendering", "paper", "tables"])
def test_no_module_that_gives_things_out_names_it(folder: str) -> None:
    sources = [path for path in settings.BASE_DIR.rglob("*.py") if folder in {*path.parts, path.stem}]
    own = [path for path in sources if ".venv" not in path.parts and "tests" not in path.parts]

    assert own
    assert not [path for path in own if "ExemptText" in path.read_text() or "exempt_texts" in path.read_text()]


def test_its_history_is_as_private(world: World, text: ExemptText) -> None:
    def told(name: str) -> bool:
        manages = name == "officer"
        events = seeing.of_partnership(getattr(world, name), world.rivers.pk, manages=manages)
        return events.filter(table=ExemptText._meta.db_table).exists()

    assert HistoryEvent.objects.of(text).count() == 1
    assert {name for name in PEOPLE - {"charlie"} if told(name)} == READERS


def test_who_cannot_see_it_cannot_delete_it_with_its_item(client: Client, world: World, text: ExemptText) -> None:
    as_(client, world.officer)
    address = f"/partnerships/rivers/agenda-items/{text.item_id}/delete/"
    shown = client.get(address)

    answer = client.post(address, {"version": text.item.version})

    assert CANARY not in shown.content.decode()
    assert "A council keeps something of its own here" in answer.content.decode()
    assert ExemptText.objects.filter(pk=text.pk).exists()


def test_the_second_lock_agrees(world: World, text: ExemptText) -> None:
    RoleGrantFactory(user=world.charlie, role="clerk", organisation=world.east)
    for name in PEOPLE:
        with acting(Actor(user=getattr(world, name).pk)):
            assert ExemptText.objects.exists() is (name in READERS), name
