"""Ratings of projects and suggestions on the update's form and the workstream's page."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from tests.factories.programme import RiskFactory
from tests.factories.workstreams import (
    MilestoneFactory,
    ProgressUpdateFactory,
    ProjectFactory,
    ProjectRatingFactory,
)
from tests.queries import TRANSACTION
from tests.world import World, as_
from workstreams.models import ProgressUpdate, Project

PAGE = "/partnerships/rivers/workstreams/waste/"
FORM = f"{PAGE}update/"


@pytest.fixture
def depot(world: World) -> Project:
    return ProjectFactory(workstream=world.waste, name="Depot")


def filled(depot: Project, rag: str = "red", reason: str = "No site is found.", **changes: str) -> dict[str, str]:
    ratings = {f"rag_{name}": "" for name in ("time", "cost", "delivery", "benefits")}
    projects = {f"project-{depot.pk}-rag": rag, f"project-{depot.pk}-reason": reason}
    words = {"version": "0", "as_of": "30 November 2011", "narrative": "Two sites are agreed."}
    return words | ratings | projects | changes


def words(page: bytes) -> str:
    return " ".join(html.document_fromstring(page.decode()).find(".//main").text_content().split())


def field(page: bytes, depot: Project, name: str) -> Any:
    return html.document_fromstring(page.decode()).get_element_by_id(f"id_project-{depot.pk}-{name}").value


def test_a_workstream_without_projects_asks_for_none(client: Client, world: World) -> None:
    assert 'id="projects"' not in as_(client, world.alice).get(FORM).content.decode()


def test_a_closed_project_is_not_asked_for(client: Client, world: World, depot: Project) -> None:
    ProjectFactory(workstream=world.waste, name="Old depot", stage="closed")

    page = as_(client, world.alice).get(FORM).content.decode()

    assert "Depot" in page
    assert "Old depot" not in page


def test_ratings_start_as_they_were_last_time_and_reasons_anew(client: Client, world: World, depot: Project) -> None:
    ProjectRatingFactory(update=world.waste.updates.get(), project=depot, rag="amber", reason="The mill is dear.")

    page = as_(client, world.alice).get(FORM).content

    assert field(page, depot, "rag") == "amber"
    assert "Last time At risk. The mill is dear." in words(page)
    assert field(page, depot, "reason").strip() == ""


def test_a_draft_shows_its_own_ratings_again(client: Client, world: World, depot: Project) -> None:
    ProjectRatingFactory(update=world.waste.updates.get(), project=depot, rag="green")
    as_(client, world.alice).post(FORM, filled(depot))

    page = client.get(FORM).content

    assert field(page, depot, "rag") == "red"
    assert "No site is found." in words(page)


def test_a_closed_project_stays_in_the_draft_that_rates_it(client: Client, world: World, depot: Project) -> None:
    as_(client, world.alice).post(FORM, filled(depot))
    Project.objects.filter(pk=depot.pk).update(stage="closed")

    client.post(FORM, filled(depot, reason="The quay is sold.", version="1"))

    assert ProgressUpdate.objects.drafts().get().project_ratings.get().reason == "The quay is sold."


def test_a_project_that_is_not_rated_gets_no_row(client: Client, world: World, depot: Project) -> None:
    as_(client, world.alice).post(FORM, filled(depot, rag="", reason=""))

    assert not ProgressUpdate.objects.drafts().get().project_ratings.exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"rag": "red", "reason": "", "submit": "yes"}, "Say why Depot is off track"),
        ({"rag": "", "reason": "No site."}, "Rate Depot, or clear its reason"),
        ({"rag": "amber_red"}, "Choose one of the ratings for Depot"),
        ({"rag": "red", "reason": "x" * 20_001}, "Say in 20000 characters or fewer why Depot is rated so"),
    ],
)
def test_what_is_wrong_with_a_project_is_said_at_the_top_and_beside_it(
    client: Client, world: World, depot: Project, changes: dict[str, str], told: str
) -> None:
    page = as_(client, world.alice).post(FORM, filled(depot, **changes)).content.decode()

    assert page.count(told) == 2
    assert "Error: " in page.split("</title>")[0]
    assert not ProgressUpdate.objects.filter(as_of="2011-11-30").exists()


def test_everything_that_is_missing_is_said_at_once(client: Client, world: World, depot: Project) -> None:
    page = as_(client, world.alice).post(FORM, filled(depot, reason="", narrative="", submit="yes")).content.decode()

    assert page.count("govuk-error-message") == 2


def test_the_second_of_two_officers_keeps_what_they_said_of_projects(
    client: Client, world: World, depot: Project
) -> None:
    as_(client, world.alice).post(FORM, filled(depot))
    as_(client, world.officer)

    page = client.post(FORM, filled(depot, rag="amber", reason="A site may be found.")).content

    assert "Alice changed this draft" in words(page)
    assert field(page, depot, "rag") == "amber"
    assert "A site may be found." in words(page)
    assert ProgressUpdate.objects.drafts().get().project_ratings.get().reason == "No site is found."


def test_a_refused_submission_stands_beside_the_reason(client: Client, world: World, depot: Project) -> None:
    page = as_(client, world.alice).post(FORM, filled(depot, rag_delivery="green", submit="yes")).content

    assert "The risks and projects suggest “Off track” for delivery. Say why" in words(page)
    assert field(page, depot, "rag") == "red"


@time_machine.travel("2011-12-01 09:00")
def test_what_the_records_suggest_stands_beside_each_rating(client: Client, world: World, depot: Project) -> None:
    MilestoneFactory(workstream=world.waste, baseline="2011-10")
    RiskFactory(partnership=world.rivers, project=depot, title="Site lost", likelihood=5, impact=4)

    page = words(as_(client, world.alice).get(FORM).content)

    assert "The records suggest At risk. 1 of 2 milestones late" in page
    assert "The records suggest Off track. “Site lost” scores 20 of 25" in page
    assert page.count("The records suggest Nothing to compute from") == 2


@pytest.mark.parametrize("count", [1, 40])
def test_the_form_costs_the_same_with_many_projects(
    client: Client, world: World, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    update = world.waste.updates.get()
    for _ in range(count):
        ProjectRatingFactory(update=update, rag="amber", reason="Late.")
    as_(client, world.alice).get(FORM)

    with django_assert_max_num_queries(16):
        page = client.get(FORM).content.decode()

    assert page.count('class="app-compare" role="group"') == count


@pytest.mark.parametrize(
    ("own", "projects", "told"),
    [
        ("amber", {"Depot": "red"}, "Overall: Off track because of project Depot"),
        ("amber", {"Depot": "red", "Fleet": "red"}, "Overall: Off track because of projects Depot and Fleet"),
        ("", {"Depot": "amber", "Fleet": "green"}, "Overall: At risk because of project Depot"),
        ("red", {"Depot": "red"}, "Overall: Off track Time"),
        ("", {"Depot": "green"}, "Overall: On track Time"),
    ],
)
def test_the_page_says_which_project_makes_the_workstream_worse(
    client: Client, world: World, own: str, projects: dict[str, str], told: str
) -> None:
    update = ProgressUpdateFactory(workstream=world.waste, as_of="2011-10", rag_time=own)
    for name, rag in projects.items():
        ProjectRatingFactory(update=update, project__name=name, rag=rag, reason=f"Why {name}.")

    page = words(as_(client, world.bob).get(PAGE).content)

    assert told in page
    assert all(f"Why {name}." in page for name in projects)


def test_the_page_costs_the_same_with_many_ratings(
    client: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for month in range(1, 12):
        update = ProgressUpdateFactory(workstream=world.waste, as_of=f"2012-{month:02d}")
        ProjectRatingFactory.create_batch(3, update=update, rag="red", reason="Late.")
    as_(client, world.bob).get(PAGE)

    with django_assert_max_num_queries(17 + TRANSACTION):
        page = words(client.get(PAGE).content)

    assert page.count("because of projects") == 11


@time_machine.travel("2011-12-01 09:00")
def test_whoever_reviews_sees_what_the_records_suggest(client: Client, world: World, depot: Project) -> None:
    MilestoneFactory(workstream=world.waste, baseline="2011-10")
    ProjectRatingFactory(update=world.waste.updates.get(), project=depot, rag="red", reason="No site.")

    pages = {user.name: words(as_(client, user).get(PAGE).content) for user in (world.officer, world.bob)}

    assert (
        "The records suggest today: time at risk (1 of 2 milestones late); cost nothing; "
        "delivery off track (Project Depot: off track); benefits nothing."
    ) in pages["Officer"]
    assert "The records suggest" not in pages["Bob"]


def test_a_page_without_updates_suggests_nothing(client: Client, world: World) -> None:
    world.waste.updates.all().delete()

    assert "The records suggest" not in words(as_(client, world.officer).get(PAGE).content)


def test_markup_in_a_reason_is_harmless_text(client: Client, world: World, depot: Project) -> None:
    ProjectRatingFactory(update=world.waste.updates.get(), project=depot, rag="red", reason="<script>alert(1)</script>")

    assert "<script>alert" not in as_(client, world.bob).get(PAGE).content.decode()
