import pytest
from django.core.cache import cache
from django.test import Client
from redis.exceptions import ConnectionError as RedisConnectionError

from sharedservices.core.api.throttling import ForgivingThrottle
from tests.world import World

pytestmark = pytest.mark.django_db


def test_too_many_calls_are_told_to_wait(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ForgivingThrottle, "THROTTLE_RATES", {"user": "2/min"})
    client.force_login(world.bob)

    answers = [client.get("/api/v1/partnerships/") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_a_cache_that_is_away_closes_no_door(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RedisConnectionError

    monkeypatch.setattr(cache._connections[cache._alias], "get", fail)
    client.force_login(world.bob)

    assert client.get("/api/v1/partnerships/").status_code == 200
