"""Milestones, and their baselines, which move on purpose only."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sharedservices.core.dates import FuzzyDate
from sharedservices.core.errors import Refused, RuleViolation
from sharedservices.core.registers.keeping import Overtaken
from tests.factories.partnerships import MeetingFactory
from tests.factories.programme import RiskFactory, StageGateFactory
from tests.factories.workstreams import MilestoneFactory, ParticipationFactory, ProjectFactory
from tests.world import World, as_
from workstreams import services
from workstreams.models import Milestone, Rebaseline
from workstreams.registers import MILESTONES, REBASELINES

LATER = FuzzyDate.parse("2012-06")


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


@pytest.fixture
def milestone(world: World) -> Milestone:
    found: Milestone = world.waste.milestones.get()
    return found


def agreed(world: World) -> Any:
    return MeetingFactory(body__partnership=world.rivers, date="2011-11-09")


def address(milestone: Milestone) -> str:
    return f"/partnerships/rivers/milestones/{milestone.pk}/baseline/"


def edit(client: Client, world: World, milestone: Milestone, **values: object) -> Any:
    form = {"title": milestone.title, "workstream": world.waste.pk, "baseline": "by 2012-01"}
    page = MILESTONES.url("edit", world.rivers, milestone.pk)
    return as_(client, world.officer).post(page, form | {"version": milestone.version} | values)


@pytest.mark.parametrize("baseline", ["February 2012", ""])
def test_the_plain_form_does_not_move_a_baseline(
    client: Client, world: World, milestone: Milestone, baseline: str
) -> None:
    page = text(edit(client, world, milestone, baseline=baseline, forecast="2012"))

    assert "is not changed here. Leave it, then use “Move the baseline”" in page
    milestone.refresh_from_db()
    assert (milestone.baseline.text, milestone.forecast, milestone.version) == ("by 2012-01", None, 1)


def test_the_plain_form_changes_everything_else(client: Client, world: World, milestone: Milestone) -> None:
    answer = edit(client, world, milestone, forecast="June 2012", evidence="The board's minutes")

    assert answer.status_code == 302, text(answer)
    milestone.refresh_from_db()
    assert (str(milestone.forecast), milestone.evidence) == ("June 2012", "The board's minutes")


def test_a_first_baseline_is_given_on_the_plain_form(client: Client, world: World) -> None:
    milestone = MilestoneFactory(workstream=world.waste, baseline=None, forecast="2012")

    answer = edit(client, world, milestone, baseline="March 2012", forecast="2012")

    assert answer.status_code == 302, text(answer)
    page = text(client.get(answer["Location"]))
    assert address(milestone) in page


def test_the_officer_moves_a_baseline_and_what_it_was_is_kept(
    client: Client, world: World, milestone: Milestone
) -> None:
    form = {"version": "1", "after": "June 2012", "reason": "The site was wet.", "meeting": agreed(world).pk}

    answer = as_(client, world.officer).post(address(milestone), form)

    assert answer.status_code == 302, text(answer)
    milestone.refresh_from_db()
    move = Rebaseline.objects.get()
    assert (move.number, str(move.before), move.after, milestone.baseline) == (1, "by January 2012", LATER, LATER)
    assert LogEntry.objects.get().user == world.officer
    for page in (answer["Location"], world.waste.get_absolute_url(), REBASELINES.url("list", world.rivers)):
        told = text(client.get(page))
        for fact in ("by January 2012", "June 2012", "The site was wet.", "9 November 2011"):
            assert fact in told


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"reason": ""}, "Say why the baseline moves"),
        ({"reason": "   "}, "Say why the baseline moves"),
        ({"meeting": ""}, "Choose the meeting that agreed it"),
        ({"after": ""}, "Enter the new baseline"),
        ({"after": "by January 2012"}, "The baseline is by January 2012 already"),
        ({"after": "31 November 2012"}, "does not exist in the calendar"),
    ],
)
def test_a_move_needs_a_date_a_reason_and_a_meeting(
    client: Client, world: World, milestone: Milestone, values: dict[str, str], told: str
) -> None:
    form = {"version": "1", "after": "June 2012", "reason": "Wet.", "meeting": str(agreed(world).pk)} | values

    page = text(as_(client, world.officer).post(address(milestone), form))

    assert told in page
    assert not Rebaseline.objects.exists()


def test_a_meeting_of_another_partnership_agrees_nothing(client: Client, world: World, milestone: Milestone) -> None:
    foreign = MeetingFactory(body__partnership=world.hills, date="2019-09-20")
    form = {"version": "1", "after": "June 2012", "reason": "Wet.", "meeting": foreign.pk}

    offered = text(as_(client, world.officer).get(address(milestone)))
    answered = text(client.post(address(milestone), form))

    assert str(foreign) not in offered
    assert "Select a valid choice" in answered
    with pytest.raises(RuleViolation, match="a meeting of this partnership"):
        services.rebaseline(
            milestone=milestone, by=world.officer, version=1, after=LATER, reason="Wet.", meeting=foreign
        )


def test_the_second_of_two_writers_is_told_and_keeps_the_text(
    client: Client, world: World, milestone: Milestone
) -> None:
    meeting = agreed(world)
    services.rebaseline(milestone=milestone, by=world.officer, version=1, after=LATER, reason="Wet.", meeting=meeting)
    form = {"version": "1", "after": "July 2012", "reason": "What I typed", "meeting": meeting.pk}

    page = text(as_(client, world.officer).post(address(milestone), form))

    assert "Its baseline is June 2012 now" in page
    assert "What I typed" in page
    assert 'name="version" value="2"' in page
    assert Rebaseline.objects.count() == 1


def test_moves_are_numbered(world: World, milestone: Milestone) -> None:
    for version, month in enumerate(("2012-06", "2012-09"), 1):
        services.rebaseline(
            milestone=milestone,
            by=world.officer,
            version=version,
            after=FuzzyDate.parse(month),
            reason="Wet.",
            meeting=agreed(world),
        )

    assert list(Rebaseline.objects.values_list("number", flat=True)) == [1, 2]
    assert str(Rebaseline.objects.get(number=2).before) == "June 2012"


def test_who_does_not_keep_the_records_moves_nothing(world: World, milestone: Milestone) -> None:
    with pytest.raises(Refused):
        services.rebaseline(
            milestone=milestone, by=world.alice, version=1, after=LATER, reason="Wet.", meeting=agreed(world)
        )

    assert not Rebaseline.objects.exists()


def test_a_stale_version_moves_nothing(world: World, milestone: Milestone) -> None:
    milestone.save()

    with pytest.raises(Overtaken):
        services.rebaseline(
            milestone=milestone, by=world.officer, version=1, after=LATER, reason="Wet.", meeting=agreed(world)
        )


def test_who_moves_a_baseline_second_keeps_the_text(client: Client, world: World, milestone: Milestone) -> None:
    milestone.save()
    form = {"version": "1", "after": "June 2012", "reason": "The site was wet.", "meeting": agreed(world).pk}

    page = text(as_(client, world.officer).post(address(milestone), form))

    assert ">\nThe site was wet.</textarea>" in page
    assert 'value="June 2012"' in page
    assert 'name="version" value="2"' in page


def test_nothing_is_promised_before_its_project_begins(client: Client, world: World, milestone: Milestone) -> None:
    project = ProjectFactory(workstream=world.waste, start="2013")
    Milestone.objects.filter(pk=milestone.pk).update(project=project)

    plain = text(edit(client, world, milestone, project=project.pk, forecast="June 2012"))
    form = {"version": "1", "after": "June 2012", "reason": "Wet.", "meeting": agreed(world).pk}
    moved = text(client.post(address(milestone), form))

    for page in (plain, moved):
        assert "This lies before the project, which begins 2013" in page


def test_a_milestone_stands_in_the_workstream_of_its_project(
    client: Client, world: World, milestone: Milestone
) -> None:
    project = ProjectFactory(workstream__partnership=world.rivers, workstream__name="Libraries", name="New library")

    page = text(edit(client, world, milestone, project=project.pk))

    assert "New library is a project of Libraries. Choose one of this workstream, or none" in page


def test_the_milestone_that_a_gate_asks_for_stays(client: Client, world: World, milestone: Milestone) -> None:
    StageGateFactory(partnership=world.rivers, requires=["milestone"])
    project = ProjectFactory(workstream=world.waste, stage="delivery")
    Milestone.objects.filter(pk=milestone.pk).update(project=project)

    page = text(edit(client, world, milestone, project=""))

    assert "would no longer pass its gate" in page
    assert "must say: a milestone with a baseline" in page


def test_moves_are_only_read(client: Client, world: World, milestone: Milestone) -> None:
    page = text(as_(client, world.officer).get(REBASELINES.url("list", world.rivers)))

    assert "A baseline is moved on the page of its milestone." in page
    assert client.get("/partnerships/rivers/rebaselines/add/").status_code == 404


def test_the_workstream_page_costs_the_same_however_much_there_is(
    client: Client, world: World, milestone: Milestone
) -> None:
    as_(client, world.officer)
    client.get(world.waste.get_absolute_url())
    add_work(world, 1)
    with CaptureQueriesContext(connection) as few:
        client.get(world.waste.get_absolute_url())
    add_work(world, 4)

    with CaptureQueriesContext(connection) as many:
        page = text(client.get(world.waste.get_absolute_url()))

    assert len(many) == len(few)
    assert page.count("Moved because of frost.") == 5


def add_work(world: World, count: int) -> None:
    for _ in range(count):
        project = ProjectFactory(workstream=world.waste)
        ParticipationFactory(project=project)
        moved = MilestoneFactory(workstream=world.waste, project=project)
        moved.rebaselines.create(number=1, after="2012", reason="Moved because of frost.", meeting=agreed(world))
        RiskFactory(partnership=world.rivers, workstream=world.waste, project=project)
