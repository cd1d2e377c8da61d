"""What changed since a day, and how a record stood at the end of one."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships.models import Partnership
from partnerships.rules import Role
from savings.models import SavingsLine
from tests.factories.savings import SavingsLineFactory
from tests.factories.workstreams import MilestoneFactory, ProgressUpdateFactory, ProjectFactory
from tests.history.keeping import EVENTS, run, unprotected
from tests.history.reading import age, by, page, text_of
from tests.world import World, granted
from workstreams.models import Milestone, ProgressUpdate, Workstream


def test_removed_records_are_told_to_programme_officers(world: World) -> None:
    milestone = MilestoneFactory(workstream=world.waste, title="Contract signed")
    milestone.delete()

    changes = "/partnerships/rivers/changes/"

    told = text_of(page(world.officer, changes))
    assert "Deleted: milestone “Contract signed (no longer there)”" in told
    assert "Contract signed" not in page(world.bob, changes)


def test_what_was_taken_back_is_not_told_of_when_it_was_out(world: World) -> None:
    update = ProgressUpdateFactory(workstream=world.waste, as_of="2011-10-20", narrative="Stood then")
    line = SavingsLineFactory(
        claim__partnership=world.rivers, claim__organisation=world.south, organisation=world.south, forecast=777
    )
    changes = "/partnerships/rivers/changes/"
    before = page(world.alice, changes) + page(world.bob, changes)

    ProgressUpdate.objects.filter(pk=update.pk).update(
        state="returned", return_reason="Say why", reviewed_at=timezone.now()
    )
    SavingsLine.objects.filter(pk=line.pk).update(released=False)

    assert (before.count("Stood then"), before.count("£777")) == (2, 2)
    assert "Stood then" not in page(world.bob, changes)
    assert "£777" not in page(world.alice, changes)
    assert "Stood then" in page(world.alice, changes)
    assert "£777" in page(granted("Treasurer", Role.COUNCIL_OFFICER, world.south), changes)


def test_what_is_gone_is_told_to_officers_as_far_as_it_was_out(world: World) -> None:
    shown, kept = (
        SavingsLineFactory(
            claim__partnership=world.rivers, organisation=world.south, released=released, forecast=forecast
        )
        for released, forecast in ((True, 777), (False, 888))
    )
    SavingsLine.objects.filter(pk__in=[shown.pk, kept.pk]).delete()

    told = page(world.officer, "/partnerships/rivers/changes/")

    assert ("£777" in told, "£888" in told) == (True, False)
    assert "£777" not in page(world.bob, "/partnerships/rivers/changes/")


def test_what_changed_since_a_day(world: World) -> None:
    age(10)
    Workstream.objects.update(note="Lately")
    day = timezone.localdate()

    recent = page(world.bob, f"/partnerships/rivers/changes/?since={day - timedelta(days=5)}")
    every = page(world.bob, f"/partnerships/rivers/changes/?since={day - timedelta(days=10)}")

    assert "1 change since" in recent
    assert "Lately" in recent
    assert recent.count('class="app-update"') == 1 < every.count('class="app-update"')
    assert f"{day:%-d %B %Y}</h2>" in recent


def test_changes_of_one_kind_one_person_or_one_import(world: World) -> None:
    with by(world.alice):
        Workstream.objects.update(note="By Alice")
    with by(world.officer, batch=7):
        Milestone.objects.update(note="By the import")

    def told(query: str) -> set[str]:
        text = page(world.bob, f"/partnerships/rivers/changes/?{query}")
        return {word for word in ("By Alice", "By the import") if word in text}

    assert told("kind=workstream") == {"By Alice"}
    assert told(f"who={world.officer.pk}") == {"By the import"}
    assert told("batch=7") == {"By the import"}
    assert told(f"batch=7&who={world.alice.pk}") == set()


def test_a_page_says_how_many_changes_there_are_and_asks_who_sees_them_once(world: World) -> None:
    def counted(query: str = "") -> int:
        found = re.search(r"(\d+) changes? since", page(world.bob, f"/partnerships/rivers/changes/?{query}"))
        assert found is not None
        return int(found[1])

    every, of_workstreams = counted(), counted("kind=workstream")
    Workstream.objects.update(note="Changed")
    Milestone.objects.update(note="Changed")

    with CaptureQueriesContext(connection) as asked:
        assert counted() == every + 2
    # who sees which event: for the sum and the choice of people together, and for the page
    assert sum("core_historyevent" in query["sql"] and '."partnership" = ' in query["sql"] for query in asked) == 2
    assert counted("kind=workstream") == of_workstreams + 1


@pytest.mark.parametrize("query", ["since=yesterday", "kind=user", "batch=x", "who=0"])
def test_a_filter_that_is_not_understood_says_so_and_shows_nothing(world: World, query: str) -> None:
    told = page(world.bob, f"/partnerships/rivers/changes/?{query}")

    assert "There is a problem" in told
    assert 'class="app-update"' not in told


def test_people_who_only_wrote_in_private_are_no_choice(world: World) -> None:
    with by(world.alice):
        ProgressUpdateFactory(workstream=world.waste, as_of="2011-10-20", state="draft")

    assert ">Alice</option>" not in page(world.bob, "/partnerships/rivers/changes/")
    assert ">Alice</option>" in page(world.officer, "/partnerships/rivers/changes/")


def test_changes_of_another_partnership_are_not_there(world: World) -> None:
    Partnership.objects.filter(pk=world.hills.pk).update(purpose="Over the hills")

    assert "Over the hills" not in page(world.administrator, "/partnerships/rivers/changes/")
    assert "Over the hills" in page(world.charlie, "/partnerships/hills/changes/")


def test_a_workstream_reads_as_it_was(world: World) -> None:
    project = ProjectFactory(workstream=world.waste, name="Old project")
    age(10)
    then = timezone.localdate() - timedelta(days=5)
    Workstream.objects.update(name="Waste and recycling", purpose="New purpose")
    Milestone.objects.update(title="New title")
    project.delete()
    ProjectFactory(workstream=world.waste, name="New project")
    MilestoneFactory(workstream=world.waste, title="Added later")
    ProgressUpdate.objects.update(narrative="Rewritten since")

    told = page(world.bob, f"/partnerships/rivers/workstreams/waste/?as_at={then}")

    assert f"As at {then:%-d %B %Y}" in told
    for old in ("Share what the councils know.", "Business case", "Old project", ">Waste</h1>"):
        assert old in told
    for new in ("New title", "New project", "New purpose", "Added later", "Rewritten since", "Waste and recycling"):
        assert new not in told


def test_a_workstream_as_at_a_day_tells_only_what_was_submitted_by_then(world: World) -> None:
    world.waste.updates.all().delete()
    age(10)
    then = timezone.localdate() - timedelta(days=5)
    ProgressUpdateFactory(workstream=world.waste, as_of="2011-10-20", narrative="Submitted since")
    draft = ProgressUpdateFactory(workstream=world.waste, as_of="2011-11-20", state="draft", narrative="Then a draft")
    age(8)
    ProgressUpdate.objects.filter(pk=draft.pk).update(state="submitted")

    told = page(world.alice, f"/partnerships/rivers/workstreams/waste/?as_at={then}")

    assert "Submitted since" in told
    assert "Then a draft" not in told


def test_a_day_before_the_record_says_so(world: World) -> None:
    told = page(world.bob, "/partnerships/rivers/workstreams/waste/?as_at=2011-12-31")

    assert "As at 31 December 2011" in told
    assert "This was not in the portal at the end of 31 December 2011: it was recorded later." in told
    assert "Business case" not in told


def test_a_day_before_history_began_says_when_it_did(world: World) -> None:
    with unprotected(EVENTS):
        run(f"UPDATE {EVENTS} SET system = 'history begins', at = '2026-03-01 12:00+00' WHERE system = 'tests'")

    told = page(world.bob, f"/history/milestone/{Milestone.objects.get().pk}/?as_at=2011-12-31")

    assert "The record of changes begins on 1 March 2026: how this stood at the end of 31 December 2011" in told


def test_a_milestone_reads_as_it_was(world: World) -> None:
    age(10)
    then = timezone.localdate() - timedelta(days=5)
    milestone = Milestone.objects.get()
    Milestone.objects.update(title="New title", forecast="2013")

    told = text_of(page(world.bob, f"/history/milestone/{milestone.pk}/?as_at={then}"))

    assert "Business case" in told.split("Show it as it is now")[1]
    assert "2013" not in told


def test_a_record_that_was_private_then_is_not_told_as_at(world: World) -> None:
    draft = ProgressUpdateFactory(workstream=world.waste, as_of="2011-11-20", state="draft", narrative="Then a draft")
    age(10)
    then = timezone.localdate() - timedelta(days=5)
    ProgressUpdate.objects.filter(pk=draft.pk).update(state="submitted", narrative="Public now")
    address = f"/history/progressupdate/{draft.pk}/?as_at={then}"

    assert "Then a draft" not in page(world.bob, address)
    assert "Then a draft" in page(world.alice, address)


def test_pages_lead_to_their_history(world: World) -> None:
    milestone = Milestone.objects.get()
    links = {
        "/partnerships/rivers/": "/partnerships/rivers/changes/",
        "/partnerships/rivers/workstreams/waste/": f"/history/workstream/{world.waste.pk}/",
        f"/partnerships/rivers/milestones/{milestone.pk}/": f"/history/milestone/{milestone.pk}/",
        f"/reports/{world.report.reference}/": f"/history/report/{world.report.pk}/",
    }

    for address, link in links.items():
        assert f'href="{link}"' in page(world.alice, address)


@pytest.mark.parametrize("since", ["1 November 2011", "1/11/2011", "2011-11-01", " "])
def test_a_day_is_asked_for_as_people_write_it(world: World, since: str) -> None:
    told = page(world.bob, f"/partnerships/rivers/changes/?since={since}")

    assert "There is a problem" not in told
    assert "Added: workstream" in text_of(told)


def test_somebody_who_changed_nothing_since_a_day_is_said_so(world: World) -> None:
    with by(world.alice):
        Workstream.objects.update(note="By Alice")
    age(40)
    address = f"/partnerships/rivers/changes/?who={world.alice.pk}"

    lately = page(world.bob, address)
    ever = page(world.bob, f"{address}&since={timezone.localdate() - timedelta(days=50)}")

    assert "This person changed nothing since that day." in lately
    assert "By Alice" in ever
