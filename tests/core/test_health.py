import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from kombu.exceptions import OperationalError

from sharedservices.core import views
from sharedservices.core.tasks import WORKER_SEEN, sweep_jobs

pytestmark = pytest.mark.django_db


def test_the_process_answers_whatever_else_is_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MigrationExecutor", lambda *_: pytest.fail("healthz asked the database"))

    assert client.get("/healthz").json() == {"status": "ok"}


def test_ready_when_database_broker_and_a_worker_are_there(client: Client) -> None:
    sweep_jobs()

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


def test_a_worker_that_was_not_seen_for_a_minute_is_missed(client: Client) -> None:
    cache.set(WORKER_SEEN, timezone.now().timestamp() - 61)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": "ok", "broker": "ok", "worker": "not seen lately"}


@pytest.mark.parametrize(
    ("owner", "name", "error", "check"),
    [
        (views, "MigrationExecutor", DatabaseError(), "database"),
        (views.current_app._get_current_object(), "connection_for_write", OperationalError(), "broker"),
    ],
    ids=["database", "broker"],
)
def test_what_is_down_is_named(
    client: Client, monkeypatch: pytest.MonkeyPatch, *, owner: Any, name: str, error: Exception, check: str
) -> None:
    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(owner, name, fail)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["checks"][check]) == (503, "unreachable")


@pytest.mark.parametrize(("sent", "kept"), [("req-12345678", True), ("short", False), ("a b\x7fc12345", False)])
def test_a_request_id_is_kept_when_well_formed_and_made_otherwise(client: Client, sent: str, kept: bool) -> None:
    answered = client.get("/healthz", headers={"X-Request-ID": sent})["X-Request-ID"]

    assert (answered == sent) is kept
    assert kept or uuid.UUID(answered)


def test_pages_carry_a_strict_content_security_policy(client: Client) -> None:
    policy = client.get("/sign-in/")["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
