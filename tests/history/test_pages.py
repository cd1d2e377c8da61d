"""The pages that tell what changed: in words, to those who may see it, and nothing of what was private then."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from savings.models import SavingsClaim, SavingsLine
from sharedservices.core.acting import Actor, acting
from sharedservices.core.history.wording import difference
from tests.factories.partnerships import OrganisationFactory
from tests.factories.programme import OutsideProgrammeFactory
from tests.factories.savings import SavingsLineFactory
from tests.factories.workstreams import ProgressUpdateFactory, ProjectFactory
from tests.history.reading import by, history, page, text_of
from tests.world import World, as_
from workstreams.models import Milestone, ProgressUpdate, ProjectRating, Workstream


def test_words_that_changed_are_marked_and_said() -> None:
    assert difference("The routes were agreed.", "The routes are not agreed.") == (
        'The routes <del><span class="govuk-visually-hidden">removed: </span>were</del> '
        '<ins><span class="govuk-visually-hidden">added: </span>are not</ins> agreed.'
    )


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("a b", "a b", "a b"),
        ("", "new", "<ins>new</ins>"),
        ("one two three", "1 2 three", "<del>one two</del> <ins>1 2</ins> three"),
        ("<b>", "<i>", "&lt;<del>b</del> <ins>i</ins>&gt;"),
        ("Review of the month", "Minutes of a board", "<del>Review of the month</del> <ins>Minutes of a board</ins>"),
        (
            "Signed.",
            "Signed. Then a great deal was added behind it.",
            "Signed.<ins> Then a great deal was added behind it.</ins>",
        ),
    ],
)
def test_a_difference_holds_whole_phrases_and_no_markup(before: str, after: str, marked: str) -> None:
    plain = str(difference(before, after))
    for word in ("removed", "added"):
        plain = plain.replace(f'<span class="govuk-visually-hidden">{word}: </span>', "")

    assert plain == marked


def test_a_text_too_long_to_compare_is_replaced_as_a_whole() -> None:
    before, after = "one " * 3000, "two " * 3000

    assert str(difference(before, after)).count("<ins>") == 1


def test_a_change_is_told_in_words(world: World) -> None:
    with by(world.alice, reason="Agreed by the steering group"):
        Workstream.objects.update(stage="pilot", lead=world.south, is_focus=True)

    told = text_of(history(world.bob, world.waste))

    assert f"Changed on {timezone.localdate():%-d %B %Y}" in told
    assert "By Alice Why: Agreed by the steering group" in told
    assert "removed: Development added: Pilot" in told
    assert f"removed: {world.north} added: {world.south}" in told
    assert "In focus" in told
    assert "removed: No added: Yes" in told


def test_what_the_machine_counts_is_not_told(world: World) -> None:
    world.waste.save()

    told = history(world.bob, world.waste)

    assert "Nothing that people read was changed." in told
    assert "Updated at" not in told
    assert "Version" not in told


def test_money_is_told_with_the_word_it_was_stated_with(world: World) -> None:
    line = SavingsLineFactory(claim__partnership=world.rivers, achieved=None, identified=None, forecast=None)
    SavingsClaim.objects.update(status="submitted")
    SavingsLine.objects.update(forecast=20_000, forecast_qualifier="about")
    SavingsLine.objects.update(forecast="1234567.10")

    told = text_of(history(world.bob, line))

    assert "removed: Not stated added: about £20k" in told
    assert "removed: about £20k added: about £1,234,567.10" in told
    assert "qualifier" not in told.lower()


def test_a_qualifier_alone_is_a_change_of_the_sum(world: World) -> None:
    line = SavingsLineFactory(claim__partnership=world.rivers, claim__status="submitted", forecast=20_000)
    SavingsLine.objects.update(forecast_qualifier="up to")

    assert "added: up to" in text_of(history(world.bob, line))


def test_dates_are_told_as_people_write_them(world: World) -> None:
    milestone = Milestone.objects.get()
    Milestone.objects.update(actual="2012-03")

    told = text_of(history(world.bob, milestone))

    assert "Actual" in told
    assert "March 2012" in told


def test_links_to_others_are_told_by_their_names(world: World) -> None:
    programme = OutsideProgrammeFactory(partnership=world.rivers)
    project = ProjectFactory(workstream=world.waste, name="Shared routes")
    programme.projects.set([project])
    programme.projects.set([])

    told = text_of(history(world.bob, programme))

    assert "Added: projects of outside programme “National pathfinder and Shared routes”" in told
    assert "Removed: projects of outside programme “National pathfinder and Shared routes”" in told


def test_an_import_is_named_by_its_number(world: World) -> None:
    with by(world.officer, batch=12):
        Workstream.objects.update(note="Imported")

    assert "By Officer, in import 12" in history(world.bob, world.waste)


def test_what_a_command_did_the_portal_did(world: World) -> None:
    with acting(Actor(system="manage.py import_programme")):
        Workstream.objects.update(note="Imported")

    told = history(world.bob, world.waste)

    assert "By the portal (command import_programme)" in told
    assert "By the portal</p>" in told


def test_the_parts_of_a_record_are_told_with_it(world: World) -> None:
    section = world.report.sections.get()
    section.text = "The programme is late."
    section.save()

    told = history(world.alice, world.report)

    assert "late" in told
    assert "report section" in told


def test_a_page_of_history_makes_the_same_queries_however_long_it_is(world: World) -> None:
    counts = []
    for changes in (2, 30):
        for number in range(changes):
            lead = OrganisationFactory()
            Workstream.objects.update(note=f"Note {number} of {changes}", lead=lead)
        client = as_(Client(), world.bob)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/history/workstream/{world.waste.pk}/")
            client.get("/partnerships/rivers/changes/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_fifty_changes_are_on_a_page(world: World) -> None:
    for number in range(60):
        Workstream.objects.update(note=f"Note {number}")

    first, second = (page(world.bob, f"/history/workstream/{world.waste.pk}/?page={number}") for number in (1, 2))

    assert (first.count('class="app-update"'), second.count('class="app-update"')) == (50, 11)


@pytest.mark.parametrize("kind", ["user", "rolegrant", "apitoken", "snapshot", "historyevent", "session", "nonsense"])
def test_what_nobody_spoke_for_has_no_page(world: World, kind: str) -> None:
    assert as_(Client(), world.officer).get(f"/history/{kind}/{world.alice.pk}/").status_code == 404


def test_a_draft_is_told_to_its_writers_alone_until_it_is_submitted(world: World) -> None:
    update = ProgressUpdateFactory(workstream=world.waste, as_of="2011-10-20", state="draft", narrative="Secret words")
    ProjectRating.objects.create(
        update=update, project=ProjectFactory(workstream=world.waste), rag="red", reason="Hush"
    )
    address = f"/history/progressupdate/{update.pk}/"
    assert as_(Client(), world.bob).get(address).status_code == 404
    for writer in (world.alice, world.officer):
        assert "Secret words" in page(writer, address)
        assert "Hush" in page(writer, address)
    assert "Secret words" not in page(world.bob, "/partnerships/rivers/changes/")
    assert "Hush" not in page(world.bob, "/partnerships/rivers/changes/")
    assert "Secret words" in page(world.officer, "/partnerships/rivers/changes/")

    ProgressUpdate.objects.filter(pk=update.pk).update(state="submitted", narrative="Public words")

    for partners in (page(world.bob, address), page(world.bob, "/partnerships/rivers/changes/")):
        assert "Public words" in partners
        assert "Secret" not in partners
        assert "Draft" not in partners
    assert "Secret" in page(world.alice, address)


def test_what_was_written_while_an_update_was_returned_stays_with_its_writers(world: World) -> None:
    update = world.waste.updates.get()
    mine = ProgressUpdate.objects.filter(pk=update.pk)
    mine.update(state="returned", return_reason="Say why", reviewed_at=timezone.now())
    mine.update(narrative="Half written")
    mine.update(state="submitted", narrative="Fully written")

    partners = history(world.bob, update) + page(world.bob, "/partnerships/rivers/changes/")

    assert "Fully written" in partners
    for hidden in ("Half written", "Half", "Returned", "Say why"):
        assert hidden not in partners
    assert "Say why" in history(world.alice, update)
    assert "Half" in history(world.alice, update)


def test_lines_of_a_draft_claim_are_told_to_the_claimant_alone(world: World) -> None:
    line = SavingsLineFactory(
        claim__partnership=world.rivers, claim__organisation=world.north, claim__status="draft", forecast=777
    )
    SavingsLine.objects.update(forecast=888)
    assert "£888" in page(world.officer, "/partnerships/rivers/changes/")
    assert "£777" in history(world.alice, line.claim)

    SavingsClaim.objects.update(status="submitted")
    SavingsLine.objects.update(forecast=999)

    partners = (
        page(world.bob, "/partnerships/rivers/changes/") + history(world.bob, line) + history(world.bob, line.claim)
    )
    assert "£999" in partners
    assert "£777" not in partners
    assert "£888" in partners  # what the line said when the claim was submitted


def test_a_paper_in_the_making_is_told_to_its_council_alone(world: World) -> None:
    world.report.title = "A title in the making"
    world.report.save()

    changes = "/partnerships/rivers/changes/"

    assert "A title in the making" in page(world.alice, changes)
    assert "making" not in page(world.bob, changes)
    assert "making" not in page(world.officer, changes)
