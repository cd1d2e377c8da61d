"""Why something was changed: asked where it is changed, and told where the change is told."""

import pytest
from django.test import Client

from partnerships.models import Agreement
from partnerships.registers import AGREEMENTS
from sharedservices.core.registers.declared import Register
from tests.factories.partnerships import GovernanceBodyFactory, MeetingFactory
from tests.history.reading import history, page, reasons, text_of
from tests.partnerships.import_files import RENAMED, bring, page_of, press, workbook
from tests.registers import CASES, IN_PARTNERSHIP, KEPT, kept_here, scope
from tests.world import World, as_
from workstreams.models import Milestone, Rebaseline, Workstream

WHY = "Agreed by the “steering” group & the board"
CHANGES = "/partnerships/rivers/changes/"
kept = pytest.mark.parametrize("register", KEPT, ids=lambda register: register.slug)


def memorandum(world: World) -> Agreement:
    return Agreement.objects.create(partnership=world.rivers, slug="mou", title="Memorandum")


def form(agreement: Agreement, **changed: str) -> dict[str, str]:
    return {"title": agreement.title, "state": agreement.state, "version": str(agreement.version)} | changed


@kept
def test_a_reason_given_on_any_record_is_in_its_history(client: Client, world: World, register: Register) -> None:
    case = CASES[register.slug]
    row, values = case.row(world), case.form(world)
    address = register.url("edit", scope(register, world), row.pk)

    asked = text_of(as_(client, world.officer).get(address).content.decode())
    client.post(address, values | {"version": str(row.version), "why": WHY})

    assert "Why is this changed? (optional)" in asked
    assert reasons(row)[-1] == WHY
    assert f"Why: {WHY}" in text_of(history(world.officer, row))


@kept
def test_a_new_record_is_not_asked_why(client: Client, world: World, register: Register) -> None:
    CASES[register.slug].row(world)

    asked = as_(client, world.officer).get(register.url("add", scope(register, world))).content.decode()

    assert 'name="why"' not in asked


@pytest.mark.parametrize("register", kept_here(IN_PARTNERSHIP), ids=lambda register: register.slug)
def test_a_reason_for_deleting_stays_when_the_record_is_gone(client: Client, world: World, register: Register) -> None:
    row = CASES[register.slug].row(world)
    address = register.url("delete", scope(register, world), row.pk)

    asked = text_of(as_(client, world.officer).get(address).content.decode())
    answer = client.post(address, {"version": str(row.version), "why": WHY})

    assert "Why is this deleted? (optional)" in asked
    assert answer.status_code == 302
    assert reasons(row)[-1] == WHY


def test_what_changed_since_a_day_tells_reasons(client: Client, world: World) -> None:
    agreement = memorandum(world)
    as_(client, world.officer).post(
        AGREEMENTS.url("edit", world.rivers, agreement.pk), form(agreement, note="Signed by all", why=WHY)
    )

    for reader in (world.bob, world.officer):
        assert f"Why: {WHY}" in text_of(page(reader, CHANGES))


def test_a_change_without_a_reason_tells_none(client: Client, world: World) -> None:
    agreement = memorandum(world)
    as_(client, world.officer).post(
        AGREEMENTS.url("edit", world.rivers, agreement.pk), form(agreement, note="Signed by all", why="  ")
    )

    assert reasons(agreement)[-1] == ""
    assert "Why:" not in text_of(history(world.bob, agreement))


@pytest.mark.parametrize(
    "changed",
    [{"title": ""}, {"version": "7"}, {"title": "x" * 500}],
    ids=["error", "conflict", "too long"],
)
def test_a_reason_stays_on_a_form_that_comes_back(client: Client, world: World, changed: dict[str, str]) -> None:
    agreement = memorandum(world)
    as_(client, world.officer)

    answer = client.post(
        AGREEMENTS.url("edit", world.rivers, agreement.pk), form(agreement, note="New", why="As asked") | changed
    )

    assert answer.status_code == 200
    assert 'name="why" value="As asked"' in answer.content.decode()
    assert reasons(agreement) == [""]


