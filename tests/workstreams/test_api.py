import pytest
from django.test import Client

from tests.api import codes
from tests.factories.partnerships import MembershipFactory, PartnershipFactory
from tests.factories.workstreams import ProgressUpdateFactory, WorkstreamFactory
from tests.world import World

LIST = "/api/v1/workstreams/"


def test_a_workstream_names_its_partnership_and_lead(client: Client, world: World) -> None:
    client.force_login(world.bob)

    row = client.get(f"{LIST}{world.waste.pk}/").json()

    assert row["url"] == f"http://testserver/api/v1/workstreams/{world.waste.pk}/"
    assert row["web_url"] == "http://testserver/partnerships/rivers/workstreams/waste/"
    assert row["partnership"] == {
        "id": world.rivers.pk,
        "code": "rivers",
        "name": "Rivers",
        "url": f"http://testserver/api/v1/partnerships/{world.rivers.pk}/",
    }
    assert (row["lead"]["code"], row["lead"]["gss_code"]) == ("north", "")
    assert (row["stage"], row["stage_label"]) == ("development", "Development")
    assert (row["status"], row["status_label"]) == ("active", "Active workstream")


def test_the_newest_submitted_update_comes_with_words_and_ratings(client: Client, world: World) -> None:
    ProgressUpdateFactory(
        workstream=world.waste,
        as_of="2011-Q4",
        narrative="Two sites are agreed.",
        rag_scale="five",
        rag_time="amber_green",
        rag_cost="red",
        help_needed="A decision on the third.",
    )
    client.force_login(world.bob)

    update = client.get(f"{LIST}{world.waste.pk}/").json()["latest_update"]

    assert (update["as_of"], update["as_of_earliest"], update["as_of_latest"]) == (
        "2011-Q4",
        "2011-10-01",
        "2011-12-31",
    )
    assert (update["narrative"], update["help_needed"]) == ("Two sites are agreed.", "A decision on the third.")
    assert (update["rag_scale"], update["rag_scale_label"]) == ("five", "Five points")
    assert (update["rag_time"], update["rag_time_label"]) == ("amber_green", "Some risk")
    assert (update["rag_cost"], update["rag_cost_label"]) == ("red", "Off track")
    assert (update["rag_benefits"], update["rag_benefits_label"]) == ("", "Not rated")
    assert (update["rag_overall"], update["rag_overall_label"]) == ("red", "Off track")


@pytest.mark.parametrize("who", ["alice", "bob", "officer"])
def test_a_draft_is_nobodys_latest_update(client: Client, world: World, who: str) -> None:
    ProgressUpdateFactory(workstream=world.waste, as_of="2011-12", narrative="Not yet said.", draft=True)
    client.force_login(getattr(world, who))

    answer = client.get(f"{LIST}{world.waste.pk}/")

    assert answer.json()["latest_update"]["as_of"] == "2011-09-20"
    assert "Not yet said." not in answer.content.decode()


def test_before_the_first_update_there_is_none(client: Client, world: World) -> None:
    quiet = WorkstreamFactory(partnership=world.rivers, lead=None)
    client.force_login(world.bob)

    row = client.get(f"{LIST}{quiet.pk}/").json()

    assert (row["latest_update"], row["lead"]) == (None, None)


def test_an_unseen_workstream_is_not_found_and_not_listed(client: Client, world: World) -> None:
    client.force_login(world.charlie)

    assert client.get(f"{LIST}{world.waste.pk}/").status_code == 404
    assert codes(client.get(LIST)) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=wast", ["waste"]),
        ("code=roads", ["roads"]),
        ("partnership=rivers", ["waste"]),
        ("partnership=rivers&partnership=moors&ordering=code", ["roads", "waste"]),
        ("lead=north", ["waste"]),
        ("status=idea", ["roads"]),
        ("stage=development", ["waste"]),
        ("is_focus=true", ["roads"]),
        ("is_focus=false", ["waste"]),
        ("ordering=-name", ["waste", "roads"]),
    ],
)
def test_workstreams_are_filtered_and_ordered(client: Client, world: World, query: str, found: list[str]) -> None:
    moors = PartnershipFactory(slug="moors")
    MembershipFactory(partnership=moors, organisation=world.south)
    WorkstreamFactory(partnership=moors, slug="roads", lead=world.south, idea=True, is_focus=True)
    client.force_login(world.bob)

    assert codes(client.get(f"{LIST}?{query}")) == found


@pytest.mark.parametrize("query", ["is_focus=maybe", "is_focus=True", "stage=", "partnership=hills", "lead=east"])
def test_a_value_that_is_not_known_is_refused(client: Client, world: World, query: str) -> None:
    client.force_login(world.bob)

    answer = client.get(f"{LIST}?{query}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == f"/query/{query.partition('=')[0]}"
