"""Two programmes of the demonstration as folders: in, in again, out, and beside the others."""

from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from sharedservices.core.programme import exporting, importing
from sharedservices.core.programme.planning import State
from tests.core.programme_files import MONDAY, as_cells, read_back

DEMO = Path(settings.BASE_DIR) / "demo"
FOLDERS = ["els", "csw"]
TUESDAY = MONDAY + timedelta(days=1)


@pytest.mark.django_db
@pytest.mark.parametrize("folder", FOLDERS)
def test_a_second_import_changes_nothing(folder: str) -> None:
    first = importing.load(DEMO / folder, at=MONDAY)
    second = importing.load(DEMO / folder, at=TUESDAY)

    assert not first.problems
    assert states(first) == {State.NEW}
    assert states(second) == {State.UNCHANGED}


@pytest.mark.django_db
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_cell_is_in_the_export(folder: str, tmp_path: Path) -> None:
    importing.load(DEMO / folder, at=MONDAY)

    exporting.export(folder, tmp_path, at=TUESDAY)

    exported = read_back(tmp_path)
    for name, rows in read_back(DEMO / folder).items():
        there = as_cells(exported[name])
        for cells in as_cells(rows):
            stated = {column: text for column, text in cells.items() if text}
            assert any(stated.items() <= row.items() for row in there), (name, cells)


def test_an_organisation_is_the_same_in_every_folder() -> None:
    found = defaultdict(list)
    for folder in sorted(path for path in DEMO.iterdir() if (path / "organisations.csv").exists()):
        for cells in as_cells(read_back(folder)["organisations"]):
            found[cells["organisation"]].append({column: text for column, text in cells.items() if text})

    assert set(found) > {"havering", "coventry", "east-sussex"}
    assert [slug for slug, rows in found.items() if any(row != rows[0] for row in rows)] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_stated_is_nought(folder: str) -> None:
    stated = [cell for name, rows in read_back(DEMO / folder).items() for row in rows[1:] for cell in row]

    assert "0" not in stated
    assert "0.00" not in stated


def states(outcome: importing.Outcome) -> set[State]:
    return {state for counts in outcome.counts.values() for state, number in counts.items() if number}
