"""What the suite says at its end of who may see and do what: cells, leaks, mutants, channels."""

from typing import Any

import pytest

SCORE = pytest.StashKey[dict[str, str]]()
HEADING = "who may see and do what"


def of(config: pytest.Config) -> dict[str, str]:
    return config.stash.setdefault(SCORE, {})


def tell(score: dict[str, str], terminal: Any) -> None:
    if score:
        terminal.write_sep("=", HEADING)
    for what, told in sorted(score.items()):
        terminal.write_line(f"{what}: {told}")
