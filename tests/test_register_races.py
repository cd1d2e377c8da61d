"""Two at once in one partnership, each on a connection of their own: the second sees what the first saved."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from partnerships.models import GovernanceBody, Organisation, Partnership
from partnerships.registers import BODIES
from sharedservices.core.errors import RuleViolation
from sharedservices.core.registers import keeping
from sharedservices.core.registers.circling import refuse_circle
from tests.core.programme_files import load, words
from tests.factories.partnerships import GovernanceBodyFactory, OrganisationFactory
from tests.world import World, as_, build

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 10
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"


class Second(threading.Thread):
    """Does something on a connection of its own and remembers what was said against it."""

    def __init__(self, action: Any) -> None:
        super().__init__()
        self.action, self.told = action, ""

    def run(self) -> None:
        try:
            self.action()
        except RuleViolation as refusal:
            self.told = refusal.message
        finally:
            connection.close()

    def wait_until_it_waits(self) -> None:
        """For a lock that this connection holds."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with connection.cursor() as cursor:
                cursor.execute(WAITING)
                if cursor.fetchone()[0]:
                    return
            time.sleep(0.02)
        pytest.fail("The second did not wait for the first.")


@contextmanager
def held(row: Partnership) -> Iterator[None]:
    """The partnership's row, by somebody else; this connection waits for it but a moment."""
    elsewhere = connection.copy()
    elsewhere.set_autocommit(False)
    with elsewhere.cursor() as cursor:
        cursor.execute("SELECT 1 FROM partnerships_partnership WHERE id = %s FOR NO KEY UPDATE", [row.pk])
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    yield
    elsewhere.rollback()
    elsewhere.close()
    connection.close()


def answers_to(world: World, body: GovernanceBody, parent: GovernanceBody) -> None:
    values = {"parent": parent}
    keeping.keep(register=BODIES, scope=world.rivers, pk=body.pk, by=world.officer, version=1, values=values)


def test_two_officers_do_not_close_a_circle_together() -> None:
    with transaction.atomic():
        world = build()
    board = GovernanceBodyFactory(partnership=world.rivers, slug="board", name="Board")
    group = GovernanceBodyFactory(partnership=world.rivers, slug="group", name="Group")
    second = Second(lambda: answers_to(world, group, board))

    with transaction.atomic():
        answers_to(world, board, group)
        second.start()
        second.wait_until_it_waits()
    second.join(PATIENCE)

    assert "Group answers to Board, Board answers to Group" in second.told
    assert list(GovernanceBody.objects.exclude(parent=None)) == [board]


def test_a_circle_is_not_closed_across_what_no_partnership_holds() -> None:
    """Organisations stand in no scope that could be locked: the check itself takes its turn."""
    north, south = OrganisationFactory(slug="north"), OrganisationFactory(slug="south")

    def lies_in(organisation: Organisation, county: Organisation) -> None:
        with transaction.atomic():
            organisation.county = county
            refuse_circle(organisation, "county", "lies in")
            organisation.save()

    second = Second(lambda: lies_in(south, north))
    with transaction.atomic():
        lies_in(north, south)
        second.start()
        second.wait_until_it_waits()
    second.join(PATIENCE)

    assert "South County Council lies in North County Council" in second.told
    assert list(Organisation.objects.exclude(county=None)) == [north]


def test_who_has_to_wait_too_long_is_told_and_keeps_the_text(client: Client) -> None:
    with transaction.atomic():
        world = build()
    as_(client, world.officer)
    form = {"name": "What I typed", "kind": "board", "version": "0"}

    with held(world.rivers):
        answer = client.post(BODIES.url("add", world.rivers), form)

    assert answer.status_code == 200
    page = answer.content.decode()
    assert keeping.WAIT in page
    assert 'value="What I typed"' in page
    assert not GovernanceBody.objects.exists()


def test_an_import_waits_for_who_writes_in_its_partnership(tmp_path: Path) -> None:
    with transaction.atomic():
        world = build()
    bodies = [["partnership", "body", "name", "kind"], ["rivers", "board", "Board", "board"]]

    with held(world.rivers):
        outcome = load(tmp_path, {"governance_bodies": bodies})

    assert "Try again in a minute" in words(outcome)
    assert not GovernanceBody.objects.exists()
