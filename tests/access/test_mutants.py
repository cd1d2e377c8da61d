"""The matrix has teeth: whichever filter or check is taken out of the portal, some cell turns red."""

from collections.abc import Iterator
from typing import Any

import pytest

from sharedservices.core.acting import Actor, acting
from tests.access.mutants import MUTANTS, SECOND_LOCK, Mutant
from tests.access.runner import Runner
from tests.access.scene import Scene
from tests.access.table import Cell

HOLDERS = ("newcomer", "officer_a", "councillor_a", "officer_b", "officer_c", "programme", "administrator")


def chosen(runner: Runner, mutant: Mutant) -> Iterator[Cell]:
    return (cell for cell in runner.cells() if cell.route in mutant.routes)


def is_noticed(runner: Runner, mutant: Mutant) -> bool:
    return any(not runner.run([cell]).is_clean for cell in chosen(runner, mutant))


def test_every_mutant_turns_the_matrix_red(runner: Runner, score: dict[str, str]) -> None:
    survivors = []
    for mutant in MUTANTS:
        with pytest.MonkeyPatch.context() as patch:
            mutant.release(patch)
            if not is_noticed(runner, mutant):
                survivors.append(mutant.name)

    score["mutants"] = f"{len(MUTANTS) - len(survivors)} of {len(MUTANTS)} killed"
    assert survivors == []


@pytest.mark.parametrize("kind", SECOND_LOCK)
def test_the_database_hides_what_the_portal_forgot_to(scene: Scene, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = {name: visible(scene, kind, name) for name in HOLDERS}
    queryset: Any = SECOND_LOCK[kind]

    monkeypatch.setattr(queryset, "visible_to", lambda rows, user: rows.all())

    assert {name: visible(scene, kind, name) for name in HOLDERS} == expected
    assert len(set(map(frozenset, expected.values()))) > 2


def visible(scene: Scene, kind: str, persona: str) -> set[int]:
    user: Any = scene.callers[persona].user
    model = type(scene.rows[kind]["verified"])
    with acting(Actor(user=user.pk)):
        return set(model.objects.visible_to(user).values_list("pk", flat=True))
