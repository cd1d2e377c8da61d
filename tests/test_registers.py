"""Every register alike: who sees it, who keeps it up, and what is said when something is wrong."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from partnerships.models import Membership
from partnerships.registers import MEMBERSHIPS
from sharedservices.core.registers.declared import Register
from tests.factories.partnerships import OrganisationFactory
from tests.registers import CASES, IN_PARTNERSHIP, KEPT, REGISTERS, scope
from tests.world import World, as_
from workstreams.registers import MILESTONES, WORKSTREAMS

FREE_TEXT = ("note", "criteria", "condition", "part", "terms", "reason", "owner_office", "title")
every = pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.slug)
kept = pytest.mark.parametrize("register", KEPT, ids=lambda register: register.slug)
inside = pytest.mark.parametrize("register", IN_PARTNERSHIP, ids=lambda register: register.slug)


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def test_every_register_has_a_case() -> None:
    assert sorted(CASES) == sorted(register.slug for register in REGISTERS)


@every
def test_members_see_the_list_and_the_record(client: Client, world: World, register: Register) -> None:
    row = CASES[register.slug].row(world)
    row.refresh_from_db()
    as_(client, world.bob)

    listed = text(client.get(register.url("list", scope(register, world))))
    detail = text(client.get(register.url("detail", scope(register, world), row.pk), follow=True))

    assert f'href="{register.page_of(row, scope(register, world))}"' in listed
    assert "<caption" in listed
    row.refresh_from_db()
    assert ("Not stated" in detail) == ("Not stated" in dict(register.details(row)).values())
    assert register.written_elsewhere or register.url("add", scope(register, world)) not in listed


@inside
def test_an_empty_register_says_so(client: Client, world: World, register: Register) -> None:
    if register is MEMBERSHIPS:
        Membership.objects.all().delete()
    if register in (WORKSTREAMS, MILESTONES):
        world.waste.delete()

    page = text(as_(client, world.officer).get(register.url("list", scope(register, world))))

    assert "Nothing has been recorded yet." in page
    assert (register.written_elsewhere or register.url("add", scope(register, world))) in page


@kept
def test_the_officer_adds_a_record(client: Client, world: World, register: Register) -> None:
    form = CASES[register.slug].form(world)
    before = register.model._default_manager.count()

    answer = as_(client, world.officer).post(
        register.url("add", scope(register, world)), form | {"version": "0"}, follow=True
    )

    assert answer.redirect_chain, text(answer)
    assert f"The {register.one} is saved." in text(answer)
    assert register.model._default_manager.count() == before + 1
    assert LogEntry.objects.get().user == world.officer


@kept
def test_the_officer_changes_a_record(client: Client, world: World, register: Register) -> None:
    case = CASES[register.slug]
    row, form = case.row(world), case.form(world)
    address = register.url("edit", scope(register, world), row.pk)

    shown = text(as_(client, world.officer).get(address))
    answer = client.post(address, form | {"version": str(row.version)})

    assert f'name="version" value="{row.version}"' in shown
    assert answer.status_code == 302, text(answer)
    row.refresh_from_db()
    assert row.version == 2


@kept
def test_a_viewer_is_told_why_not(client: Client, world: World, register: Register) -> None:
    row = CASES[register.slug].row(world)
    as_(client, world.bob)

    for address in (register.url("add", scope(register, world)), register.url("edit", scope(register, world), row.pk)):
        for answer in (client.get(address), client.post(address, {"version": "1"})):
            assert answer.status_code == 403
            assert "programme officers" in text(answer)


@inside
def test_a_foreign_partnership_is_not_there(client: Client, world: World, register: Register) -> None:
    row = CASES[register.slug].row(world)
    as_(client, world.charlie)

    kept = not register.written_elsewhere
    addresses = [register.url(page, world.rivers) for page in ("list", *(["add"] if kept else []))]
    for where in (world.rivers, world.hills):
        addresses += [register.url(page, where, row.pk) for page in ("detail", *(["edit"] if kept else []))]

    assert {client.get(address).status_code for address in addresses} == {404}


@kept
def test_the_second_of_two_writers_is_told_and_keeps_the_text(client: Client, world: World, register: Register) -> None:
    case = CASES[register.slug]
    row, form = case.row(world), case.form(world)
    address = register.url("edit", scope(register, world), row.pk)
    as_(client, world.officer).post(address, form | {"version": str(row.version)})
    name = next(name for name in FREE_TEXT if name in register.fields)

    late = client.post(address, form | {name: "What I typed", "version": "1"})

    assert late.status_code == 200
    assert f"Officer changed this {register.one} while you were writing" in text(late)
    row.refresh_from_db()
    assert f"{register.label(name)}: “{getattr(row, name) or 'Not stated'}”" in text(late)
    assert any(shown in text(late) for shown in ('value="What I typed"', ">\nWhat I typed</textarea>"))
    assert 'name="version" value="2"' in text(late)


@kept
def test_bad_input_is_said_plainly_and_nothing_is_saved(client: Client, world: World, register: Register) -> None:
    case = CASES[register.slug]
    name, value, told = case.bad
    form = case.form(world) | {name: value, "version": "0"}
    before = register.model._default_manager.count()

    answer = as_(client, world.officer).post(register.url("add", scope(register, world)), form)

    assert told in text(answer)
    assert "Error: " in text(answer).split("</title>")[0]
    assert register.model._default_manager.count() == before


@every
def test_the_list_costs_the_same_however_long_it_is(
    client: Client, world: World, register: Register, django_assert_max_num_queries: Any
) -> None:
    row = CASES[register.slug].row(world)
    as_(client, world.officer)
    address = register.url("list", scope(register, world))
    client.get(address)
    copies(row, world, 3, CASES[register.slug].vary)

    with django_assert_max_num_queries(12):
        page = text(client.get(address))

    assert page.count('<th scope="row"') >= 4


def copies(row: Any, world: World, count: int, vary: Any) -> None:
    """More rows like this one, each with what must differ between rows."""
    for number in range(count):
        row.pk, row._state.adding = None, True
        rename(row, number)
        if hasattr(row, "host_id"):
            row.host = OrganisationFactory()
        elif hasattr(row, "organisation_id") and not hasattr(row, "body_id"):
            row.organisation = OrganisationFactory()
        for name, value in vary(world, number).items():
            setattr(row, name, value)
        row.save()


def rename(row: Any, number: int) -> None:
    for field in row._meta.fields:
        if field.name in ("slug", "office", "purpose"):
            setattr(row, field.name, f"copy-{number}")
        elif field.name == "number":
            row.number = 100 + number
        elif field.name in ("period", "date") and "date" not in str(field.null):
            setattr(row, field.name, str(2015 + number))
