"""Asks every cell of the matrix, rolls back what it did, and judges the answer: status, and every byte of it."""

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

from django.core import mail
from django.db import transaction

from tests.access import reading, targets
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


class Listener(logging.Handler):
    """What the portal logs while a cell is asked, and what it posts."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


class Runner:
    def __init__(self, scene: Scene, table: Table) -> None:
        self.scene, self.table = scene, table
        self.addresses = {route.name: targets.addresses(scene, route) for route in targets.routes()}
        self.listener = Listener()

    def cells(self) -> Iterator[Cell]:
        return cells({route: list(found) for route, found in self.addresses.items()}, self.table.groups)

    def run(self, chosen: Iterable[Cell]) -> Tally:
        tally = Tally()
        with self._listening():
            for cell in chosen:
                self._judge(cell, tally)
        return tally

    @contextmanager
    def _listening(self) -> Iterator[None]:
        root = logging.getLogger()
        root.addHandler(self.listener)
        try:
            yield
        finally:
            root.removeHandler(self.listener)

    def ask(self, cell: Cell) -> Answer:
        return self.send(cell.persona, cell.method, self.addresses[cell.route][cell.context])

    def send(self, persona: str, method: str, address: str, **headers: str) -> Answer:
        """Whatever it changes is rolled back, with what it would have posted."""
        caller = self.scene.callers[persona]
        data = {"version": "1"} if method == "post" else None
        caller.client.cookies = SimpleCookie(caller.cookies)
        with transaction.atomic():
            response = getattr(caller.client, method)(address, data, headers=caller.headers | headers)
            body = reading.body_of(response)
            transaction.set_rollback(True)
        return Answer(response.status_code, reading.text_of(response, body), response.headers.get("Location", ""))

    def _judge(self, cell: Cell, tally: Tally) -> None:
        tally.cells += 1
        self.listener.said.clear()
        mail.outbox.clear()
        answer = self.ask(cell)
        line = self.table.deciding(cell)
        if answer.status >= 500 and (line is None or line.expected != answer.status):
            tally.errors.append(f"{cell} {answer.status}")
        if line is None or line.expected != answer.status:
            expected = f"line {line.number} says {line.expected}" if line else "no line says what"
            tally.wrong.append(f"{cell} answers {answer.status}, {expected}")
        tally.leaks += [f"{cell} tells {secret}" for secret in self._told(cell, answer.text)]

    def _told(self, cell: Cell, text: str) -> set[str]:
        found = self.scene.garden.found_in(text) & self.table.hidden_from(cell)
        posted = "\n".join(f"{message.subject}\n{message.body}" for message in mail.outbox)
        logged = self.scene.garden.found_in("\n".join([*self.listener.said, posted]))
        return found | {f"{secret} in the log or the post" for secret in logged}
