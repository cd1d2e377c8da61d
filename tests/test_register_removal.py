"""Deleting a record of any register: what is asked first, what is refused, and what stays to be read."""

from typing import Any

import pytest
from django.contrib.admin.models import DELETION, LogEntry
from django.test import Client
from django.utils.html import escape

from partnerships.models import Action, Agreement, Meeting, Membership, Signature
from partnerships.registers import AGREEMENTS, BODIES, MEETINGS, MEMBERSHIPS
from partnerships.rules import Role
from savings.registers import COMPENDIUM
from sharedservices.core.errors import Refused, RuleViolation
from sharedservices.core.registers import removing
from sharedservices.core.registers.declared import Register
from tests.factories.partnerships import ActionFactory, GovernanceBodyFactory, MeetingFactory
from tests.registers import CASES, IN_PARTNERSHIP, kept_here, scope
from tests.world import World, as_, granted
from workstreams.models import Risk, Theme
from workstreams.registers import THEMES

every = pytest.mark.parametrize(
    "register", kept_here([*IN_PARTNERSHIP, COMPENDIUM]), ids=lambda register: register.slug
)


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def address(register: Register, world: World, row: Any) -> str:
    return register.url("delete", scope(register, world), row.pk)


def memorandum(world: World) -> Agreement:
    return Agreement.objects.create(partnership=world.rivers, slug="mou", title="Memorandum", note="Of six councils")


@every
def test_who_keeps_a_record_deletes_it(client: Client, world: World, register: Register) -> None:
    case = CASES[register.slug]
    row = case.row(world)
    as_(client, world.officer)

    asked = text(client.get(address(register, world, row)))
    answer = client.post(address(register, world, row), {"version": str(row.version)}, follow=True)

    assert f"Delete this {register.one}?" in asked
    assert f'name="version" value="{row.version}"' in asked
    assert "is deleted." in text(answer)
    assert answer.redirect_chain == [(register.url("list", scope(register, world)), 302)]
    assert not register.model._default_manager.filter(pk=row.pk).exists()
    note = LogEntry.objects.get()
    assert (note.action_flag, note.user, note.object_id) == (DELETION, world.officer, str(row.pk))


@every
def test_the_page_that_asks_lists_every_fact(client: Client, world: World, register: Register) -> None:
    case = CASES[register.slug]
    row = case.row(world)

    page = text(as_(client, world.officer).get(address(register, world, row)))

    row.refresh_from_db()
    assert [label for label, _ in register.details(row) if f">{escape(label)}</dt>" not in page] == []


@every
def test_record_and_form_lead_to_its_deletion(client: Client, world: World, register: Register) -> None:
    case = CASES[register.slug]
    row = case.row(world)
    form, detail = (register.url(page, scope(register, world), row.pk) for page in ("edit", "detail"))

    for_keeper = [text(as_(client, world.officer).get(page, follow=True)) for page in (form, detail)]
    for_viewer = text(as_(client, world.bob).get(detail, follow=True))

    link = f'href="{address(register, world, row)}"'
    assert [link in page for page in for_keeper] == [True, True]
    assert link not in for_viewer


def test_what_goes_with_a_record_is_counted_and_named(client: Client, world: World) -> None:
    mou = memorandum(world)
    for organisation in (world.north, world.south):
        Signature.objects.create(agreement=mou, organisation=organisation)

    page = text(as_(client, world.officer).get(address(AGREEMENTS, world, mou)))

    assert "2 signatures: North County Council: Awaited; South County Council: Awaited" in page


def test_the_log_keeps_what_was_deleted(client: Client, world: World) -> None:
    mou = memorandum(world)
    Signature.objects.create(agreement=mou, organisation=world.north)

    as_(client, world.officer).post(address(AGREEMENTS, world, mou), {"version": "1"})

    told = LogEntry.objects.get().get_change_message()
    assert "Note: Of six councils" in told
    assert "With it: 1 signature" in told


def test_what_stays_without_naming_it_is_told(client: Client, world: World) -> None:
    meeting = MeetingFactory(body__partnership=world.rivers)
    action = ActionFactory(partnership=world.rivers, meeting=meeting, text="Bring the figures")

    asked = text(as_(client, world.officer).get(address(MEETINGS, world, meeting)))
    client.post(address(MEETINGS, world, meeting), {"version": "1"})

    assert "1 action: Bring the figures" in asked
    assert not Meeting.objects.exists()
    assert Action.objects.get(pk=action.pk).meeting is None


