"""The database's worst rating is the rules' worst rating, and lines of tables are in finished words."""

from datetime import date
from itertools import cycle, product
from typing import Any

from partnerships.models import Partnership
from tests.factories.workstreams import MilestoneFactory, ProgressUpdateFactory, ProjectFactory, WorkstreamFactory
from tests.world import World
from workstreams import overviews, rules
from workstreams.models import ProgressUpdate, ProjectRating, Workstream

TODAY = date(2011, 12, 1)
DAYS = ("2011-10-20", "2011-11-20")


def told(world: World) -> dict[str, overviews.Overview]:
    rows = overviews.of_partnership(Partnership.objects.seen(world.bob, slug="rivers"), on=TODAY)
    return {row.name: row for row in rows}


def rate(update: ProgressUpdate, *ratings: str) -> None:
    for rag in ratings:
        project = ProjectFactory(workstream=update.workstream)
        ProjectRating.objects.create(update=update, project=project, rag=rag)


def test_the_database_and_the_rules_agree_on_the_worst_rating(world: World) -> None:
    ProgressUpdate.objects.all().delete()
    aspects = cycle(("rag_time", "rag_cost", "rag_delivery", "rag_benefits"))
    for number, (own, project) in enumerate(product(rules.Rag, rules.Rag)):
        values: dict[str, Any] = {"as_of": f"{1950 + number}", "rag_scale": "five", next(aspects): own}
        update = ProgressUpdateFactory(workstream=world.waste, **values)
        rate(update, *([project, rules.Rag.COMPLETE] if project else []))

    updates = list(ProgressUpdate.objects.with_worst())

    assert len({update.overall for update in updates}) == len(rules.Rag)
    assert [rules.SEVERITY[one.worst - 1] if one.worst else "" for one in updates] == [one.overall for one in updates]


def test_a_workstream_is_rated_by_the_newest_update_that_stands(world: World) -> None:
    for as_of, traits in (("2011-10-20", {}), ("2011-11-01", {"draft": True}), ("2011-11-02", {"returned": True})):
        ProgressUpdateFactory(workstream=world.waste, as_of=as_of, rag_time="amber", **traits)
    ProgressUpdateFactory(workstream=world.waste, as_of="2012-01-01", rag_time="complete", approved=True)

    row = told(world)["Waste"]

    assert (str(row.as_of), row.overall, row.direction) == ("20 October 2011", "amber", rules.Direction.WORSE)


def test_a_red_project_makes_the_workstream_red_and_its_end_an_improvement(world: World) -> None:
    before, now = (ProgressUpdateFactory(workstream=world.waste, as_of=day, rag_time="green") for day in DAYS)
    rate(before, "red", "green")

    improved = told(world)["Waste"]
    rate(now, "amber", "red")
    stays = told(world)["Waste"]

    assert (improved.overall, improved.direction) == ("green", rules.Direction.BETTER)
    assert (stays.overall, stays.direction) == ("red", rules.Direction.SAME)


def test_the_next_milestone_is_the_first_that_is_not_reached_and_late_ones_are_counted(world: World) -> None:
    dates: dict[str, Any] = {
        "reached": {"baseline": "2011-08", "actual": "2011-09-01"},
        "late": {"baseline": "2011-08", "forecast": "2011-11-30"},
        "next": {"baseline": "2011-10", "forecast": "2011-12"},
        "after": {"baseline": "2012-06"},
    }
    for slug, given in dates.items():
        MilestoneFactory(workstream=world.waste, slug=slug, **given)

    row = told(world)["Waste"]

    assert (row.next_title, str(row.next_when), row.late_milestones) == ("Next", "December 2011", 1)


def test_a_workstream_of_which_nothing_is_known_says_so(world: World) -> None:
    WorkstreamFactory(partnership=world.rivers, name="Blank", lead=None, stage="", status="idea")

    row = told(world)["Blank"]

    assert (row.lead, row.stage, row.as_of, row.overall) == ("", "Not stated", None, rules.Rag.NOT_RATED)
    assert (row.next_title, row.late_milestones, row.status) == ("", 0, Workstream.Status.IDEA)


def test_closed_workstreams_stay_away(world: World) -> None:
    WorkstreamFactory(partnership=world.rivers, name="Done", closed=True)

    assert set(told(world)) == {"Waste"}
