"""Updates that rate the projects of their workstream too."""

from datetime import UTC, datetime
from typing import Any

import pytest

from sharedservices.core.dates import FuzzyDate
from sharedservices.core.errors import RuleViolation
from tests.factories.workstreams import ProgressUpdateFactory, ProjectFactory, ProjectRatingFactory
from tests.world import World
from workstreams import services
from workstreams.models import ProgressUpdate, Project, ProjectRating

NOW = datetime(2011, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def depot(world: World) -> Project:
    return ProjectFactory(workstream=world.waste, name="Depot")


@pytest.fixture
def fleet(world: World) -> Project:
    return ProjectFactory(workstream=world.waste, name="Fleet")


def rated(project: Project, rag: str, reason: str = "") -> ProjectRating:
    return ProjectRating(project=project, rag=rag, reason=reason)


def draft(world: World, *ratings: ProjectRating, version: int = 0, **changes: Any) -> ProgressUpdate:
    values = {"as_of": FuzzyDate.parse("2011-11-30"), "narrative": "Two sites are agreed."} | changes
    return services.save_draft(
        workstream=world.waste, by=world.alice, version=version, values=values, ratings=list(ratings)
    )


def told(update: ProgressUpdate) -> list[tuple[str, str, str]]:
    return [(row.project.name, row.rag, row.reason) for row in update.project_ratings.for_table()]


def test_a_draft_keeps_its_ratings_of_projects(world: World, depot: Project, fleet: Project) -> None:
    update = draft(world, rated(depot, "red", "No site."), rated(fleet, "green"))

    assert told(update) == [("Depot", "red", "No site."), ("Fleet", "green", "")]


def test_what_is_rated_no_more_goes_and_what_stays_keeps_its_row(world: World, depot: Project, fleet: Project) -> None:
    update = draft(world, rated(depot, "red", "No site."), rated(fleet, "green"))
    before = update.project_ratings.get(project=fleet)

    draft(world, rated(fleet, "amber"), version=update.version)

    after = update.project_ratings.get()
    assert (after.pk, after.rag, after.version) == (before.pk, "amber", 2)


def test_an_unchanged_rating_is_not_written_again(world: World, fleet: Project) -> None:
    update = draft(world, rated(fleet, "green"))

    draft(world, rated(fleet, "green"), version=update.version)

    assert update.project_ratings.get().version == 1


def test_who_says_nothing_of_projects_leaves_them(world: World, depot: Project) -> None:
    update = draft(world, rated(depot, "amber"))

    services.save_draft(
        workstream=world.waste, by=world.alice, version=update.version, values={"narrative": "Three sites."}
    )

    assert told(update) == [("Depot", "amber", "")]


def test_the_second_of_two_writers_changes_no_rating(world: World, depot: Project) -> None:
    update = draft(world, rated(depot, "amber"))

    with pytest.raises(RuleViolation, match="Alice changed this draft"):
        services.save_draft(
            workstream=world.waste, by=world.officer, version=0, values={}, ratings=[rated(depot, "green")]
        )

    assert told(update) == [("Depot", "amber", "")]


def test_another_workstreams_project_is_not_rated(world: World) -> None:
    with pytest.raises(RuleViolation, match="its own workstream only"):
        draft(world, rated(ProjectFactory(), "green"))

    assert not ProjectRating.objects.exists()


def test_a_submitted_update_says_why_a_project_is_off_track(world: World, depot: Project) -> None:
    update = draft(world, rated(depot, "red", "  "))

    with pytest.raises(RuleViolation, match=r"Say why Depot is off track\.") as refusal:
        services.submit(draft=update, by=world.alice, at=NOW)

    assert refusal.value.field == f"project-{depot.pk}-reason"


def test_a_project_at_risk_may_go_without_a_reason(world: World, depot: Project) -> None:
    update = draft(world, rated(depot, "amber"))

    assert services.submit(draft=update, by=world.alice, at=NOW).state == "submitted"


def test_delivery_better_than_a_red_project_needs_a_reason(world: World, depot: Project) -> None:
    update = draft(world, rated(depot, "red", "No site."), rag_delivery="green")

    with pytest.raises(RuleViolation, match="risks and projects suggest “Off track” for delivery") as refusal:
        services.submit(draft=update, by=world.alice, at=NOW)

    assert refusal.value.field == "rag_reason"
    update = draft(
        world,
        rated(depot, "red", "No site."),
        version=update.version,
        rag_delivery="green",
        rag_reason="The other four projects carry on.",
    )
    assert services.submit(draft=update, by=world.alice, at=NOW).state == "submitted"


def test_a_returned_update_is_corrected_with_its_projects(world: World, depot: Project) -> None:
    update = ProgressUpdateFactory(workstream=world.waste, as_of="2011-10", returned=True)
    ProjectRatingFactory(update=update, project=depot, rag="green")
    values = {"as_of": FuzzyDate.parse("2011-10"), "narrative": "Sites at the mill."}

    services.revise(
        update=update, by=world.alice, version=1, values=values, ratings=[rated(depot, "red", "The mill is sold.")]
    )

    assert told(update) == [("Depot", "red", "The mill is sold.")]
