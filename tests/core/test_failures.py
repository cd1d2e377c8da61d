import json
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from partnerships.models import Partnership
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(world: World) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.bob)
    return client


@pytest.mark.parametrize(
    ("error", "status"),
    [(OperationalError("server closed the connection: secret-host"), 503), (KeyError("secret-host"), 500)],
    ids=["database away", "our mistake"],
)
@pytest.mark.parametrize("address", ["/partnerships/", "/api/v1/partnerships/"])
def test_a_failure_is_told_without_its_cause(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, address: str, error: Exception, status: int
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(type(Partnership.objects.all()), "visible_to", fail)

    answer = visitor.get(address)

    assert answer.status_code == status
    assert (answer.get("Retry-After") is not None) is (status == 503)
    assert "secret-host" not in answer.content.decode()
    if "api" in address:
        problem = json.loads(answer.content)
        assert answer["Content-Type"] == "application/problem+json"
        assert problem["request_id"] == answer["X-Request-ID"]
    else:
        assert "<h1" in answer.content.decode()
