"""Who gets which answer: the reviewed table against every address. A slice in every run, which has every route and
every persona; all of it with ACCESS_MATRIX=whole, as before a change lands."""

import gc
import os
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, connections, transaction

from sharedservices.core.acting import Actor, acting, as_owner
from tests.access.runner import Runner, Tally
from tests.access.scene import stage
from tests.access.table import Cell, Table

PARTS = 2
OF_EACH_ROUTE, ONE_IN = 2, 60
WHOLE = os.environ.get("ACCESS_MATRIX") == "whole"


def slice_of(cells: Iterable[Cell]) -> list[Cell]:
    """Some of every route, and by chance more: the same in every run."""
    by_route: dict[str, list[Cell]] = {}
    for cell in cells:
        by_route.setdefault(cell.route, []).append(cell)
    chosen = set()
    for found in by_route.values():
        chosen.update(sorted(found, key=lambda cell: cell.number)[:OF_EACH_ROUTE])
        chosen.update(cell for cell in found if cell.number % ONE_IN == 0)
    return sorted(chosen)


def part_of(number: int, database: str = "") -> Tally:
    """Asks one part of all cells, in a database of its own."""
    if database:
        connection.settings_dict["NAME"] = database
    with acting(Actor(system="tests")), transaction.atomic():
        runner = Runner(stage(), Table())
        gc.freeze()  # the portal itself stays: only what requests leave is looked through, and seldom
        gc.set_threshold(50_000)
        cells = runner.cells()
        tally = runner.run(cell for cell in cells if cell.number % PARTS == number)
        transaction.set_rollback(True)
    connections.close_all()
    return tally


@contextmanager
def copies_of_the_database() -> Iterator[list[str]]:
    suffixes = [f"part_{number}" for number in range(PARTS)]
    creation: Any = connection.creation
    with as_owner():
        for suffix in suffixes:
            creation.clone_test_db(suffix, verbosity=0)
    connections.close_all()
    try:
        yield [creation.get_test_db_clone_settings(suffix)["NAME"] for suffix in suffixes]
    finally:
        for suffix in suffixes:
            creation.destroy_test_db(verbosity=0, suffix=suffix)


def whole() -> Tally:
    tally = Tally()
    with (
        copies_of_the_database() as names,
        ProcessPoolExecutor(PARTS, mp_context=get_context("fork")) as processes,
    ):
        for part in processes.map(part_of, range(PARTS), names):
            tally.add(part)
    return tally


def told(tally: Tally) -> str:
    return "\n".join([str(tally), *tally.leaks, *tally.errors, *tally.wrong][:60])


@pytest.mark.django_db(transaction=WHOLE)
def test_the_matrix(request: pytest.FixtureRequest, score: dict[str, str]) -> None:
    begun = time.monotonic()
    if WHOLE:
        cache.clear()
        tally = whole()
    else:
        runner: Runner = request.getfixturevalue("runner")
        tally = runner.run(slice_of(runner.cells()))

    score["matrix"] = f"{tally}, {'all of it' if WHOLE else 'a slice'}, in {time.monotonic() - begun:.0f} s"
    assert tally.cells >= (20_000 if WHOLE else 1_000)
    assert tally.is_clean, told(tally)