def test_a_record_that_others_refer_to_stays(client: Client, world: World) -> None:
    board = GovernanceBodyFactory(partnership=world.rivers, slug="board")
    GovernanceBodyFactory(partnership=world.rivers, slug="group", name="Finance group", parent=board)
    as_(client, world.officer)

    asked = text(client.get(address(BODIES, world, board)))
    refused = client.post(address(BODIES, world, board), {"version": "1"})

    assert "This governance body cannot be deleted yet" in asked
    assert "1 governance body: Finance group" in asked
    assert "<button" not in asked.split("<main")[1]
    assert refused.status_code == 409
    assert "cannot be deleted while others refer to it" in text(refused)
    assert board.children.count() == 1
    assert not LogEntry.objects.exists()


def test_what_still_stands_in_the_way_is_said_before_anybody_presses(client: Client, world: World) -> None:
    membership = Membership.objects.get(organisation=world.north)
    as_(client, world.officer)

    asked = text(client.get(address(MEMBERSHIPS, world, membership)))
    refused = client.post(address(MEMBERSHIPS, world, membership), {"version": "1"})

    reason = "cannot lose this membership: it still leads the workstream “Waste”"
    assert "This membership cannot be deleted yet" in asked
    assert reason in asked
    assert "Nothing else goes with it" not in asked
    assert "<button" not in asked.split("<main")[1]
    assert (refused.status_code, text(refused).count(reason)) == (409, 1)
    assert Membership.objects.filter(pk=membership.pk).exists()


def test_what_this_person_may_not_see_is_counted_but_not_named(world: World) -> None:
    """A viewer of no partnership learns how many rows there are, not what they say."""
    theme = Theme.objects.create(partnership=world.rivers, slug="roads", name="Roads")
    mou = memorandum(world)
    Signature.objects.create(agreement=mou, organisation=world.north)

    assert removing.consequences(mou, world.charlie).goes == ["1 signature"]
    assert removing.consequences(theme, world.charlie).goes == []


@pytest.mark.parametrize("version", ["1", "", "one", "²", "99999999999999999999"])
def test_a_record_that_changed_meanwhile_stays(client: Client, world: World, version: str) -> None:
    mou = memorandum(world)
    second = granted("Second", Role.PROGRAMME_OFFICER, partnership=world.rivers)
    form = {"title": "Memorandum", "state": "review", "version": "1"}
    as_(client, second).post(AGREEMENTS.url("edit", world.rivers, mou.pk), form)

    late = as_(client, world.officer).post(address(AGREEMENTS, world, mou), {"version": version})

    assert late.status_code == 409
    assert "Second changed this agreement meanwhile. Read it again before you delete it." in text(late)
    assert 'name="version" value="2"' in text(late)
    assert Agreement.objects.filter(pk=mou.pk).exists()


def test_only_who_keeps_it_deletes_below_the_page_too(world: World) -> None:
    mou = memorandum(world)

    with pytest.raises(Refused, match="programme officers of Rivers"):
        removing.remove(register=AGREEMENTS, scope=world.rivers, pk=mou.pk, by=world.administrator, version=1)


def test_a_record_of_another_partnership_is_not_deleted_from_here(world: World) -> None:
    foreign = Agreement.objects.create(partnership=world.hills, slug="mou", title="Memorandum")

    with pytest.raises(RuleViolation, match="deleted this agreement meanwhile"):
        removing.remove(register=AGREEMENTS, scope=world.rivers, pk=foreign.pk, by=world.officer, version=1)

    assert Agreement.objects.filter(pk=foreign.pk).exists()


def test_a_writer_whose_record_was_deleted_meanwhile_is_told(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row is there when the form is opened and gone when it is locked."""
    mou = memorandum(world)
    form = {"title": "What I typed", "state": "draft", "version": "1"}
    full_clean = AGREEMENTS.model.full_clean

    def deleted_by_another(row: Agreement, *args: Any, **kwargs: Any) -> None:
        full_clean(row, *args, **kwargs)
        Agreement.objects.filter(pk=row.pk).delete()

    monkeypatch.setattr(AGREEMENTS.model, "full_clean", deleted_by_another)

    page = text(as_(client, world.officer).post(AGREEMENTS.url("edit", world.rivers, mou.pk), form))

    assert "Somebody deleted this agreement meanwhile" in page
    assert "What I typed" in page


def test_deleting_costs_the_same_however_much_goes(
    client: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    theme = Theme.objects.create(partnership=world.rivers, slug="roads", name="Roads")
    mou = memorandum(world)
    for membership in Membership.objects.filter(partnership=world.rivers):
        Signature.objects.create(agreement=mou, organisation=membership.organisation)
    Risk.objects.create(partnership=world.rivers, slug="staff", title="Staff leave")
    as_(client, world.officer).get(address(AGREEMENTS, world, mou))

    with django_assert_max_num_queries(14):
        client.get(address(AGREEMENTS, world, mou))
    with django_assert_max_num_queries(22):
        client.get(address(THEMES, world, theme))
