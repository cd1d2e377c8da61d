"""What the lists and records of registers have beyond their rows: a filter, a history, and links."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from partnerships.models import AgendaItem, Agreement, Contribution, Organisation
from partnerships.registers import AGENDA, AGREEMENTS, CONTRIBUTIONS, MEETINGS, MEMBERSHIPS, ORGANISATIONS
from sharedservices.core.registers import filtering
from sharedservices.core.registers.declared import Register, link
from sharedservices.core.registers.views import RegisterListView
from tests.factories.partnerships import MeetingFactory, MembershipFactory, OrganisationFactory
from tests.queries import TRANSACTION
from tests.registers import CASES, IN_PARTNERSHIP, scope
from tests.world import World, as_

LISTED = [*IN_PARTNERSHIP, ORGANISATIONS]
every = pytest.mark.parametrize("register", LISTED, ids=lambda register: register.slug)


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RegisterListView, "paginate_by", 3)


def agreements(world: World, *titles: str) -> None:
    for number, title in enumerate(titles):
        Agreement.objects.create(partnership=world.rivers, slug=f"agreement-{number}", title=title)


@pytest.mark.parametrize(("count", "offered"), [(3, False), (4, True)])
def test_a_list_of_more_than_a_page_has_a_filter(
    client: Client, world: World, short_pages: None, count: int, offered: bool
) -> None:
    agreements(world, *(f"Agreement {number}" for number in range(count)))

    page = text(as_(client, world.bob).get(AGREEMENTS.url("list", world.rivers)))

    assert ('name="q"' in page) == offered


def test_the_filter_finds_text_whatever_its_case_and_keeps_it_on_the_next_page(
    client: Client, world: World, short_pages: None
) -> None:
    agreements(world, "Waste protocol", *(f"Highways {number}" for number in range(4)))
    address = AGREEMENTS.url("list", world.rivers)
    as_(client, world.bob)

    one, several = text(client.get(f"{address}?q=WASTE")), text(client.get(f"{address}?q=highways"))

    assert "Found: 1." in one
    assert "Waste protocol" in one
    assert "Highways" not in one
    assert "Found: 4." in several
    assert "?q=highways&amp;page=2" in several


def test_the_filter_finds_what_a_row_names(client: Client, world: World) -> None:
    page = text(as_(client, world.bob).get(f"{MEMBERSHIPS.url('list', world.rivers)}?q=north"))

    assert "Found: 1." in page
    assert "South County Council" not in page


def test_a_filter_that_finds_nothing_says_so(client: Client, world: World) -> None:
    page = text(as_(client, world.bob).get(f"{MEMBERSHIPS.url('list', world.rivers)}?q=nowhere"))

    assert "Found: 0." in page
    assert "Use other words, or show all." in page


@pytest.mark.parametrize("query", [{"q": "x" * 201}, {"q": "a\x00b"}])
def test_a_filter_that_cannot_be_read_is_said_and_leaves_all(
    client: Client, world: World, query: dict[str, str]
) -> None:
    page = text(as_(client, world.bob).get(MEMBERSHIPS.url("list", world.rivers), query))

    assert "There is a problem" in page
    assert "North County Council" in page


def test_what_rows_come_to_is_of_all_of_them(client: Client, world: World) -> None:
    for organisation in (world.north, world.south):
        Contribution.objects.create(
            partnership=world.rivers, organisation=organisation, purpose="Office", period="2010/11", amount=20_000
        )

    page = text(as_(client, world.bob).get(f"{CONTRIBUTIONS.url('list', world.rivers)}?q=north"))

    assert "£40k from 2 of 2 members" in page


@every
def test_every_register_can_be_searched(client: Client, world: World, register: Register) -> None:
    row = CASES[register.slug].row(world)
    address = register.url("list", scope(register, world))

    answer = as_(client, world.officer).get(address, {"q": "nothing is called this"})

    assert answer.status_code == 200
    assert f'href="{register.url("detail", scope(register, world), row.pk)}"' not in text(answer)
    assert filtering._searched(register)


def test_a_record_tells_who_changed_what_of_it(client: Client, world: World) -> None:
    as_(client, world.officer)
    form = {"title": "Memorandum", "state": "draft"}
    client.post(AGREEMENTS.url("add", world.rivers), form | {"version": "0"})
    mou = Agreement.objects.get()
    client.post(AGREEMENTS.url("edit", world.rivers, mou.pk), form | {"state": "review", "note": "N", "version": "1"})

    history = text(client.get(AGREEMENTS.url("detail", world.rivers, mou.pk))).split('id="changes"')[1]

    today = f"{timezone.localtime():%-d %B %Y}"
    changed, added = history.split("</li>")[:2]
    assert today in changed
    assert "Officer: Changed State and Note." in changed
    assert today in added
    assert "Officer: Added." in added
    assert "import" not in history


def test_a_record_of_an_import_tells_when_it_came_and_changed(client: Client, world: World) -> None:
    agreements(world, "Memorandum")
    mou = Agreement.objects.get()
    Agreement.objects.filter(pk=mou.pk).update(created_at=timezone.now() - timedelta(days=400))

    history = text(as_(client, world.bob).get(AGREEMENTS.url("detail", world.rivers, mou.pk))).split('id="changes"')[1]

    assert history.index("Changed by an import.") < history.index("Added by an import.")


def test_the_history_costs_the_same_however_long_it_is(
    client: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    agreements(world, "Memorandum")
    mou = Agreement.objects.get()
    as_(client, world.officer)
    for number in range(25):
        form = {"title": f"Memorandum {number}", "state": "draft", "version": str(number + 1)}
        client.post(AGREEMENTS.url("edit", world.rivers, mou.pk), form)
    client.get(AGREEMENTS.url("detail", world.rivers, mou.pk))  # which takes what was said out of the session

    with django_assert_max_num_queries(12 + TRANSACTION):
        page = text(client.get(AGREEMENTS.url("detail", world.rivers, mou.pk)))

    assert LogEntry.objects.count() == 25
    assert page.count("Changed Title.") == 20


def test_where_a_text_is_kept_is_a_link(client: Client, world: World) -> None:
    agreements(world, "Memorandum")
    Agreement.objects.update(text_url="https://www.council.example/mou?a=1&b=2")

    page = text(as_(client, world.bob).get(AGREEMENTS.url("detail", world.rivers, Agreement.objects.get().pk)))

    assert 'href="https://www.council.example/mou?a=1&amp;b=2" rel="noopener noreferrer external"' in page


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://council.example/mou", "data:text/html,x", ""])
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    assert link(url) == url


def test_a_link_cannot_break_out_of_its_page() -> None:
    made = link('https://council.example/"><script>alert(1)</script>')

    assert "<script" not in made
    assert made.count('"') == 6


def test_an_exempt_item_says_by_which_paragraph(client: Client, world: World) -> None:
    meeting = MeetingFactory(body__partnership=world.rivers)
    values = {"part": "exempt", "exempt_paragraphs": "3", "public_interest": "Prices are being agreed."}
    AgendaItem.objects.create(meeting=meeting, number=1, title="Prices", **values)
    AgendaItem.objects.create(meeting=meeting, number=2, title="Waste")
    as_(client, world.bob)

    for address in (AGENDA.url("list", world.rivers), MEETINGS.url("detail", world.rivers, meeting.pk)):
        page = text(client.get(address))
        assert "Exempt (paragraph 3)" in page
        assert "Open to the public" in page


def test_an_abolished_member_keeps_its_name_and_tells_who_took_over(client: Client, world: World) -> None:
    new = OrganisationFactory(slug="new", name="New Council")
    world.north.successors.add(new)
    Organisation.objects.filter(pk=world.north.pk).update(abolished="2023-03-31")
    MembershipFactory(partnership=world.rivers, organisation=new)
    as_(client, world.bob)

    for address in (MEMBERSHIPS.url("list", world.rivers), world.rivers.get_absolute_url()):
        page = text(client.get(address))
        assert "North County Council" in page
        assert "until 31 March 2023, succeeded by New Council" in page
