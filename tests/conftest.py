from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings

from partnerships.models import ImportBatch
from reports.models import Rendition
from sharedservices.core.acting import Actor, acting
from tests.world import World, build

hypothesis_settings.register_profile(
    "portal", deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("portal")


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes into the checkout's var folder. A model's field keeps its first storage, so it is told too."""
    settings.VAR_DIR = tmp_path / "var"
    settings.STORAGES = {
        **settings.STORAGES,
        "renditions": {**settings.STORAGES["renditions"], "OPTIONS": {"location": str(tmp_path / "renditions")}},
        "imports": {**settings.STORAGES["imports"], "OPTIONS": {"location": str(tmp_path / "imports")}},
    }
    monkeypatch.setattr(Rendition._meta.get_field("file"), "storage", storages["renditions"])
    monkeypatch.setattr(ImportBatch._meta.get_field("file"), "storage", storages["imports"])


@pytest.fixture(autouse=True)
def static_files_on_demand(settings: Settings) -> None:
    """Each test client would list every static file anew."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def the_portal_acts() -> Iterator[None]:
    """What a test itself does with the database, nobody does in particular; requests and jobs say who does."""
    with acting(Actor(system="tests")):
        yield


@pytest.fixture
def world(db: None) -> World:
    return build()
