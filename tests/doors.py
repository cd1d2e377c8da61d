"""One wrong record at both doors: saved by a form's check, and brought in by a file beside what the portal holds."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sharedservices.core.errors import RuleViolation
from tests.core.programme_files import load, places, words
from tests.world import World

Fields = dict[str, object]


@dataclass(frozen=True)
class Case:
    """`row` prepares the world and gives the record, not saved; `cells` is the same as a file has it. Both doors blame
    `field` (the importer under the name of its column, where that is another) and say `told`; where nothing is told,
    both let it pass."""

    name: str
    check: Callable[[Any], None]
    row: Callable[[World], Any]
    table: str
    cells: dict[str, str]
    field: str
    told: str
    column: str = ""


def changed(row: Any, **fields: object) -> Any:
    """A saved record with other values, not saved."""
    row.refresh_from_db()
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def at_the_form(case: Case, world: World) -> None:
    row = case.row(world)
    row.full_clean(exclude=["slug"])
    if not case.told:
        case.check(row)
        return
    with pytest.raises(RuleViolation) as caught:
        case.check(row)
    assert (caught.value.field, case.told in caught.value.message) == (case.field, True), caught.value.message


def at_the_import(case: Case, world: World, folder: Path) -> None:
    case.row(world)
    outcome = load(folder, {case.table: [list(case.cells), list(case.cells.values())]})
    assert places(outcome) == ([(case.table, 2, case.column or case.field)] if case.told else []), words(outcome)
    assert case.told in words(outcome)


def by_name(case: Case) -> str:
    return case.name
