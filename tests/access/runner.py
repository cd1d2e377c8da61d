"""Asks every cell of the matrix, rolls back what it did, and judges the answer: status, and every byte of it."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from unittest.mock import patch

from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from partnerships.sign_in import adapters, middleware
from tests.access import listening, reading, targets
from tests.access.listening import Listener
from tests.access.scene import Scene
from tests.access.table import Cell, Table, cells

CHANCE = re.compile(
    r'nonce-[^\' ;"]+|nonce="[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"'
    r"|\b[0-9a-f]{32}\b|(X-Request-ID|Content-Length|ETag|Set-Cookie): [^\n]*"
)


@dataclass
class Tally:
    cells: int = 0
    leaks: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.cells += other.cells
        self.leaks += other.leaks
        self.errors += other.errors
        self.wrong += other.wrong

    @property
    def is_clean(self) -> bool:
        return not (self.leaks or self.errors or self.wrong)

    def __str__(self) -> str:
        return f"cells {self.cells:,}, leaks {len(self.leaks)}, 5xx {len(self.errors)}, wrong {len(self.wrong)}"


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    location: str

    def without_chance(self, *of_the_request: str) -> str:
        """Without what differs between any two requests, and what the request itself named."""
        text = CHANCE.sub("", self.text)
        for word in of_the_request:
            text = text.replace(word, "")
        return text


A_DAY = 24 * 60 * 60


@contextmanager
def just_signed_in() -> Iterator[None]:
    """Everybody is, however long the matrix takes: no answer differs from another by the minute it was asked in."""
    with (
        override_settings(SESSION_IDLE_AGE=A_DAY),
        patch.object(adapters, "JUST_NOW", A_DAY),
        patch.object(middleware, "SEEN_EVERY", A_DAY),
    ):
        yield


class Runner:
    def __init__(self, scene: Scene, table: Table) -> None:
        self.scene, self.table = scene, table
        self.addresses = {route.name: targets.addresses(scene, route) for route in targets.routes()}
        self.listener = Listener()

    def cells(self) -> Iterator[Cell]:
        return cells({route: list(found) for route, found in self.addresses.items()}, self.table.groups)

    def run(self, chosen: Iterable[Cell]) -> Tally:
        tally = Tally()
        with self.listener.listening(), just_signed_in():
            for cell in chosen:
                self._judge(cell, tally)
        return tally

    def ask(self, cell: Cell) -> Answer:
        return self.send(cell.persona, cell.method, self.addresses[cell.route][cell.context])

    def send(
        self, persona: str, method: str, address: str, *, form: dict[str, str] | None = None, **headers: str
    ) -> Answer:
        """Whatever it changes is rolled back, with what came of the work that it set going."""
        caller = self.scene.callers[persona]
        data = {"version": "1"} | (form or {}) if method == "post" else None
        caller.client.cookies = SimpleCookie(caller.cookies)
        with transaction.atomic():
            since = listening.waiting()
            response = getattr(caller.client, method)(address, data, headers=caller.headers | headers)
            body = reading.body_of(response)
            listening.carry_out(since)
            transaction.set_rollback(True)
        if method == "post":
            cache.clear()  # nobody has guessed too often
        return Answer(response.status_code, reading.text_of(response, body), response.headers.get("Location", ""))

    def _judge(self, cell: Cell, tally: Tally) -> None:
        tally.cells += 1
        self.listener.forget()
        answer = self.ask(cell)
        line = self.table.deciding(cell)
        if answer.status >= 500 and (line is None or line.expected != answer.status):
            tally.errors.append(f"{cell} {answer.status}")
        if line is None or line.expected != answer.status:
            expected = f"line {line.number} says {line.expected}" if line else "no line says what"
            tally.wrong.append(f"{cell} answers {answer.status}, {expected}")
        tally.leaks += [f"{cell} tells {secret}" for secret in self._told(cell, answer.text)]

    def _told(self, cell: Cell, text: str) -> set[str]:
        """By the answer to whom it is hidden from, by the log to anybody, by an e-mail to all but whom it is for."""
        garden = self.scene.garden
        told = garden.found_in(text) & self.table.hidden_from(cell)
        logged = garden.found_in("\n".join(self.listener.lines))
        told |= {f"{secret} in the log" for secret in logged}
        for to, said in listening.texts_of_post():
            told |= {f"{secret} by e-mail" for secret in garden.found_in(said) - garden.found_in(to)}
        return told
