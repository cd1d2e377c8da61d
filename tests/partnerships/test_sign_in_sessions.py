"""How long a session lasts, what it costs, and what becomes of it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.models import AccessEvent, User
from tests.door import NOW, is_signed_in, sign_in, told
from tests.world import World, as_


@pytest.mark.parametrize(
    ("after", "still"),
    [
        ([timedelta(minutes=59)], True),
        ([timedelta(minutes=61)], False),
        ([timedelta(minutes=50 * number) for number in range(1, 15)], True),
        ([timedelta(minutes=50 * number) for number in range(1, 16)], False),
    ],
    ids=["within the hour", "after an idle hour", "busy for 11 hours", "busy for 12 hours"],
)
def test_how_long_a_session_lasts(client: Client, world: World, after: list[timedelta], still: bool) -> None:
    with time_machine.travel(NOW, tick=False):
        as_(client, world.alice)

    for passed in after:
        with time_machine.travel(NOW + passed, tick=False):
            answer = client.get("/partnerships/")

    assert (answer.status_code == 200) is still
    if not still:
        assert answer["Location"] == "/sign-in/?next=/partnerships/"


def test_an_ended_session_is_explained_and_noted(client: Client, world: World) -> None:
    with time_machine.travel(NOW, tick=False):
        as_(client, world.alice)
    key = client.session.session_key

    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        page = client.get("/partnerships/", follow=True)

    assert "You were signed out" in told(page)
    assert client.session.session_key != key
    assert AccessEvent.objects.filter(kind=AccessEvent.Kind.ENDED).get().user == world.alice


def test_signing_in_changes_the_session_key_and_signing_out_empties_it(client: Client, alice: User) -> None:
    client.get("/sign-in/?next=/reports/")
    session = client.session
    session["planted"] = "before"
    session.save()
    before = session.session_key

    sign_in(client)
    inside = client.session.session_key
    client.post("/sign-out/")

    assert inside != before
    assert not is_signed_in(client)
    assert "planted" not in client.session


def test_a_page_asks_for_the_session_and_the_person_and_writes_once_a_minute(client: Client, world: World) -> None:
    with time_machine.travel(NOW, tick=False):
        as_(client, world.alice)

    asked = []
    for seconds in (30, 70, 90):
        with (
            time_machine.travel(NOW + timedelta(seconds=seconds), tick=False),
            CaptureQueriesContext(connection) as made,
        ):
            client.get("/help/")
        asked.append([query["sql"].split()[0] for query in made if "SAVEPOINT" not in query["sql"]])

    assert asked == [["SELECT", "SELECT"], ["SELECT", "SELECT", "UPDATE"], ["SELECT", "SELECT"]]
