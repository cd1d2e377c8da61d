"""The matrix has teeth: whichever filter or check is taken out of the portal, some cell turns red, or the proof fails
that stands for what no single page shows."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.access.guarded import GUARDED, SECOND_LOCK, Guarded, database_hides
from tests.access.mutants import MUTANTS, Mutant
from tests.access.runner import Runner
from tests.access.scene import Scene
from tests.access.table import Cell


def chosen(runner: Runner, mutant: Mutant) -> Iterator[Cell]:
    return (cell for cell in runner.cells() if cell.route in mutant.routes)


def is_noticed(runner: Runner, mutant: Mutant) -> bool:
    return any(not runner.run([cell]).is_clean for cell in chosen(runner, mutant))


def is_guarded(scene: Scene, mutant: Guarded) -> bool:
    """Holds without the mutant, fails with it; what either changes is rolled back."""
    held = _holds(scene, mutant, pytest.MonkeyPatch(), taken_out=False)
    with pytest.MonkeyPatch.context() as patch:
        return held and not _holds(scene, mutant, patch, taken_out=True)


def _holds(scene: Scene, mutant: Guarded, patch: pytest.MonkeyPatch, *, taken_out: bool) -> bool:
    with transaction.atomic():
        if taken_out:
            mutant.take_out(patch, scene)
        try:
            mutant.proof(scene)
        except AssertionError:
            return False
        finally:
            transaction.set_rollback(True)
    return True


def test_every_mutant_turns_the_matrix_red(runner: Runner, score: dict[str, str]) -> None:
    survivors = []
    for mutant in MUTANTS:
        with pytest.MonkeyPatch.context() as patch:
            mutant.release(patch)
            if not is_noticed(runner, mutant):
                survivors.append(mutant.name)
    survivors += [mutant.name for mutant in GUARDED if not is_guarded(runner.scene, mutant)]

    every = len(MUTANTS) + len(GUARDED)
    score["mutants"] = f"{every - len(survivors)} of {every} killed"
    assert survivors == []


@pytest.mark.parametrize("kind", SECOND_LOCK)
def test_the_database_hides_what_the_portal_forgot_to(scene: Scene, kind: str) -> None:
    database_hides(scene, kind)
