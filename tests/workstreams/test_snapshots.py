"""What a paper freezes of its workstreams, as they were known on 20 September 2011."""

import json
from datetime import date
from typing import Any

import pytest

from partnerships.models import Partnership
from tests.factories import partnerships as who
from tests.factories import workstreams as what
from workstreams import snapshots
from workstreams.models import Participation, Workstream

pytestmark = pytest.mark.django_db

CUT_OFF = date(2011, 9, 20)


@pytest.fixture
def partnership() -> Partnership:
    return who.PartnershipFactory()


@pytest.fixture
def waste(partnership: Partnership) -> Workstream:
    return what.WorkstreamFactory(partnership=partnership, slug="waste")


def frozen(waste: Workstream) -> dict[str, Any]:
    (stream,) = snapshots.workstreams(waste.partnership, on=CUT_OFF)
    return stream


def test_all_workstreams_but_closed_ones_in_order(partnership: Partnership) -> None:
    for order, traits in enumerate([{"idea": True}, {"closed": True}, {"further": True}, {}, {}], start=1):
        what.WorkstreamFactory(partnership=partnership, slug=f"w{order}", order=order, **traits)
    what.WorkstreamFactory(slug="of-another-partnership")

    assert [stream["slug"] for stream in snapshots.workstreams(partnership, on=CUT_OFF)] == ["w4", "w5", "w3", "w1"]


def test_update_is_the_newest_submitted_one_of_the_day(waste: Workstream) -> None:
    what.ProgressUpdateFactory(workstream=waste, as_of="2011-06", narrative="Before.")
    what.ProgressUpdateFactory(workstream=waste, as_of="2011-09-20", narrative="On the day.")
    what.ProgressUpdateFactory(workstream=waste, as_of="2011-09-21", narrative="After.")
    what.ProgressUpdateFactory(workstream=waste, as_of="2011-09-19", narrative="Draft.", draft=True)

    update = frozen(waste)["update"]

    assert (update["narrative"], update["as_of_words"]) == ("On the day.", "20 September 2011")


def test_workstream_without_update_has_none(waste: Workstream) -> None:
    what.ProgressUpdateFactory(workstream=waste, draft=True)

    assert frozen(waste)["update"] is None


@pytest.mark.parametrize(
    ("before", "now", "direction"),
    [
        ("amber", "green", "Improving"),
        ("green", "green", "No change"),
        ("green", "red", "Worsening"),
        ("", "green", "First rating"),
        ("green", "", "Not rated"),
    ],
)
def test_direction_compares_with_the_update_before(waste: Workstream, before: str, now: str, direction: str) -> None:
    what.ProgressUpdateFactory(workstream=waste, as_of="2011-03", rag_time="red")
    what.ProgressUpdateFactory(workstream=waste, as_of="2011-06", rag_time=before)
    what.ProgressUpdateFactory(workstream=waste, as_of="2011-09-20", rag_cost=now)

    assert frozen(waste)["update"]["direction"] == direction


def test_overall_is_the_worst_of_the_four(waste: Workstream) -> None:
    what.ProgressUpdateFactory(workstream=waste, rag_time="green", rag_cost="amber", rag_benefits="green")

    update = frozen(waste)["update"]

    assert (update["overall"], update["overall_words"], update["direction"]) == ("amber", "At risk", "First rating")
    assert update["ratings"] == {"time": "green", "cost": "amber", "delivery": "", "benefits": "green"}


def test_ratings_of_projects_come_in_their_order_and_say_which_decides(waste: Workstream) -> None:
    update = what.ProgressUpdateFactory(workstream=waste, rag_time="amber")
    for order, (name, rag) in enumerate({"Fleet": "green", "Depot": "red"}.items()):
        what.ProjectRatingFactory(
            update=update, project__name=name, project__order=order, rag=rag, reason=f"So {name}."
        )

    found = frozen(waste)["update"]

    assert (found["overall"], found["overall_words"]) == ("red", "Off track")
    fleet = {"project": "Fleet", "rating": "green", "words": "On track", "reason": "So Fleet.", "decides": False}
    depot = {"project": "Depot", "rating": "red", "words": "Off track", "reason": "So Depot.", "decides": True}
    assert found["project_ratings"] == [fleet, depot]


def test_without_ratings_of_projects_an_update_freezes_as_it_always_did(waste: Workstream) -> None:
    what.ProjectFactory(workstream=waste)
    what.ProgressUpdateFactory(workstream=waste, rag_time="amber")

    assert list(frozen(waste)["update"]) == [
        "as_of",
        "as_of_words",
        "narrative",
        "scale",
        "ratings",
        "overall",
        "overall_words",
        "reason",
        "direction",
    ]


@pytest.mark.parametrize(
    ("dates", "words", "timing"),
    [
        ({"baseline": "2011-06", "actual": "2011-06-10"}, "10 June 2011", "Done"),
        ({"baseline": "2011-06", "forecast": "2012-01"}, "January 2012", "To come"),
        ({"baseline": "2011-06"}, "June 2011", "Late"),
        ({"baseline": "2011-09"}, "September 2011", "To come"),
        ({"baseline": "2011-10", "actual": "2011-10-05"}, "October 2011", "To come"),
        ({"baseline": "2011-08", "actual": "2011-10-05"}, "August 2011", "Late"),
        ({"baseline": None, "actual": "2011-09"}, "September 2011", "To come"),
        ({"baseline": None, "actual": "2011-10"}, "", "No date given"),
    ],
)
def test_milestone_is_told_as_it_was_known_on_the_day(
    waste: Workstream, dates: dict[str, str | None], words: str, timing: str
) -> None:
    what.MilestoneFactory(workstream=waste, **dates)

    (milestone,) = frozen(waste)["milestones"]

    assert (milestone["words"], milestone["timing"]) == (words, timing)


def test_a_later_actual_date_leaves_no_trace(waste: Workstream) -> None:
    what.MilestoneFactory(workstream=waste, baseline="2011-10", actual="2011-10-05")

    (milestone,) = frozen(waste)["milestones"]

    assert milestone["actual"] is None
    assert "2011-10-05" not in json.dumps(milestone)


def test_milestones_come_in_time_undated_ones_last(waste: Workstream) -> None:
    for title, baseline, actual in [
        ("c", "2012-01", None),
        ("d", None, "2012-01"),
        ("a", "2011-05", None),
        ("b", "2011", None),
    ]:
        what.MilestoneFactory(workstream=waste, title=title, baseline=baseline, actual=actual)

    assert [row["title"] for row in frozen(waste)["milestones"]] == ["b", "a", "c", "d"]


def test_project_names_who_takes_part_and_how(waste: Workstream) -> None:
    project = what.ProjectFactory(workstream=waste, start="2011-10", kind="pathfinder")
    north = who.OrganisationFactory(slug="north")
    south = who.OrganisationFactory(slug="south")
    what.ParticipationFactory(project=project, organisation=north, role=Participation.Role.LEAD, note="Wave 1")
    what.ParticipationFactory(project=project, organisation=south)
    what.ParticipationFactory(project=project, organisation=None, unnamed=3)

    (found,) = frozen(waste)["projects"]

    assert found["participants"] == ["North County Council (lead, Wave 1)", "South County Council", "3 not named"]
    assert (found["kind_words"], found["stage_words"], found["start_words"], found["end_words"]) == (
        "Pathfinder",
        "",
        "October 2011",
        "",
    )
