from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.access import score as scores
from tests.access.runner import Runner, just_signed_in
from tests.access.scene import Scene, stage
from tests.access.table import Table


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("access")


@pytest.fixture
def tmp_path(files: Path) -> Path:
    """One folder for a module, as its scene is one: the scene's files stay where they are."""
    return files


@pytest.fixture(scope="module")
def stagehand(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Runner]]:
    """Keeps the scene of a module, in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {}
        transaction.set_rollback(True)


@pytest.fixture
def db(stagehand: dict[str, Runner]) -> Iterator[None]:
    """In place of pytest-django's: inside the module's transaction, and what a test changes is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def staged(own_files: None, static_files_on_demand: None, stagehand: dict[str, Runner]) -> Runner:
    if not stagehand:
        stagehand["runner"] = Runner(stage(), Table())
    return stagehand["runner"]


@pytest.fixture
def runner(staged: Runner, db: None) -> Iterator[Runner]:
    """Staged once for a module."""
    with just_signed_in():
        yield staged


@pytest.fixture
def scene(runner: Runner) -> Scene:
    return runner.scene


@pytest.fixture(scope="session")
def score(pytestconfig: pytest.Config) -> dict[str, str]:
    """What stands here is told when the suite ends, whether or not it passes."""
    return scores.of(pytestconfig)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    scores.tell(scores.of(config), terminalreporter)
