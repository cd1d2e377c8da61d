"""What a person may send to reach what is not theirs: other people's keys, addresses, methods, names and headers."""

import logging
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from partnerships.models import ApiToken
from partnerships.rules import Role
from reports import services
from savings.models import SavingsTarget
from sharedservices.core.errors import Refused
from tests.access.runner import Runner
from tests.factories.partnerships import RoleGrantFactory
from tests.registers import CASES, KEPT, OPEN

FOREIGN = [
    ("milestones", "workstream", "all-workstreams"),
    ("projects", "workstream", "all-workstreams"),
    ("participations", "project", "projects"),
    ("dependencies", "project", "projects"),
    ("dependencies", "needs", "projects"),
    ("allocations", "award", "awards"),
    ("spending", "award", "awards"),
    ("measure-values", "measure", "measures"),
    ("acceptances", "programme", "outside-programmes"),
    ("signatures", "agreement", "agreements"),
    ("body-members", "body", "bodies"),
    ("meetings", "body", "bodies"),
    ("agenda-items", "meeting", "meetings"),
    ("decisions", "meeting", "meetings"),
    ("endorsements", "decision", "decisions"),
]
REGISTERS = {register.slug: register for register in KEPT}


@pytest.mark.parametrize(("slug", "field", "of"), FOREIGN)
def test_a_foreign_key_is_no_choice(runner: Runner, slug: str, field: str, of: str) -> None:
    register, officer = REGISTERS[slug], runner.scene.callers["programme"].client
    foreign = runner.scene.rows[of]["other_partnership"]
    before = register.model._default_manager.count()

    answer = officer.post(
        register.url("add", runner.scene.world.rivers), CASES[slug].form(runner.scene.world) | {field: foreign.pk}
    )

    assert answer.status_code == 200
    assert "Select a valid choice" in answer.content.decode()
    assert runner.scene.garden.found_in(answer.content.decode()) <= {"rivers"}
    assert register.model._default_manager.count() == before


@pytest.mark.parametrize(("slug", "field", "of"), FOREIGN[:6])
def test_a_foreign_key_in_the_query_opens_nothing(runner: Runner, slug: str, field: str, of: str) -> None:
    foreign = runner.scene.rows[of]["other_partnership"]
    address = REGISTERS[slug].url("add", runner.scene.world.rivers)

    answer = runner.send("programme", "get", f"{address}?{field}={foreign.pk}")

    assert answer.status == 200
    assert runner.scene.garden.found_in(answer.text) <= {"rivers"}


@pytest.mark.parametrize(
    "query", ["?status=secret", "?owner__password=1", "?ordering=user__password", "?q[]=1", "?q=%00"]
)
@pytest.mark.parametrize("address", ["/partnerships/workstreams/", "/compendium/", "/api/v1/workstreams/"])
def test_a_made_up_filter_or_order_tells_nothing(runner: Runner, address: str, query: str) -> None:
    answer = runner.send("officer_a", "get", f"{address}{query}")

    assert answer.status in {200, 400}
    assert runner.scene.garden.found_in(answer.text) <= {"rivers"}


@pytest.mark.parametrize("names", ["workstream__partnership__grants__user__email=a", "search=zqhillsqz", "q=zqhillsqz"])
@pytest.mark.parametrize("name", ["projects", "milestones", "updates", "risks"])
def test_a_filter_finds_nothing_hidden(runner: Runner, name: str, names: str) -> None:
    answer = runner.send("officer_a", "get", f"/api/v1/{name}/?{names}&limit=200")

    assert answer.status in {200, 400}
    assert "hills" not in runner.scene.garden.found_in(answer.text.replace(names, "").replace("zqhillsqz&", ""))


