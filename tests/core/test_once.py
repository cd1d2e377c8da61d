"""A form is sent twice, by a double click, a reload or a retry: it has one effect."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, connections, transaction
from django.test import Client

from partnerships.models import Action, ImportBatch, User
from sharedservices.core.acting import Actor, acting
from sharedservices.core.models import Job, Sent
from sharedservices.core.once import UNDER_WAY
from tests.partnerships.import_files import RENAMED, workbook
from tests.world import World, as_, build

ADD = "/partnerships/rivers/actions/add/"
IMPORT = "/partnerships/import/"
SHEETS = workbook(RENAMED)
VALUES = {"text": "Ask the fire service", "owner_office": "Clerk", "state": "open", "version": 0}


def test_a_record_is_added_once(client: Client, world: World) -> None:
    as_(client, world.officer)
    sent = VALUES | {"once": "a-key-of-this-form"}

    first, second = client.post(ADD, sent), client.post(ADD, sent)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Action.objects.count() == 1
    assert "It was done once" in client.get(second["Location"]).content.decode()


def test_forms_have_a_key_of_their_own_each_time(client: Client, world: World) -> None:
    as_(client, world.officer)

    keys = [client.get(ADD).content.decode().partition('name="once" value="')[2][:32] for _ in range(2)]

    assert all(len(key) == 32 for key in keys)
    assert keys[0] != keys[1]


def test_two_forms_are_two_records(client: Client, world: World) -> None:
    as_(client, world.officer)

    for key in ("one", "two"):
        client.post(ADD, VALUES | {"once": key})

    assert Action.objects.count() == 2


def test_a_form_that_has_to_be_corrected_may_be_sent_again(client: Client, world: World) -> None:
    as_(client, world.officer)

    wrong = client.post(ADD, VALUES | {"once": "key", "text": ""})
    right = client.post(ADD, VALUES | {"once": "key"})

    assert (wrong.status_code, right.status_code, Action.objects.count()) == (200, 302, 1)


def test_what_was_refused_keeps_no_key(client: Client, world: World) -> None:
    answer = as_(client, world.bob).post(ADD, VALUES | {"once": "key"})

    assert (answer.status_code, Sent.objects.count()) == (403, 0)


def test_the_same_key_with_something_else_is_refused(client: Client, world: World) -> None:
    as_(client, world.officer)
    client.post(ADD, VALUES | {"once": "key"})

    answer = client.post(ADD, VALUES | {"once": "key", "text": "Ask the police"})

    assert answer.status_code == 422
    assert "something else in it" in answer.content.decode()
    assert Action.objects.count() == 1


def test_programmes_send_the_header(client: Client, world: World) -> None:
    as_(client, world.officer)

    for _ in range(2):
        client.post(ADD, VALUES, headers={"Idempotency-Key": "a-key"})

    assert Action.objects.count() == 1


def test_keys_are_each_persons_own(client: Client, world: World) -> None:
    as_(client, world.officer).post(ADD, VALUES | {"once": "key"})

    answer = as_(Client(), world.charlie).post(ADD, VALUES | {"once": "key"})

    assert answer.status_code == 404


def test_a_workbook_is_brought_once(client: Client, world: World) -> None:
    as_(client, world.officer)

    places = set()
    for content in (SHEETS, SHEETS):
        file = SimpleUploadedFile("programme.xlsx", content)
        places.add(client.post(IMPORT, {"workbook": file, "once": "key"})["Location"])
    other = client.post(IMPORT, {"workbook": SimpleUploadedFile("programme.xlsx", SHEETS + b"x"), "once": "key"})

    assert (len(places), ImportBatch.objects.count(), Job.objects.count()) == (1, 1, 1)
    assert other.status_code == 422


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_are_one() -> None:
    with acting(Actor(system="tests")), transaction.atomic():
        world = build()
    start, answers = Barrier(2), []

    def send() -> None:
        browser = as_(Client(), world.officer)
        start.wait(timeout=10)
        answers.append(browser.post(ADD, VALUES | {"once": "key"}))
        connections.close_all()

    threads: list[Any] = [Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer.status_code for answer in answers] == [302, 302]
    assert len({answer["Location"] for answer in answers}) == 1
    assert Action.objects.count() == 1


@contextmanager
def under_way(user: User, key: str) -> Iterator[None]:
    """Another request of this person has taken the key and is not done."""
    taken, done = Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            Sent.objects.create(user=user, key=hashlib.sha256(key.encode()).hexdigest(), content="")
            taken.set()
            done.wait(timeout=30)
        connections.close_all()

    thread = Thread(target=hold)
    thread.start()
    try:
        assert taken.wait(timeout=10)
        yield
    finally:
        done.set()
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_who_sends_again_while_the_first_is_under_way_is_told_so() -> None:
    with acting(Actor(system="tests")), transaction.atomic():
        world = build()
    browser = as_(Client(), world.officer)

    with under_way(world.officer, "key"), waiting_at_most("lock_timeout"):
        answer = browser.post(ADD, VALUES | {"once": "key"})

    assert answer.status_code == 409
    assert UNDER_WAY in answer.content.decode()
    assert Action.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_another_failure_of_the_database_is_not_taken_for_a_form_under_way() -> None:
    with acting(Actor(system="tests")), transaction.atomic():
        world = build()
    browser = as_(Client(), world.officer)

    with under_way(world.officer, "key"), waiting_at_most("statement_timeout"), pytest.raises(OperationalError):
        browser.post(ADD, VALUES | {"once": "key"})


@contextmanager
def waiting_at_most(timeout: str) -> Iterator[None]:
    """A fifth of a second, for the connection of this test."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET {timeout} = '200ms'")
    try:
        yield
    finally:
        connection.close()
