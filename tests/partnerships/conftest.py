import json
from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import Settings

from partnerships.models import User
from sharedservices.sign_in_settings import council_providers
from tests import oidc
from tests.door import with_password
from tests.world import World, build


@pytest.fixture
def quick_hashing(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def alice(quick_hashing: None, world: World) -> User:
    return with_password(world.alice)


@pytest.fixture
def clerk(quick_hashing: None, world: World) -> User:
    return with_password(world.clerk)


@pytest.fixture
def lasting(transactional_db: None) -> World:
    """What is done once a transaction is over needs one that ends."""
    with transaction.atomic():
        return build()


@pytest.fixture(scope="module")
def server() -> Iterator[oidc.Council]:
    with oidc.running() as council:
        yield council


@pytest.fixture
def council(server: oidc.Council, settings: Settings) -> oidc.Council:
    server.play()
    entry = {"id": "north", "name": "North", "issuer": server.issuer, "domains": ["example.org"]}
    client = {"client_id": oidc.CLIENT, "client_secret": oidc.SECRET}
    settings.SOCIALACCOUNT_PROVIDERS = council_providers(json.dumps([entry | client]), insecure=True)
    return server
