"""The reviewed tables beside this file, and the cells that they make.

`access_matrix.csv` says who gets which answer: the last line that fits a cell decides it. `@name` stands for the
members of a group of `groups.csv`; `*` for all; several are divided by `|`. `canaries.csv` says who may read which
secret, and where everybody may.
"""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.access.personas import PERSONAS

FOLDER = Path(__file__).parent
METHODS = ("get", "post")
ODD_METHODS = ("put", "patch", "delete", "options", "head")


@dataclass(frozen=True, order=True)
class Cell:
    persona: str
    route: str
    method: str
    context: str

    @property
    def number(self) -> int:
        """The same in every run and process: cells are dealt out by it."""
        text = f"{self.persona} {self.route} {self.method} {self.context}"
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big")


@dataclass(frozen=True)
class Line:
    """A line of the table; None fits everything."""

    number: int
    personas: frozenset[str] | None
    routes: frozenset[str] | None
    methods: frozenset[str] | None
    contexts: frozenset[str] | None
    expected: int

    def fits(self, cell: Cell) -> bool:
        wanted = (
            (self.routes, cell.route),
            (self.personas, cell.persona),
            (self.methods, cell.method),
            (self.contexts, cell.context),
        )
        return all(allowed is None or value in allowed for allowed, value in wanted)


class Table:
    def __init__(self, folder: Path = FOLDER) -> None:
        self._members: dict[str, list[str]] = {}
        for row in _read(folder / "groups.csv"):
            self._members.setdefault(row["group"], []).append(row["member"])
        self.groups = {group: set(self._named("|".join(members)) or ()) for group, members in self._members.items()}
        self.lines = [self._line(number, row) for number, row in enumerate(_read(folder / "access_matrix.csv"), 2)]
        secrets = _read(folder / "canaries.csv")
        self.seen_by = {row["secret"]: self._named(row["seen_by"]) or frozenset() for row in secrets}
        self.public_in = {row["secret"]: self._named(row["public_in"]) or frozenset() for row in secrets}

    def _named(self, text: str) -> frozenset[str] | None:
        if text == "*":
            return None
        names: set[str] = set()
        for name in filter(None, text.split("|")):
            names |= (self._named("|".join(self._members[name[1:]])) or set()) if name.startswith("@") else {name}
        return frozenset(names)

    def _line(self, number: int, row: dict[str, str]) -> Line:
        personas, routes, methods, contexts = (
            self._named(row[name]) for name in ("persona", "route", "method", "context")
        )
        return Line(number, personas, routes, methods, contexts, int(row["expected"]))

    @cached_property
    def routes(self) -> set[str]:
        """Every route that the table names; a line for all of them names none."""
        return {route for line in self.lines for route in line.routes or ()}

    def deciding(self, cell: Cell) -> Line | None:
        return next((line for line in self._of_route(cell.route) if line.fits(cell)), None)

    def _of_route(self, route: str) -> list[Line]:
        if route not in self._by_route:
            fitting = [line for line in self.lines if line.routes is None or route in line.routes]
            self._by_route[route] = fitting[::-1]
        return self._by_route[route]

    @cached_property
    def _by_route(self) -> dict[str, list[Line]]:
        return {}

    def hidden_from(self, cell: Cell) -> set[str]:
        """The secrets that its answer may not tell this persona."""
        return {
            secret
            for secret, seen_by in self.seen_by.items()
            if cell.persona not in seen_by and cell.route not in self.public_in[secret]
        }


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def cells(contexts: dict[str, list[str]], groups: dict[str, set[str]]) -> Iterator[Cell]:
    """Of every route in all its contexts. Pages that take no form are sent one in their first context alone, those of
    `@get-only` never; those of `@odd-methods` are asked by the methods that nobody answers, too."""
    for route, named in contexts.items():
        for context in named:
            for method in _methods(route, groups, is_first=context == named[0]):
                yield from (Cell(persona, route, method, context) for persona in PERSONAS)


def _methods(route: str, groups: dict[str, set[str]], *, is_first: bool) -> tuple[str, ...]:
    if route in groups["odd-methods"]:
        return METHODS + ODD_METHODS
    if route in groups["get-only"] or (route in groups["read-only"] and not is_first):
        return ("get",)
    return METHODS