@pytest.mark.parametrize("why", ["x" * 201, "nul\x00"])
def test_a_reason_that_cannot_be_kept_is_said_and_nothing_is_changed(client: Client, world: World, why: str) -> None:
    agreement = memorandum(world)
    as_(client, world.officer)
    values = form(agreement, note="New", why=why)

    answers = [
        client.post(AGREEMENTS.url(one, world.rivers, agreement.pk), values).content.decode()
        for one in ("edit", "delete")
    ]

    for told in answers:
        assert "There is a problem" in told
        assert ("Say why in 200 characters or fewer" in told) == (len(why) > 200)
    assert reasons(agreement) == [""]


def test_200_characters_on_several_lines_are_a_reason_on_one(client: Client, world: World) -> None:
    agreement = memorandum(world)
    typed = "a" * 100 + "\r\n\t" + "b" * 99

    as_(client, world.officer).post(
        AGREEMENTS.url("edit", world.rivers, agreement.pk), form(agreement, note="New", why=typed)
    )

    assert reasons(agreement)[-1] == "a" * 100 + " " + "b" * 99


def test_a_refused_deletion_keeps_its_reason(client: Client, world: World) -> None:
    agreement = memorandum(world)

    answer = as_(client, world.officer).post(
        AGREEMENTS.url("delete", world.rivers, agreement.pk), {"version": "9", "why": "Entered twice"}
    )

    assert answer.status_code == 409
    assert 'name="why" value="Entered twice"' in answer.content.decode()
    assert f'name="version" value="{agreement.version}"' in answer.content.decode()


def test_why_an_update_was_returned_is_told_to_its_writers_only(client: Client, world: World) -> None:
    update = world.waste.updates.get()
    address = f"/partnerships/rivers/workstreams/waste/updates/{update.pk}/return/"

    as_(client, world.officer).post(address, {"version": str(update.version), "reason": "Say which sites."})

    assert reasons(update)[-1] == "Say which sites."
    assert "Why: Say which sites." in text_of(history(world.alice, update))
    assert "Say which sites." not in page(world.bob, CHANGES)


def test_why_a_baseline_moved_is_told_of_the_milestone_and_the_move(client: Client, world: World) -> None:
    milestone = Milestone.objects.get()
    meeting = MeetingFactory(body=GovernanceBodyFactory(partnership=world.rivers))
    values = {"after": "June 2013", "reason": "The site flooded.", "meeting": str(meeting.pk)}

    answer = as_(client, world.officer).post(
        f"/partnerships/rivers/milestones/{milestone.pk}/baseline/", values | {"version": str(milestone.version)}
    )

    assert answer.status_code == 302, answer.content.decode()
    assert [reasons(row)[-1] for row in (milestone, Rebaseline.objects.get())] == ["The site flooded."] * 2
    assert text_of(history(world.bob, milestone)).count("Why: The site flooded.") == 2


def test_why_a_workbook_was_imported_is_told_of_everything_in_it(client: Client, world: World) -> None:
    as_(client, world.officer)
    batch = bring(client, workbook(RENAMED))
    asked = page_of(client, batch)

    press(client, batch, "apply", why=WHY)

    assert "Why is this imported? (optional)" in text_of(asked)
    assert f"Why: {WHY}" in text_of(page_of(client, batch))
    for workstream in Workstream.objects.filter(partnership=world.rivers):
        assert reasons(workstream)[-1] == WHY
        assert f"in import {batch.pk}" in history(world.bob, workstream)
    press(client, batch, "undo")
    assert f"Why: Import {batch.pk} undone" in text_of(history(world.bob, world.waste))


def test_a_reason_too_long_for_an_import_comes_back_with_it(client: Client, world: World) -> None:
    as_(client, world.officer)
    batch = bring(client, workbook(RENAMED))

    answer = client.post(f"{batch.get_absolute_url()}apply/", {"why": "x" * 201})

    assert answer.status_code == 200
    assert "Say why in 200 characters or fewer" in answer.content.decode()
    assert "x" * 201 in answer.content.decode()
    batch.refresh_from_db()
    assert batch.state == batch.State.CHECKED
