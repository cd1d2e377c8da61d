import pytest
from django.test import Client

from tests.factories.workstreams import MilestoneFactory, ProgressUpdateFactory, ProjectFactory, WorkstreamFactory
from tests.queries import TRANSACTION
from tests.world import World, as_
from workstreams.models import ProgressUpdate

PAGE = "/partnerships/rivers/workstreams/waste/"
FORM = f"{PAGE}update/"


def filled(**changes: str) -> dict[str, str]:
    ratings = {f"rag_{name}": "amber" for name in ("time", "cost", "delivery", "benefits")}
    return {"version": "0", "as_of": "30 November 2011", "narrative": "Two sites are agreed.", **ratings} | changes


def test_the_form_shows_the_last_update_beside_each_field(client: Client, world: World) -> None:
    page = as_(client, world.alice).get(FORM).content.decode()

    assert "The work goes on as planned." in page
    assert page.count("Last time") == 8
    assert 'value="0"' in page


def test_a_draft_is_kept_and_shown_again(client: Client, world: World) -> None:
    as_(client, world.alice).post(FORM, filled())

    page = client.get(FORM).content.decode()

    assert "Two sites are agreed." in page
    assert "30 November 2011" in page
    assert ProgressUpdate.objects.drafts().count() == 1


def test_submitting_shows_the_update_on_the_workstreams_page(client: Client, world: World) -> None:
    answer = as_(client, world.alice).post(FORM, filled(submit="yes"), follow=True)

    assert answer.redirect_chain == [(PAGE, 302)]
    assert "As of 30 November 2011" in answer.content.decode()
    assert "At risk" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"as_of": "31 November 2011"}, "does not exist in the calendar"),
        ({"as_of": ""}, "Enter the day or the meeting that the update describes"),
        ({"narrative": "", "submit": "yes"}, "Say what changed"),
        ({"rag_time": "amber_red"}, "Select a valid choice"),
        ({"as_of": "20 September 2011", "submit": "yes"}, "already a submitted update as of 20 September 2011"),
    ],
)
def test_what_is_wrong_is_said_at_the_top_and_the_text_is_kept(
    client: Client, world: World, changes: dict[str, str], told: str
) -> None:
    answer = as_(client, world.alice).post(FORM, filled(rag_reason="Sites are scarce.") | changes)

    page = answer.content.decode()
    assert "Error: " in page.split("</title>")[0]
    assert told in page
    assert "govuk-error-summary" in page
    assert "Sites are scarce." in page
    assert not ProgressUpdate.objects.filter(state="submitted", as_of="2011-11-30").exists()


def test_an_empty_update_is_told_everything_at_once(client: Client, world: World) -> None:
    page = as_(client, world.alice).post(FORM, filled(as_of="", narrative="", submit="yes")).content.decode()

    assert "Say what changed" in page
    assert "Say why you rate it better than that" in page
    assert page.count("govuk-error-message") == 3


def test_a_rating_better_than_the_records_is_told_with_the_rest(client: Client, world: World) -> None:
    depot = ProjectFactory(workstream=world.waste, name="Depot")
    rosy = {f"project-{depot.pk}-rag": "red", "rag_delivery": "green", "rag_reason": ""}

    page = as_(client, world.alice).post(FORM, filled(narrative="", submit="yes", **rosy)).content.decode()

    for told in (
        "Say what changed",
        "Say why Depot is off track",
        "risks and projects suggest “Off track” for delivery. Say why you rate it better than that",
    ):
        assert told in page
    assert not ProgressUpdate.objects.drafts().exists()


def test_a_date_to_come_is_told_with_the_rest(client: Client, world: World) -> None:
    page = as_(client, world.alice).post(FORM, filled(as_of="2999", narrative="", submit="yes")).content.decode()

    assert "choose a date that has come" in page
    assert "Say what changed" in page


def test_a_stale_form_keeps_the_writers_text(client: Client, world: World) -> None:
    as_(client, world.alice).post(FORM, filled())
    as_(client, world.officer)

    page = client.post(FORM, filled(narrative="What the officer typed.", rag_cost="red")).content.decode()

    assert "Alice changed this draft while you were writing" in page
    assert (
        "Saved now, unlike yours: What changed since the last update: “Two sites are agreed.”; Cost: “At risk”." in page
    )
    assert ">\nWhat the officer typed.</textarea>" in page
    assert ProgressUpdate.objects.drafts().get().narrative == "Two sites are agreed."


def test_who_read_what_was_saved_meanwhile_may_save_again(client: Client, world: World) -> None:
    as_(client, world.alice).post(FORM, filled())
    as_(client, world.officer)
    page = client.post(FORM, filled(narrative="What the officer typed.")).content.decode()

    client.post(FORM, filled(narrative="What the officer typed.", version="1"))

    assert 'name="version" value="1"' in page
    assert "“Two sites are agreed.” Your text is still below" in page
    assert ProgressUpdate.objects.drafts().get().narrative == "What the officer typed."


def test_a_year_of_updates_stands_on_one_page_and_older_ones_on_the_next(client: Client, world: World) -> None:
    for month in range(1, 13):
        ProgressUpdateFactory(workstream=world.waste, as_of=f"2012-{month:02d}", narrative=f"Told in month {month}.")

    first, second = (as_(client, world.bob).get(f"{PAGE}?page={page}").content.decode() for page in (1, 2))

    assert "Told in month 12." in first
    assert "The work goes on as planned." not in first
    assert "The work goes on as planned." in second


def test_markup_in_a_narrative_is_harmless_text(client: Client, world: World) -> None:
    hostile = "<script>alert(1)</script> [x](javascript:alert(2)) ![pic](http://127.0.0.1:9/x.png)"
    ProgressUpdateFactory(workstream=world.waste, as_of="2011-10-01", narrative=hostile)

    page = as_(client, world.bob).get(PAGE).content.decode()

    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "127.0.0.1:9" not in page


def test_the_partnership_page_costs_the_same_with_many_workstreams(
    client: Client, world: World, django_assert_max_num_queries: object
) -> None:
    for _ in range(20):
        workstream = WorkstreamFactory(partnership=world.rivers, lead=world.north)
        ProgressUpdateFactory.create_batch(1, workstream=workstream)
        MilestoneFactory.create_batch(3, workstream=workstream)
    as_(client, world.bob).get("/partnerships/rivers/")

    with django_assert_max_num_queries(12 + TRANSACTION):
        page = client.get("/partnerships/rivers/").content.decode()

    assert page.count('<a class="govuk-link" href="/partnerships/rivers/workstreams/') == 22
    assert "Not updated for longest" in page
