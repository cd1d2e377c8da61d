"""Workstreams, projects and milestones as they stood at the end of a day, asked for and read on their own pages."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.partnerships import GovernanceBodyFactory, MeetingFactory, OrganisationFactory
from tests.factories.programme import OutsideProgrammeFactory
from tests.factories.workstreams import MilestoneFactory, ProgressUpdateFactory, ProjectFactory, WorkstreamFactory
from tests.history.reading import age, page, text_of
from tests.world import World, as_
from workstreams.models import Dependency, Milestone, Participation, ProgressUpdate, Project, Risk, Workstream

WORKSTREAM = "/partnerships/rivers/workstreams/waste/"


def project_page(project: Project) -> str:
    return f"/partnerships/rivers/projects/{project.pk}/"


def milestone_page(milestone: Milestone) -> str:
    return f"/partnerships/rivers/milestones/{milestone.pk}/"


def pages(world: World) -> list[str]:
    """One of each kind that can be read as it was."""
    project = Project.objects.first() or ProjectFactory(workstream=world.waste, name="Shared routes")
    return [WORKSTREAM, project_page(project), milestone_page(Milestone.objects.get())]


def passed(days: int = 10) -> date:
    """Lets days pass, and gives one of them."""
    age(days)
    return timezone.localdate() - timedelta(days=days // 2)


def main(markup: str) -> str:
    return text_of(markup.partition('id="main-content">')[2].partition("</main>")[0])


def taking_part(project: Project, **values: Any) -> Participation:
    return Participation.objects.create(project=project, **values)


def test_every_page_asks_for_a_day_itself(world: World) -> None:
    for address in pages(world):
        asked = page(world.bob, address)

        assert 'name="as_at"' in asked
        assert "Show it as at the end of a day" in asked
        assert "this is the past" not in asked


def test_a_page_of_the_past_says_so_and_changes_nothing(world: World) -> None:
    addresses = pages(world)
    then = passed()

    for address in addresses:
        told = page(world.officer, f"{address}?as_at={then}")

        assert f"As at {then:%-d %B %Y}: this is the past" in told
        assert f", as at {then:%-d %B %Y}" in told.partition("</title>")[0]
        assert f'href="{address}">Show it as it is now' in told
        for doing in ("/edit/", "/delete/", "/add/", "/update/", "/baseline/", "/approve/", 'method="post" novalidate'):
            assert doing not in told.partition('id="main-content"')[2], doing


@pytest.mark.parametrize("written", ["{:%Y-%m-%d}", "{0:%-d} {0:%B} {0:%Y}", "{0:%-d}/{0:%-m}/{0:%Y}"])
def test_a_day_is_read_as_people_write_it(world: World, written: str) -> None:
    then = passed()

    for address in pages(world)[::2]:
        assert f"As at {then:%-d %B %Y}" in page(world.bob, f"{address}?as_at={written.format(then)}")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "Write a day, like 1 November 2026"),
        ("yesterday", "“yesterday” is not a date. Write it like 20 September 2011."),
        ("2026-13-01", "“2026-13-01” does not exist in the calendar. Write it like 20 September 2011."),
        ("2011", "“2011” is not one day. Write it like 20 September 2011."),
        ("9999-12-31", "31 December 9999 has not come yet. Choose today or a day before."),
        ("%00", "Null characters are not allowed"),
        ("1" * 41, "must be 40 characters or fewer"),
    ],
)
def test_a_day_that_is_none_is_said_at_the_top_and_the_present_is_shown(world: World, given: str, said: str) -> None:
    for address in pages(world):
        told = page(world.bob, f"{address}?as_at={given}")

        assert "There is a problem" in told
        assert "<title>Error: " in told
        assert said in told
        assert "this is the past" not in told


@pytest.mark.parametrize("day", ["2011-12-31", "0001-01-01"])
def test_a_day_before_the_record_says_so(world: World, day: str) -> None:
    told = "This was not in the portal at the end of"

    assert [told in page(world.bob, f"{address}?as_at={day}") for address in pages(world)] == [True] * 3


def test_today_is_as_it_stands(world: World) -> None:
    told = [page(world.bob, f"{address}?as_at={timezone.localdate()}") for address in pages(world)]

    assert ["Nothing" not in one and "this is the past" in one for one in told] == [True] * 3


def test_a_project_reads_as_it_was(world: World) -> None:
    mill = ProjectFactory(workstream=world.waste, name="Mill")
    routes = ProjectFactory(workstream=world.waste, name="Routes", stage="pilot")
    taking_part(routes, organisation=world.north, role="lead")
    Dependency.objects.create(project=routes, needs=mill)
    Dependency.objects.create(project=mill, needs=routes)
    OutsideProgrammeFactory(partnership=world.rivers, name="Pathfinder").projects.set([routes])
    Milestone.objects.update(project=routes)
    Risk.objects.create(partnership=world.rivers, slug="flood", title="Flood", project=routes)
    then = passed()
    mill.name = "Old mill"
    mill.save()
    elsewhere = WorkstreamFactory(partnership=world.rivers, name="Elsewhere")
    Project.objects.filter(pk=routes.pk).update(name="Rounds", stage="", workstream=elsewhere)
    for kind in (Participation, Dependency, Risk):
        kind.objects.all().delete()
    routes.outside_programmes.clear()
    Milestone.objects.update(title="Renamed", project=None)
    taking_part(routes, organisation=world.south, role="lead")

    told = main(page(world.bob, f"{project_page(routes)}?as_at={then}"))

    for old in (
        "Routes",
        "Workstream Waste",
        "Stage Pilot",
        "Needed by Mill",
        "On the list of outside programmes Pathfinder",
        f"{world.north} (deleted since) Lead",
        "Mill (Waste) (deleted since)",
        "Business case",
        "Flood (deleted since)",
    ):
        assert old in told
    for new in ("Rounds", "Elsewhere", "Old mill", "Renamed", str(world.south)):
        assert new not in told


def test_a_milestone_reads_as_it_was_with_the_moves_until_then(world: World) -> None:
    project = ProjectFactory(workstream=world.waste, name="Routes")
    milestone = Milestone.objects.get()
    first = MilestoneFactory(workstream=world.waste, title="Surveyed")
    Milestone.objects.filter(pk=milestone.pk).update(project=project, depends_on=first)
    meeting = MeetingFactory(body=GovernanceBodyFactory(partnership=world.rivers, name="Board"), date="2012-01-10")
    milestone.rebaselines.create(number=1, before="2012-01", after="2012-03", reason="Frost.", meeting=meeting)
    then = passed()
    milestone.rebaselines.create(number=2, before="2012-03", after="2012-06", reason="Flood.", meeting=meeting)
    Milestone.objects.filter(pk=milestone.pk).update(title="New title", project=None, depends_on=None, actual="2013")
    first.delete()
    project.delete()

    told = main(page(world.bob, f"{milestone_page(milestone)}?as_at={then}"))

    for old in ("Business case", "Project Routes", "Depends on Surveyed", "Frost.", "Board, 10 January 2012"):
        assert old in told
    for new in ("New title", "Flood.", "2013"):
        assert new not in told


def test_the_past_leads_on_within_the_same_day(world: World) -> None:
    project = ProjectFactory(workstream=world.waste, name="Routes")
    gone = MilestoneFactory(workstream=world.waste, title="Gone since", project=project)
    Milestone.objects.update(project=project)
    then = passed()
    gone.delete()
    stays = Milestone.objects.get()

    for address in (WORKSTREAM, project_page(project)):
        told = page(world.bob, f"{address}?as_at={then}")
        assert f'href="{milestone_page(stays)}?as_at={then}"' in told
        assert "Gone since (deleted since)" in told
        assert f'href="{milestone_page(gone)}' not in told
    assert f'href="{project_page(project)}?as_at={then}"' in page(world.bob, f"{WORKSTREAM}?as_at={then}")


def test_risks_and_moves_of_a_workstream_are_those_of_the_day(world: World) -> None:
    Risk.objects.create(partnership=world.rivers, slug="flood", title="Flood", workstream=world.waste)
    Milestone.objects.get().rebaselines.create(number=1, after="2012-03", reason="Frost.")
    then = passed()
    Risk.objects.create(partnership=world.rivers, slug="fire", title="Fire", workstream=world.waste)
    Milestone.objects.get().rebaselines.create(number=2, after="2012-06", reason="Thaw.")

    told = main(page(world.bob, f"{WORKSTREAM}?as_at={then}"))

    assert [word in told for word in ("Flood", "Frost.", "Fire", "Thaw.")] == [True, True, False, False]


def test_what_is_kept_from_a_reader_today_is_kept_from_them_in_the_past(world: World) -> None:
    update = ProgressUpdateFactory(workstream=world.waste, as_of="2011-10-20", narrative="Stood then")
    then = passed()
    ProgressUpdate.objects.filter(pk=update.pk).update(
        state="returned", return_reason="Say why", reviewed_at=timezone.now()
    )

    assert "Stood then" not in page(world.bob, f"{WORKSTREAM}?as_at={then}")
    assert "Stood then" in page(world.alice, f"{WORKSTREAM}?as_at={then}")


def test_the_past_of_another_partnership_is_not_there(world: World) -> None:
    addresses = pages(world)
    then = passed()

    for address in addresses:
        assert as_(Client(), world.charlie).get(f"{address}?as_at={then}").status_code == 404


def test_what_was_in_another_partnership_then_is_not_read_here(world: World) -> None:
    project = ProjectFactory(workstream=WorkstreamFactory(partnership=world.hills, name="Over the hills"))
    then = passed()
    Project.objects.filter(pk=project.pk).update(workstream=world.waste)

    told = page(world.bob, f"{project_page(project)}?as_at={then}")

    assert "This was no part of this partnership at the end of" in told
    assert "Over the hills" not in told


@pytest.mark.parametrize("kind", [0, 1, 2], ids=["workstream", "project", "milestone"])
def test_the_past_costs_the_same_however_much_there_was(world: World, kind: int) -> None:
    address, counts = pages(world)[kind], []
    project = Project.objects.first()
    for number in range(2):
        for more in range(1 + 4 * number):
            name = f"{number} {more}"
            taking_part(project, organisation=OrganisationFactory())
            other = ProjectFactory(workstream=world.waste, name=name)
            Dependency.objects.create(project=project, needs=other)
            Risk.objects.create(partnership=world.rivers, slug=other.slug, title=name, workstream=world.waste)
            MilestoneFactory(workstream=world.waste, project=project, title=name)
            meeting = MeetingFactory(body=GovernanceBodyFactory(partnership=world.rivers))
            Milestone.objects.first().rebaselines.create(
                number=10 * number + more + 1, after="2013", reason="Late.", meeting=meeting
            )
            ProgressUpdateFactory(workstream=world.waste, as_of=f"2011-0{number + 2}-0{more + 1}", meeting=meeting)
        client = as_(Client(), world.bob)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{address}?as_at={timezone.localdate()}").status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 40


def test_a_theme_that_is_gone_is_named_as_it_was(world: World) -> None:
    theme = world.rivers.themes.create(slug="green", name="Green")
    Workstream.objects.update(theme=theme)
    then = passed()
    theme.name = "Blue"
    theme.save()
    Workstream.objects.update(theme=None)
    theme.delete()

    assert "Theme Green" in main(page(world.bob, f"{WORKSTREAM}?as_at={then}"))


def test_what_had_to_change_is_no_part_of_an_update_that_was_corrected(world: World) -> None:
    update = ProgressUpdateFactory(workstream=world.waste, as_of="2011-10-20", narrative="Stood then")
    ProgressUpdate.objects.filter(pk=update.pk).update(
        state="returned", return_reason="Say why", reviewed_at=timezone.now()
    )
    ProgressUpdate.objects.filter(pk=update.pk).update(state="submitted")
    then = passed()

    told = page(world.bob, f"/history/progressupdate/{update.pk}/?as_at={then}")

    assert "Stood then" in told
    assert "Say why" not in told
