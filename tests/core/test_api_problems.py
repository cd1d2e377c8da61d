from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from rest_framework.exceptions import Throttled, ValidationError
from rest_framework.throttling import UserRateThrottle

from sharedservices.core.api import problem_handler
from sharedservices.core.api.problems import CONTENT_TYPE
from sharedservices.core.errors import Refused, RuleViolation
from tests.world import World, as_


def problem(error: Exception) -> Any:
    request = RequestFactory().get("/api/v1/")
    request.id = "request-0001"
    answer = problem_handler(error, {"request": request})
    assert answer is not None
    assert answer.content_type == CONTENT_TYPE
    return answer


def test_a_broken_rule_is_a_conflict_that_names_its_field() -> None:
    answer = problem(RuleViolation("Say what changed.", field="narrative"))

    assert answer.status_code == 409
    assert answer.data == {
        "type": "http://testserver/api/#conflict",
        "title": "Not possible now",
        "status": 409,
        "detail": "Say what changed.",
        "errors": [{"pointer": "/body/narrative", "code": "rule_violation", "detail": "Say what changed."}],
        "request_id": "request-0001",
    }


@pytest.mark.parametrize(
    ("error", "status", "detail"),
    [
        (RuleViolation("It has been submitted."), 409, "It has been submitted."),
        (Refused("Only its lead writes it."), 403, "Only its lead writes it."),
        (PermissionDenied(), 403, "You do not have permission to perform this action."),
        (ValidationError({"a/b": [{"c": ["Wrong."]}]}), 400, "Wrong."),
    ],
)
def test_each_no_has_its_status_and_reason(error: Exception, status: int, detail: str) -> None:
    answer = problem(error)

    assert (answer.status_code, answer.data["detail"]) == (status, detail)


def test_a_pointer_is_escaped_and_goes_into_lists() -> None:
    answer = problem(ValidationError({"a/b": [{"c": ["Wrong."]}]}))

    assert [entry["pointer"] for entry in answer.data["errors"]] == ["/body/a~1b/0/c"]


def test_a_throttled_call_is_told_when_to_come_back() -> None:
    answer = problem(Throttled(wait=7.2))

    assert answer.status_code == 429
    assert answer["Retry-After"] == "8"


def test_a_fault_is_no_problem_but_an_exception() -> None:
    assert problem_handler(ZeroDivisionError(), {"request": RequestFactory().get("/")}) is None


@pytest.mark.parametrize("address", ["/api/v1/partnershps/", "/api/v1/partnerships/rivers/", "/api/v1/a/b/c/"])
def test_an_address_that_is_not_there_is_a_problem_too(client: Client, db: None, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 404
    assert answer["Content-Type"] == CONTENT_TYPE
    assert answer.json()["type"] == "http://testserver/api/#not-found"


def test_a_format_that_is_not_there_is_a_problem(client: Client, world: World) -> None:
    answer = as_(client, world.bob).get("/api/v1/partnerships/", headers={"accept": "text/csv"})

    assert answer.status_code == 406
    assert answer["Content-Type"] == CONTENT_TYPE


def test_the_callers_request_id_comes_back_in_header_and_problem(client: Client, db: None) -> None:
    answer = client.get("/api/v1/", headers={"x-request-id": "caller-0001"})

    assert answer["X-Request-ID"] == "caller-0001"
    assert answer.json()["request_id"] == "caller-0001"


def test_too_many_calls_are_a_problem_with_a_time_to_wait(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "1/min"})
    as_(client, world.bob).get("/api/v1/partnerships/")

    answer = client.get("/api/v1/partnerships/")

    assert answer.status_code == 429
    assert answer["Content-Type"] == CONTENT_TYPE
    assert 0 < int(answer["Retry-After"]) <= 60