@pytest.mark.parametrize(
    "onward", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(runner: Runner, onward: str) -> None:
    answer = runner.send("officer_a", "get", f"/sign-in/?next={quote(onward)}")

    assert answer.status == 302
    assert "elsewhere" not in answer.location
    assert "javascript" not in answer.location


def test_a_parameter_sent_twice_is_one(runner: Runner) -> None:
    answer = runner.send("officer_a", "get", "/api/v1/milestones/?partnership=rivers&partnership=hills")

    assert answer.status in {200, 400}
    assert "hills" not in runner.scene.garden.found_in(answer.text)


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"])
def test_a_header_makes_no_other_method(runner: Runner, header: str) -> None:
    address = REGISTERS["risks"].url("delete", runner.scene.world.rivers, runner.scene.rows["risks"]["shared"].pk)

    answer = runner.send("programme", "get", address, **{header: "POST"})

    assert answer.status == 200
    runner.scene.rows["risks"]["shared"].refresh_from_db()


def test_a_field_makes_no_other_method(runner: Runner) -> None:
    client = runner.scene.callers["officer_a"].client
    answer = client.post(f"/api/v1/risks/{runner.scene.rows['risks']['shared'].pk}/", {"_method": "DELETE"})

    assert answer.status_code == 405
    runner.scene.rows["risks"]["shared"].refresh_from_db()


@pytest.mark.parametrize("register", [one for one in KEPT if one not in OPEN], ids=lambda register: register.slug)
def test_a_stale_form_deletes_nothing(runner: Runner, register: Any) -> None:
    row = runner.scene.rows[register.slug]["shared"]
    address = register.url("delete", runner.scene.world.rivers, row.pk)

    answer = runner.scene.callers["programme"].client.post(address, {"version": "0"})

    assert answer.status_code == 409
    row.refresh_from_db()


@pytest.mark.parametrize("headers", [{"Host": "elsewhere.example"}, {"Host": "127.0.0.1@elsewhere.example"}])
def test_another_host_is_refused(runner: Runner, headers: dict[str, str]) -> None:
    assert runner.send("officer_a", "get", "/", **headers).status == 400


def test_forwarding_headers_name_neither_host_nor_person(runner: Runner) -> None:
    forged = {"X-Forwarded-Host": "elsewhere.example", "X-Forwarded-User": "administrator", "Remote-User": "officer"}

    page, api = (runner.send("anonymous", "get", address, **forged) for address in ("/", "/api/v1/"))

    assert (page.status, api.status) == (302, 401)
    assert "elsewhere" not in page.location + page.text + api.text


def test_a_token_in_an_address_opens_nothing_and_is_not_logged(
    runner: Runner, caplog: pytest.LogCaptureFixture
) -> None:
    text = runner.scene.callers["token"].headers["Authorization"].removeprefix("Bearer ")
    caplog.set_level(logging.DEBUG)

    answers = [
        runner.send("anonymous", "get", f"/api/v1/risks/?{name}={text}") for name in ("token", "access_token", "key")
    ]

    assert [answer.status for answer in answers] == [401, 401, 401]
    assert text not in caplog.text
    assert text not in "".join(answer.text for answer in answers)


@pytest.mark.parametrize("guess", ["", "ssp_", "ssp_{prefix}_", "ssp_{prefix}_guess", "ssp_{prefix}_\x00", "ssp__"])
def test_a_guessed_token_says_nothing_of_the_true_one(runner: Runner, guess: str) -> None:
    token = ApiToken.objects.get(name="Reading")
    true, made_up = (
        Client().get("/api/v1/", headers={"Authorization": f"Bearer {guess.format(prefix=prefix)}"})
        for prefix in (token.prefix, "zzzzzzzz")
    )

    assert (true.status_code, made_up.status_code) == (401, 401)
    assert true.json()["detail"] == made_up.json()["detail"]


def test_a_guessed_code_of_an_invitation_says_nothing(runner: Runner) -> None:
    answers = [runner.send("anonymous", "get", f"/invitation/{code}/") for code in ("guessed", "A" * 43)]

    assert {answer.status for answer in answers} == {302}
    assert len({answer.location for answer in answers}) == 1


def test_a_person_of_two_councils_acts_for_the_one_that_made_them_author(runner: Runner) -> None:
    """Author for council A, viewer for council B: B's paper is not theirs to read, let alone to compile."""
    author: Any = runner.scene.callers["author_a"].user
    RoleGrantFactory(user=author, role=Role.VIEWER, organisation=runner.scene.world.south)
    papers = runner.scene.rows["report"]

    answers = {
        context: runner.send("author_a", "post", f"/reports/{papers[context].reference}/compile/").status
        for context in ("own_draft", "partner_draft")
    }

    assert answers == {"own_draft": 302, "partner_draft": 404}
    with pytest.raises(Refused, match="authors and clerks"):
        services.compile_version(report=papers["partner_draft"], by=author, at=papers["own_draft"].created_at)


def test_a_row_cannot_be_moved_into_another_partnership(runner: Runner) -> None:
    """A form's own partnership stands in its address: one sent along is not read."""
    target = runner.scene.rows["savings-targets"]["shared"]
    address = REGISTERS["savings-targets"].url("edit", runner.scene.world.rivers, target.pk)
    form = CASES["savings-targets"].form(runner.scene.world) | {
        "version": target.version,
        "partnership": runner.scene.world.hills.pk,
    }

    runner.scene.callers["programme"].client.post(address, form)

    assert SavingsTarget.objects.get(pk=target.pk).partnership == runner.scene.world.rivers
