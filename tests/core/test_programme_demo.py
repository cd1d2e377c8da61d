"""Every folder of the demonstration comes in, goes out, and comes in again as it was."""

from pathlib import Path

import pytest

from reports import demonstration as reports
from sharedservices.core.programme import exporting, importing
from sharedservices.core.programme.columns import guard
from sharedservices.core.programme.planning import State
from sharedservices.core.programme.tables import programme
from tests import demonstration
from tests.core.programme_files import MONDAY, as_cells, empty, read_back

pytestmark = pytest.mark.django_db

FOLDERS = reports.folders(demonstration.FOLDER)


@pytest.fixture(autouse=True)
def needed(folder):
    for name in demonstration.NEEDS.get(folder.name, ()):
        states(demonstration.FOLDER / name)


def states(folder: Path) -> set[State]:
    outcome = importing.load(folder, at=MONDAY)
    assert not outcome.problems
    return {state for counts in outcome.counts.values() for state in counts}


def exports(folder: Path, target: Path) -> list[Path]:
    """One folder for each partnership that is part of no other here; one for the compendium where there is one."""
    tables = read_back(folder)
    rows = as_cells(tables.get("partnerships", [[]]))
    names = [row["partnership"] for row in rows if not row.get("parent")]
    names += ["compendium"] if "compendium" in tables else []
    for name in names:
        exporting.export(name, target / name, at=MONDAY)
    return [target / name for name in names]


def contents(folders: list[Path]) -> dict[str, bytes]:
    return {f"{folder.name}/{path.name}": path.read_bytes() for folder in folders for path in folder.iterdir()}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_was_exported_changes_nothing_and_fills_an_empty_portal_alike(folder, tmp_path):
    assert State.NEW in states(folder) <= {State.NEW, State.UNCHANGED}
    first = exports(folder, tmp_path / "first")
    assert {state for exported in first for state in states(exported)} == {State.UNCHANGED}
    empty()

    for exported in first:
        importing.load(exported, at=MONDAY)

    assert contents(exports(folder, tmp_path / "second")) == contents(first)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_cell_of_the_folder_is_in_its_export(folder, tmp_path):
    states(folder)

    exported = [read_back(path) for path in exports(folder, tmp_path)]

    for name, rows in read_back(folder).items():
        there = [row for tables in exported for row in as_cells(tables[name])]
        for cells in as_cells(rows):
            stated = {column: guard(canonical(name, column, text)) for column, text in cells.items() if text}
            assert any(stated.items() <= row.items() for row in there), (name, cells)


def canonical(table: str, name: str, text: str) -> str:
    column = programme().by_name[table].by_name[name]
    return column.format(column.parse(text))
