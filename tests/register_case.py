"""What the tests of every register need to know of one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from partnerships.models import User
from tests.world import World


@dataclass(frozen=True)
class Case:
    """`row` makes a row; `form` what adds another one, from the world; `bad` a value and what is said about it. `vary`
    gives what must differ between rows beyond what such fields have in common."""

    row: Callable[[World], Any]
    form: Callable[[World], dict[str, object]]
    bad: tuple[str, str, str]
    vary: Callable[[World, int], dict[str, Any]] = field(default=lambda _world, _number: {})
    deleter: Callable[[World], User] = lambda world: world.officer
