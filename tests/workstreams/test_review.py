"""Updates that are approved, or returned with a reason, corrected and submitted again."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from reports import snapshots
from sharedservices.core.dates import FuzzyDate
from sharedservices.core.errors import Refused, RuleViolation
from tests.factories.workstreams import ProgressUpdateFactory
from tests.world import World, as_
from workstreams import rules, services
from workstreams.models import ProgressUpdate
from workstreams.rules import UpdateState

NOW = datetime(2011, 12, 1, 9, tzinfo=UTC)
PAGE = "/partnerships/rivers/workstreams/waste/"


def returned(world: World, reason: str = "Say which sites.") -> ProgressUpdate:
    update = world.waste.updates.get()
    return services.return_update(update=update, by=world.officer, version=update.version, reason=reason, at=NOW)


def test_an_approved_update_names_who_and_when_and_stays_as_it_is(world: World) -> None:
    update = services.approve_update(update=world.waste.updates.get(), by=world.officer, version=1, at=NOW)

    assert (update.state, update.reviewer, update.reviewed_at) == ("approved", world.officer, NOW)
    with pytest.raises(RuleViolation, match="approved and cannot be returned"):
        services.return_update(update=update, by=world.officer, version=update.version, reason="Late.", at=NOW)


def test_a_returned_update_is_corrected_submitted_again_and_approved(world: World) -> None:
    update = returned(world)
    values = {"as_of": FuzzyDate.parse("2011-09-20"), "narrative": "Sites at the mill and the quay."}

    update = services.revise(update=update, by=world.alice, version=update.version, values=values)
    update = services.submit(draft=update, by=world.alice, at=NOW)
    update = services.approve_update(update=update, by=world.officer, version=update.version, at=NOW)

    assert (update.pk, update.state) == (world.waste.updates.get().pk, "approved")
    assert (update.narrative, update.author) == ("Sites at the mill and the quay.", world.alice)


def test_a_return_needs_its_reason(world: World) -> None:
    with pytest.raises(RuleViolation) as refusal:
        returned(world, reason="  ")

    assert refusal.value.field == "reason"


@pytest.mark.parametrize("name", ["alice", "bob", "clerk", "administrator"])
def test_only_programme_officers_review(world: World, name: str) -> None:
    with pytest.raises(Refused, match="Only the programme's officers"):
        services.approve_update(update=world.waste.updates.get(), by=getattr(world, name), version=1, at=NOW)

    assert world.waste.updates.get().state == "submitted"


def test_nobody_approves_what_they_wrote(world: World) -> None:
    update = ProgressUpdateFactory(workstream=world.waste, as_of="2011-10", author=world.officer)

    with pytest.raises(Refused, match="You wrote this update"):
        services.approve_update(update=update, by=world.officer, version=1, at=NOW)


def test_nobody_approves_what_they_wrote_and_another_went_over(client: Client, world: World) -> None:
    values = {"as_of": FuzzyDate.parse("2011-10"), "narrative": "All sites are open."}
    draft = services.save_draft(workstream=world.waste, by=world.officer, version=0, values=values)
    values |= {"narrative": "All sites are open now."}
    draft = services.save_draft(workstream=world.waste, by=world.alice, version=draft.version, values=values)
    update = services.submit(draft=draft, by=world.alice, at=NOW)

    with pytest.raises(Refused, match="You wrote this update"):
        services.approve_update(update=update, by=world.officer, version=update.version, at=NOW)

    assert f"{PAGE}updates/{update.pk}/approve/" not in as_(client, world.officer).get(PAGE).content.decode()
    assert f"#update-{update.pk}" not in client.get("/").content.decode()


def test_a_reviewer_decides_on_what_they_have_read(world: World) -> None:
    update = returned(world)
    services.submit(draft=update, by=world.alice, at=NOW)

    with pytest.raises(RuleViolation, match="changed after you opened it"):
        services.approve_update(update=update, by=world.officer, version=1, at=NOW)


def test_a_draft_cannot_be_approved(world: World) -> None:
    draft = ProgressUpdateFactory(workstream=world.waste, draft=True, as_of="2011-10")

    with pytest.raises(RuleViolation, match="draft and cannot be approved"):
        services.approve_update(update=draft, by=world.officer, version=1, at=NOW)


@pytest.mark.parametrize("state", ["draft", "submitted", "approved"])
def test_only_a_returned_update_is_revised(world: World, state: str) -> None:
    traits = {} if state == "submitted" else {state: True}
    update = ProgressUpdateFactory(workstream=world.waste, as_of="2011-10", **traits)

    with pytest.raises(RuleViolation, match="only a returned one"):
        services.revise(update=update, by=world.alice, version=1, values={"narrative": "Other words."})


def test_a_revision_keeps_its_words(world: World) -> None:
    update = returned(world)

    with pytest.raises(RuleViolation) as refusal:
        services.revise(update=update, by=world.alice, version=update.version, values={"narrative": "", "as_of": "x"})

    assert refusal.value.field == "narrative"


def test_the_second_of_two_who_revise_is_told_of_the_first(world: World) -> None:
    update = returned(world)
    values = {"as_of": FuzzyDate.parse("2011-09-20"), "narrative": "Sites at the mill."}
    services.revise(update=update, by=world.alice, version=update.version, values=values)

    with pytest.raises(RuleViolation, match="Alice changed this"):
        services.revise(update=update, by=world.officer, version=update.version, values=values)


def test_a_returned_update_does_not_stand_for_readers_or_papers(world: World) -> None:
    frozen = snapshots.freeze_content(world.report, on=timezone.localdate())["workstreams"]
    returned(world)

    assert [row["update"] is None for row in frozen] == [False]
    after = snapshots.freeze_content(world.report, on=timezone.localdate())["workstreams"]
    assert [row["update"] is None for row in after] == [True]
    seen = {name: world.waste.updates.visible_to(getattr(world, name)).count() for name in ("alice", "officer", "bob")}
    assert seen == {"alice": 1, "officer": 1, "bob": 0}


def test_papers_tell_an_approved_update(world: World) -> None:
    services.approve_update(update=world.waste.updates.get(), by=world.officer, version=1, at=NOW)

    frozen = snapshots.freeze_content(world.report, on=timezone.localdate())["workstreams"]

    assert frozen[0]["update"]["narrative"] == "The work goes on as planned."


def test_a_date_has_one_update_that_stands(world: World) -> None:
    update = returned(world)
    ProgressUpdateFactory(workstream=world.waste, approved=True)

    with pytest.raises(RuleViolation, match="already a submitted update as of"):
        services.submit(draft=update, by=world.alice, at=NOW)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"state": "returned", "reviewed_at": NOW}, "returned_update_has_reason"),
        ({"state": "approved"}, "reviewed_update_says_when"),
        ({"state": "approved", "reviewed_at": NOW, "narrative": ""}, "submitted_update_has_words"),
    ],
)
def test_the_database_agrees(world: World, values: dict[str, object], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        world.waste.updates.update(**values)


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        (UpdateState.DRAFT, UpdateState.APPROVED, True),
        (UpdateState.RETURNED, UpdateState.SUBMITTED, True),
        (UpdateState.SUBMITTED, UpdateState.SUBMITTED, True),
        (UpdateState.SUBMITTED, UpdateState.DRAFT, False),
        (UpdateState.APPROVED, UpdateState.SUBMITTED, False),
    ],
)
def test_which_state_may_follow(before: UpdateState, after: UpdateState, *, may: bool) -> None:
    assert rules.may_become(before, after) is may


def test_the_officer_finds_the_buttons_and_the_lead_does_not(client: Client, world: World) -> None:
    pages = {user.name: as_(client, user).get(PAGE).content.decode() for user in (world.officer, world.alice)}

    assert "/approve/" in pages["Officer"]
    assert "/return/" in pages["Officer"]
    assert "/approve/" not in pages["Alice"]


def test_the_officer_who_wrote_it_reads_why_there_are_no_buttons(client: Client, world: World) -> None:
    world.waste.updates.update(author=world.officer)

    for_officer = as_(client, world.officer).get(PAGE).content.decode()
    for_lead = as_(client, world.alice).get(PAGE).content.decode()

    reason = "You wrote this update: another of the programme&#x27;s officers approves or returns it."
    assert (reason in for_officer, "Approve<" in for_officer) == (True, False)
    assert "another of the programme" not in for_lead


def test_approving_from_the_page_takes_the_buttons_away(client: Client, world: World) -> None:
    pk = world.waste.updates.get().pk

    page = as_(client, world.officer).post(f"{PAGE}updates/{pk}/approve/", {"version": "1"}, follow=True)

    assert "Update as of 20 September 2011 approved." in page.content.decode()
    assert "/approve/" not in page.content.decode()


def test_returning_asks_for_the_reason_and_the_lead_reads_it(client: Client, world: World) -> None:
    address = f"{PAGE}updates/{world.waste.updates.get().pk}/return/"

    empty = as_(client, world.officer).post(address, {"version": "1", "reason": ""}).content.decode()
    client.post(address, {"version": "1", "reason": "Say which sites."})

    assert "Say what has to change" in empty
    assert "Say which sites." in as_(client, world.alice).get(PAGE).content.decode()
    assert "Say which sites." not in as_(client, world.bob).get(PAGE).content.decode()
    home = as_(client, world.alice).get("/").content.decode()
    assert "Correct the update for Waste as of 20 September 2011" in home


def test_the_lead_corrects_on_the_form_and_submits_again(client: Client, world: World) -> None:
    update = returned(world)
    ratings = {f"rag_{name}": "amber" for name in ("time", "cost", "delivery", "benefits")}
    form = {"version": str(update.version), "as_of": "20 September 2011", **ratings}
    address = f"{PAGE}updates/{update.pk}/edit/"

    assert "Say which sites." in as_(client, world.alice).get(address).content.decode()
    client.post(address, form | {"narrative": "At the mill.", "submit": "yes"})

    update.refresh_from_db()
    assert (update.state, update.narrative) == ("submitted", "At the mill.")
