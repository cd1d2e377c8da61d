"""The table names every route, and no other: an address, an argument or an operation that nobody judged fails here."""

import json
import re

import pytest
from django.test import Client

from tests.access import score as scores
from tests.access import targets
from tests.access.personas import PERSONAS
from tests.access.runner import Runner
from tests.access.table import Table
from tests.access.test_matrix import slice_of

CONTEXTS = {
    "own_draft",
    "partner_draft",
    "partner_submitted",
    "verified",
    "other_partnership",
    "open_part",
    "exempt_part",
    "missing",
}
NOT_LED_BACK = {
    "invitation-link",
    "catch_all_view",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "socialaccount_login_cancelled",
}
table = Table()


def test_the_table_names_every_route_and_no_other() -> None:
    assert table.routes == {route.name for route in targets.routes()}


def test_every_cell_is_decided_and_every_line_decides_one(runner: Runner) -> None:
    deciding = {cell: table.deciding(cell) for cell in runner.cells()}

    assert [cell for cell, line in deciding.items() if line is None] == []
    idle = {line.number for line in table.lines} - {line.number for line in deciding.values() if line}
    assert sorted(idle) == []


def test_the_matrix_has_every_persona_and_every_context(runner: Runner) -> None:
    cells = list(runner.cells())

    assert len(cells) >= 20_000
    assert {cell.persona for cell in cells} == set(PERSONAS)
    assert {cell.context for cell in cells} >= CONTEXTS


def test_the_slice_has_every_route_and_every_persona(runner: Runner) -> None:
    cells = slice_of(runner.cells())

    assert {cell.route for cell in cells} == table.routes
    assert {cell.persona for cell in cells} == set(PERSONAS)


def test_the_table_names_every_operation_of_the_api(client: Client, runner: Runner) -> None:
    described = set(json.loads(client.get("/api/v1/schema/").content)["paths"])

    named = {
        re.sub(r"\d{3,}", "{id}", address)
        for route, found in runner.addresses.items()
        if re.fullmatch(r"api-root|api-\w+-(list|detail)", route)
        for context, address in found.items()
        if context in {"-", "missing"}
    }
    assert {re.sub(r"\{\w+\}", "{id}", path) for path in described} == named


def test_every_secret_that_is_planted_is_in_the_table(runner: Runner) -> None:
    assert set(table.seen_by) == set(runner.scene.garden.signs)


def test_who_is_not_signed_in_is_led_to_the_door_and_back(runner: Runner) -> None:
    """But for the administration, which nobody may know of, and what is the door's own business."""
    led = {}
    for cell in runner.cells():
        line = table.deciding(cell)
        if (cell.persona, cell.method) == ("anonymous", "get") and line and line.expected == 302:
            led[cell.route] = runner.ask(cell).location

    onward = {route for route, location in led.items() if location.startswith("/sign-in/?next=")}
    assert len(onward) > 200
    assert {route for route in led if not route.startswith("admin:")} - onward == NOT_LED_BACK


class Terminal:
    def __init__(self) -> None:
        self.said: list[str] = []

    def write_sep(self, _: str, title: str) -> None:
        self.said.append(title)

    def write_line(self, line: str) -> None:
        self.said.append(line)


def test_the_score_is_told_when_the_suite_ends(score: dict[str, str], pytestconfig: pytest.Config) -> None:
    terminal, silent = Terminal(), Terminal()

    scores.tell({"mutants": "2 of 2 killed", "matrix": "cells 9"}, terminal)
    scores.tell({}, silent)

    assert terminal.said == [scores.HEADING, "matrix: cells 9", "mutants: 2 of 2 killed"]
    assert silent.said == []
    assert score is scores.of(pytestconfig)
