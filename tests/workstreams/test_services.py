from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sharedservices.core.dates import FuzzyDate
from sharedservices.core.errors import Refused, RuleViolation
from tests.factories.workstreams import MilestoneFactory
from tests.world import World
from workstreams import services
from workstreams.models import ProgressUpdate

NOW = datetime(2011, 12, 1, 9, tzinfo=UTC)


def words(**changes: Any) -> dict[str, Any]:
    return {"as_of": FuzzyDate.parse("2011-11-30"), "narrative": "Two sites are agreed."} | changes


def test_a_draft_is_written_and_then_changed_in_place(world: World) -> None:
    first = services.save_draft(workstream=world.waste, by=world.alice, version=0, values=words())

    second = services.save_draft(
        workstream=world.waste, by=world.alice, version=first.version, values=words(narrative="Three sites are agreed.")
    )

    assert second.pk == first.pk
    assert ProgressUpdate.objects.get(pk=first.pk).narrative == "Three sites are agreed."


def test_the_second_of_two_writers_is_told_who_was_first_and_overwrites_nothing(world: World) -> None:
    draft = services.save_draft(workstream=world.waste, by=world.alice, version=0, values=words())

    with pytest.raises(RuleViolation, match="Alice changed this draft"):
        services.save_draft(workstream=world.waste, by=world.officer, version=0, values=words(narrative="Mine."))

    draft.refresh_from_db()
    assert draft.narrative == "Two sites are agreed."


def test_a_submitted_update_is_dated_and_closed(world: World) -> None:
    draft = services.save_draft(workstream=world.waste, by=world.alice, version=0, values=words())

    update = services.submit(draft=draft, by=world.alice, at=NOW)

    assert (update.state, update.submitted_at, update.author) == ("submitted", NOW, world.alice)
    with pytest.raises(RuleViolation, match="submitted already"):
        services.submit(draft=update, by=world.alice, at=NOW)


def test_an_update_without_words_is_not_submitted(world: World) -> None:
    draft = services.save_draft(workstream=world.waste, by=world.alice, version=0, values=words(narrative="  "))

    with pytest.raises(RuleViolation) as refusal:
        services.submit(draft=draft, by=world.alice, at=NOW)

    assert refusal.value.field == "narrative"


def test_a_date_has_one_update(world: World) -> None:
    taken = words(as_of=FuzzyDate.parse("2011-09-20"))
    draft = services.save_draft(workstream=world.waste, by=world.alice, version=0, values=taken)

    with pytest.raises(RuleViolation, match="already a submitted update as of 20 September 2011") as refusal:
        services.submit(draft=draft, by=world.alice, at=NOW)

    assert refusal.value.field == "as_of"


def test_a_rating_better_than_the_milestones_needs_a_reason(world: World) -> None:
    MilestoneFactory(workstream=world.waste, baseline="2011-10")
    MilestoneFactory(workstream=world.waste, baseline="2011-09")
    rosy = words(rag_time="green")
    draft = services.save_draft(workstream=world.waste, by=world.alice, version=0, values=rosy)

    with pytest.raises(RuleViolation, match="suggest “Off track”") as refusal:
        services.submit(draft=draft, by=world.alice, at=NOW)

    assert refusal.value.field == "rag_reason"
    explained = rosy | {"rag_reason": "Both moved by the board."}
    draft = services.save_draft(workstream=world.waste, by=world.alice, version=draft.version, values=explained)
    assert services.submit(draft=draft, by=world.alice, at=NOW).state == "submitted"


def test_an_update_does_not_tell_of_the_future(world: World) -> None:
    draft = services.save_draft(
        workstream=world.waste, by=world.alice, version=0, values=words(as_of=FuzzyDate.parse("2011-12-02"))
    )

    with pytest.raises(RuleViolation, match="today or before") as refusal:
        services.submit(draft=draft, by=world.alice, at=NOW)

    assert refusal.value.field == "as_of"


@pytest.mark.parametrize("name", ["bob", "charlie", "clerk", "administrator"])
def test_only_the_lead_and_programme_officers_write(world: World, name: str) -> None:
    with pytest.raises(Refused, match="lead and the programme's officers"):
        services.save_draft(workstream=world.waste, by=getattr(world, name), version=0, values=words())

    assert not ProgressUpdate.objects.drafts().exists()


def test_a_draft_is_seen_by_its_writers_only(world: World) -> None:
    services.save_draft(workstream=world.waste, by=world.alice, version=0, values=words())

    seen = {
        name: ProgressUpdate.objects.visible_to(getattr(world, name)).drafts().count()
        for name in ("alice", "officer", "bob", "charlie", "clerk")
    }

    assert seen == {"alice": 1, "officer": 1, "bob": 0, "charlie": 0, "clerk": 0}


def test_the_database_refuses_a_five_point_rating_on_a_three_point_scale(world: World) -> None:
    update = world.waste.updates.get()

    with pytest.raises(IntegrityError, match="five_point"), transaction.atomic():
        ProgressUpdate.objects.filter(pk=update.pk).update(rag_cost="amber_red")
