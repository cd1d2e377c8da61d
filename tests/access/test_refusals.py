"""What is refused is kept: in the log of refusals who it was and what they asked for, in the process log
every answer."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from partnerships.models import AccessEvent, ApiToken
from partnerships.rules import Role
from tests.access.listening import Listener
from tests.access.runner import Runner
from tests.access.scene import MISSING
from tests.factories.partnerships import RoleGrantFactory

Kind = AccessEvent.Kind
Kept = tuple[str, str | None, str]


def foreign_row_in_a_form(runner: Runner) -> Kept:
    foreign, address = runner.scene.rows["all-workstreams"]["other_partnership"], "/partnerships/rivers/milestones/add/"
    runner.scene.callers["programme"].client.post(address, {"workstream": foreign.pk})
    return Kind.HIDDEN, "programme", f"POST {address}: workstream"


def foreign_person_in_a_filter(runner: Runner) -> Kept:
    address, stranger = "/partnerships/rivers/changes/", runner.scene.callers["officer_c"].user
    runner.scene.callers["officer_a"].client.get(address, {"who": stranger.pk if stranger else 0})
    return Kind.HIDDEN, "officer_a", f"GET {address}: who"


def foreign_row_in_an_address(runner: Runner) -> Kept:
    address = f"/partnerships/rivers/risks/{runner.scene.rows['risks']['other_partnership'].pk}/edit/"
    runner.scene.callers["programme"].client.post(address, {"version": "1", "partnership": "rivers"})
    return Kind.HIDDEN, "programme", f"POST {address}"


def foreign_row_by_a_token(runner: Runner) -> Kept:
    address = f"/api/v1/risks/{runner.scene.rows['risks']['other_partnership'].pk}/"
    Client().get(address, headers=runner.scene.callers["token"].headers)
    return Kind.HIDDEN, "token", f"GET {address}"


def guessed_token(_: Runner) -> Kept:
    Client().get("/api/v1/risks/", headers={"Authorization": f"Bearer ssp_zzzzzzzz_{'A' * 43}"})
    return Kind.FAILED, None, "API token: GET /api/v1/risks/"


def revoked_token(runner: Runner) -> Kept:
    ApiToken.objects.filter(name="Reading").update(revoked_at=runner.scene.rows["job"]["shared"].created_at)
    Client().get("/api/v1/risks/", headers=runner.scene.callers["token"].headers)
    return Kind.FAILED, None, "API token: GET /api/v1/risks/"


def guessed_invitation(_: Runner) -> Kept:
    Client().get(f"/invitation/{'A' * 43}/", follow=True)
    return Kind.REFUSED, None, "Invitation not open"


def paper_of_the_other_council(runner: Runner) -> Kept:
    """Author for one council, viewer for the other."""
    author: Any = runner.scene.callers["author_a"].user
    RoleGrantFactory(user=author, role=Role.VIEWER, organisation=runner.scene.world.south)
    address = f"/reports/{runner.scene.rows['report']['partner_draft'].reference}/compile/"
    runner.scene.callers["author_a"].client.post(address)
    return Kind.HIDDEN, "author_a", f"POST {address}"


def page_for_others(runner: Runner) -> Kept:
    runner.scene.callers["officer_a"].client.get("/people/?next=/account/log/")
    return Kind.DENIED, "officer_a", "GET /people/"


REFUSED: list[Callable[[Runner], Kept]] = [
    foreign_row_in_a_form,
    foreign_person_in_a_filter,
    foreign_row_in_an_address,
    foreign_row_by_a_token,
    guessed_token,
    revoked_token,
    guessed_invitation,
    paper_of_the_other_council,
    page_for_others,
]


@pytest.mark.parametrize("attempt", REFUSED, ids=lambda attempt: attempt.__name__)
def test_what_is_refused_is_kept(runner: Runner, attempt: Callable[[Runner], Kept]) -> None:
    before = AccessEvent.objects.count()

    kind, persona, detail = attempt(runner)

    assert AccessEvent.objects.count() == before + 1
    event = AccessEvent.objects.latest("pk")
    user = runner.scene.callers[persona].user if persona else None
    assert (event.kind, event.user, event.detail) == (kind, user, detail)


def test_a_record_that_is_offered_is_no_refusal(runner: Runner) -> None:
    before = AccessEvent.objects.count()

    answer = runner.scene.callers["programme"].client.post(
        "/partnerships/rivers/milestones/add/", {"workstream": runner.scene.world.waste.pk, "baseline": "whenever"}
    )

    assert "There is a problem" in answer.content.decode()
    assert AccessEvent.objects.count() == before


@pytest.mark.parametrize(
    ("method", "address", "headers", "status"),
    [
        ("post", "/api/v1/risks/", {"X-HTTP-Method-Override": "GET"}, 405),
        ("delete", "/api/v1/risks/1/", {}, 405),
        ("get", "/api/v1/risks/?ordering=user__password", {}, 400),
        ("get", "/api/v1/risks/?limit=many", {}, 400),
        ("get", f"/partnerships/rivers/risks/{MISSING}/", {}, 404),
    ],
)
def test_every_refusal_is_a_line_of_the_log(
    runner: Runner, method: str, address: str, headers: dict[str, str], status: int
) -> None:
    listener = Listener()

    with listener.listening():
        answer = runner.send("programme", method, address, **headers)

    assert answer.status == status
    ended = [line for line in map(json.loads, listener.lines) if line["event"] == "request_finished"]
    assert [line["code"] for line in ended] == [status]


def test_another_host_is_a_line_of_the_log(runner: Runner) -> None:
    listener = Listener()

    with listener.listening():
        answer = runner.send("programme", "get", "/", Host="elsewhere.example")

    assert answer.status == 400
    assert next(line["logger"] for line in map(json.loads, listener.lines)) == "django.security.DisallowedHost"


def test_a_stale_form_is_a_line_of_the_log_and_changes_nothing(runner: Runner) -> None:
    risk, listener = runner.scene.rows["risks"]["shared"], Listener()

    with listener.listening():
        answer = runner.send(
            "programme", "post", f"/partnerships/rivers/risks/{risk.pk}/delete/", form={"version": "0"}
        )

    assert answer.status == 409
    assert '"code": 409' in "".join(listener.lines)
    risk.refresh_from_db()
