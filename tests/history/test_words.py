"""Records, fields and values of a change, in the words of the pages: no column, no key, no code."""

from typing import Any

import pytest
from django.test import Client

from partnerships.models import Contribution
from partnerships.registers import AGREEMENTS
from sharedservices.core.history.wording import difference
from sharedservices.core.registers.declared import OF_MODEL
from tests.factories.programme import OutsideProgrammeFactory
from tests.factories.savings import SavingsLineFactory
from tests.factories.workstreams import MilestoneFactory, ProgressUpdateFactory, ProjectFactory
from tests.history.reading import by, history, page, text_of
from tests.registers import CASES, IN_PARTNERSHIP, scope
from tests.world import World, as_
from workstreams.models import Milestone, Participation, ProgressUpdate, Risk, StageGate, Workstream

CHANGES = "/partnerships/rivers/changes/"


def test_line_ends_alone_are_no_difference() -> None:
    assert "<ins>" not in difference("One.\n\nTwo.", "One.\r\n\r\nTwo.")


def test_a_form_keeps_line_ends_as_they_were(client: Client, world: World) -> None:
    agreement = world.rivers.agreements.create(slug="mou", title="Memorandum", note="One.\n\nTwo.")
    address = AGREEMENTS.url("edit", world.rivers, agreement.pk)
    values = {"title": "Memorandum", "state": agreement.state, "note": "One.\r\n\r\nTwo.", "version": "1"}

    as_(client, world.officer).post(address, values)

    agreement.refresh_from_db()
    assert (agreement.note, agreement.version) == ("One.\n\nTwo.", 1)


def test_what_was_not_stated_is_replaced_as_a_whole(world: World) -> None:
    Workstream.objects.update(note="A first note")

    assert "removed: Not stated added: A first note" in text_of(history(world.bob, world.waste))


def test_a_record_is_not_named_again_on_its_own_page_but_its_parts_are(world: World) -> None:
    project = ProjectFactory(workstream=world.waste, name="Shared routes")
    Participation.objects.create(project=project, organisation=world.north, role="lead")

    told = text_of(history(world.bob, project))

    assert "project “Shared routes”" not in told
    assert "Added on " in told
    assert f"Added: participation “{world.north} in Shared routes”" in told


@pytest.mark.parametrize("register", IN_PARTNERSHIP, ids=lambda register: register.slug)
def test_a_history_leads_back_to_its_record_and_calls_it_as_its_page_does(world: World, register: Any) -> None:
    row = CASES[register.slug].row(world)

    told = history(world.officer, row)

    assert OF_MODEL[register.model] is register
    assert f'href="{register.url("list", scope(register, world))}"' in told
    assert f'href="{register.page_of(row, scope(register, world))}"' in told
    assert f", {register.one}</span>" in told


def test_ratings_and_offices_are_called_as_on_the_update(world: World) -> None:
    update = ProgressUpdateFactory(workstream=world.waste, as_of="2011-10-20", rag_time="green")
    ProgressUpdate.objects.filter(pk=update.pk).update(rag_time="amber")

    told = text_of(history(world.bob, update))

    assert "Rating: time removed: On track added: At risk" in told
    assert "Rag" not in told


def test_several_choices_are_told_by_their_labels(world: World) -> None:
    gate = StageGate.objects.create(partnership=world.rivers, stage="pilot", order=1, requires=["lead", "start"])

    told = text_of(history(world.officer, gate))

    requires = dict(gate._meta.get_field("requires").base_field.choices)
    assert f"{requires['lead']}; {requires['start']}" in told
    assert "[" not in told.partition("Must be filled")[2][:80]


def test_deleted_records_without_a_title_are_named_by_what_they_were_about(world: World) -> None:
    project = ProjectFactory(workstream=world.waste, name="Shared routes")
    part = Participation.objects.create(project=project, organisation=world.north, role="lead")
    Participation.objects.filter(pk=part.pk).update(role="host")
    paid = Contribution.objects.create(
        partnership=world.rivers, organisation=world.south, purpose="", period="2010/11", amount=20_000
    )
    move = Milestone.objects.get().rebaselines.create(number=1, after="2013", reason="Late.")
    for row in (part, paid, move):
        row.delete()

    told = text_of(page(world.officer, CHANGES))

    for name in (
        f"participation “Shared routes, {world.north} (no longer there)”",
        f"contribution “{world.south}, 2010/11 (no longer there)”",
        "move of a baseline “Business case, 1 (no longer there)”",
    ):
        assert f"Deleted: {name}" in told
    assert f"Changed: participation “Shared routes, {world.north} (no longer there)”" in told
    assert f"number {part.pk}" not in told


def test_what_is_named_and_gone_has_no_number(world: World) -> None:
    project = ProjectFactory(workstream=world.waste, name="Shared routes")
    Risk.objects.create(partnership=world.rivers, slug="flood", title="Flood", project=project)
    Risk.objects.update(project=None)
    project.delete()

    told = text_of(history(world.bob, Risk.objects.get()))

    assert "Project removed: No longer there, or not for you to see added: Not stated" in told
    assert str(project.pk) not in told.partition("Changed on")[2].partition("Added on")[0].replace("2026", "")


def test_lines_of_claims_that_were_deleted_are_named_by_claim_and_period(world: World) -> None:
    line = SavingsLineFactory(
        claim__partnership=world.rivers, claim__title="Joint procurement", claim__status="submitted", period="2011/12"
    )
    with by(world.officer):
        line.delete()

    assert "Joint procurement" in text_of(page(world.officer, CHANGES)).partition("Deleted: ")[2][:80]


def test_a_page_that_names_what_is_gone_makes_the_same_queries_however_much_is(
    world: World, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        MilestoneFactory(workstream=world.waste, title=f"Milestone {number}").delete()
    client = as_(Client(), world.officer)

    with django_assert_max_num_queries(25):
        client.get(CHANGES)


def test_links_and_sections_are_called_by_what_they_lead_to(world: World) -> None:
    programme = OutsideProgrammeFactory(partnership=world.rivers, name="Pathfinder")
    programme.projects.set([ProjectFactory(workstream=world.waste, name="Shared routes")])

    linked = text_of(history(world.bob, programme))
    paper = text_of(history(world.alice, world.report))

    assert "Outside programme Pathfinder Project Shared routes" in linked
    assert f"Section {world.report.sections.get().key}" in paper
