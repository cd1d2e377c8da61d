"""What somebody may not see is not there for them: the answer is that of an object that does not exist."""

import time
from collections.abc import Iterator
from unittest.mock import patch

import pytest

from tests.access.runner import Runner
from tests.access.table import Cell

STRANGERS = ("newcomer", "officer_a", "officer_c")


def pairs(runner: Runner, persona: str) -> Iterator[tuple[Cell, Cell]]:
    """Every route where a row is hidden from this persona, with the same route for a row that is missing."""
    for route, found in runner.addresses.items():
        missing = Cell(persona, route, "get", "missing")
        if missing.context in found and _expected(runner, missing) == 404:
            hidden = [Cell(persona, route, "get", context) for context in found if context != "missing"]
            yield from ((cell, missing) for cell in hidden if _expected(runner, cell) == 404)


def _expected(runner: Runner, cell: Cell) -> int:
    line = runner.table.deciding(cell)
    return line.expected if line else 0


def words_of(address: str) -> list[str]:
    """What the answer may repeat of the request."""
    parts = {part for piece in address.split("/") for part in (piece, *piece.split("."))}
    return [address, *sorted(filter(None, parts), key=len, reverse=True)]


@pytest.mark.parametrize("persona", STRANGERS)
def test_a_hidden_object_is_a_missing_one(runner: Runner, persona: str) -> None:
    compared, different, missing_texts = 0, [], {}
    for hidden, missing in pairs(runner, persona):
        words = [*words_of(runner.addresses[hidden.route][hidden.context])]
        words += words_of(runner.addresses[missing.route]["missing"])
        if missing not in missing_texts:
            missing_texts[missing] = runner.ask(missing)
        one, other = runner.ask(hidden), missing_texts[missing]
        compared += 1
        if (one.status, one.without_chance(*words)) != (other.status, other.without_chance(*words)):
            different.append(hidden)

    assert compared > 30
    assert different == []


def test_no_answer_differs_by_the_minute_it_was_asked_in(runner: Runner) -> None:
    """Or the comparison above would find, now and then, a difference that nobody's rights made."""
    cell = Cell("officer_c", "partnerships:actions-edit", "get", "missing")
    now, later = runner.ask(cell), time.time() + 10 * 60

    with patch("partnerships.sign_in.middleware.time.time", lambda: later):
        then = runner.ask(cell)

    assert (now.status, now.without_chance()) == (then.status, then.without_chance())
