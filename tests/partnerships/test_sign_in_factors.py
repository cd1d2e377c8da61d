"""Second factors: who has to have one, how they get it, and what it opens."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from partnerships.models import AccessEvent, RoleGrant, User
from partnerships.rules import Role
from partnerships.sign_in import words
from tests.door import NOW, SECURITY, code, code_now, is_signed_in, sign_in, told, with_app
from tests.factories.partnerships import UserFactory
from tests.markup import parsed, select
from tests.world import World, as_


@pytest.fixture
def demanded(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.parametrize("name", ["verifier", "clerk", "administrator"])
@pytest.mark.parametrize(
    "page", ["/", "/partnerships/rivers/", "/reports/", "/api/v1/partnerships/", "/account/tokens/"]
)
def test_who_has_to_have_one_sees_nothing_before(client, world, demanded, name: str, page: str) -> None:
    as_(client, getattr(world, name))

    answer = client.get(page)

    assert (answer.status_code, answer["Location"]) == (302, SECURITY)
    assert "Your role needs a second factor" in told(client.get(SECURITY))


@pytest.mark.parametrize("name", ["alice", "bob", "officer", "charlie"])
def test_nobody_else_has_to(client: Client, world: World, demanded: None, name: str) -> None:
    answer = as_(client, getattr(world, name)).get("/partnerships/")

    assert answer.status_code == 200


def test_superusers_have_to_and_the_administration_waits_too(client: Client, world: World, demanded: None) -> None:
    as_(client, UserFactory(name="Superuser", is_superuser=True, is_staff=True))

    assert client.get("/admin/")["Location"] == SECURITY


def test_a_finance_verifier_has_to_from_the_day_of_the_grant(client: Client, world: World, demanded: None) -> None:
    as_(client, world.bob)
    assert client.get("/partnerships/").status_code == 200

    RoleGrant.objects.create(
        user=world.bob, role=Role.FINANCE_VERIFIER, organisation=world.south, valid_from="2011-01-01"
    )

    assert client.get("/partnerships/")["Location"] == SECURITY


def test_a_demonstration_does_not_ask(client: Client, world: World) -> None:
    answer = as_(client, world.clerk).get("/partnerships/")

    assert answer.status_code == 200
    assert "second factor" in told(client.get("/demo/sign-in/"))
    assert "Your role needs a second factor" not in told(client.get(SECURITY))


def test_signing_out_stays_possible(client: Client, world: World, demanded: None) -> None:
    as_(client, world.clerk).post("/sign-out/")

    assert not is_signed_in(client)


def test_it_costs_one_query(client: Client, world: World, settings: Settings) -> None:
    as_(client, world.alice)
    counts = []
    for settings.SECOND_FACTOR_REQUIRED in (False, True):
        with CaptureQueriesContext(connection) as asked:
            client.get("/help/")
        counts.append(len(asked))

    assert counts[1] == counts[0] + 1


def kinds_of(user: User) -> list[str]:
    return list(AccessEvent.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def add_app(client: Client) -> HttpResponse:
    page = parsed(client.get(f"{SECURITY}app/").content.decode())
    secret = select(page, "#secret")[0].text_content().replace(" ", "")
    answer: HttpResponse = client.post(f"{SECURITY}app/", {"code": code_now(secret)})
    return answer


def test_setting_up_an_app_opens_the_page_that_was_asked_for(client, demanded, lasting: World) -> None:
    as_(client, lasting.clerk).get("/reports/draft/")

    answer = add_app(client)
    codes = client.get(answer["Location"])

    assert answer["Location"] == f"{SECURITY}codes/"
    assert select(parsed(codes.content.decode()), "a[href='/reports/draft/']")
    assert client.get("/reports/").status_code == 200
    assert not select(parsed(client.get(SECURITY).content.decode()), "a[href='/reports/draft/']")
    assert kinds_of(lasting.clerk) == ["factor_added", "factor_added"]
    assert mail.outbox[0].subject == "Shared services portal: An authenticator app was added to your account"


def test_the_picture_of_the_key_lies_within_the_page(client: Client, world: World) -> None:
    page = as_(client, world.alice).get(f"{SECURITY}app/")

    [picture] = select(parsed(page.content.decode()), "main img")
    assert picture.get("src").startswith("data:image/svg+xml;base64,")
    assert "data:" in page["Content-Security-Policy"]


def test_a_wrong_code_adds_nothing(client: Client, world: World) -> None:
    as_(client, world.alice).get(f"{SECURITY}app/")

    answer = client.post(f"{SECURITY}app/", {"code": "000000"})

    assert words.ERRORS["incorrect_code"] in told(answer)
    assert not Authenticator.objects.exists()


def test_a_password_alone_does_not_open(client: Client, clerk: User) -> None:
    with time_machine.travel(NOW, tick=False):
        secret = with_app(clerk)
        first = sign_in(client, "clerk@example.org", next="/reports/")
        assert first["Location"] == "/sign-in/code/"
        assert not is_signed_in(client)
        assert client.get("/reports/").status_code == 302

        wrong = client.post("/sign-in/code/", {"code": "000000"})
        right = client.post("/sign-in/code/", {"code": code(secret)})
        assert is_signed_in(client)

    assert words.ERRORS["incorrect_code"] in told(wrong)
    assert right["Location"] == "/reports/"


def test_a_code_opens_once(client: Client, clerk: User) -> None:
    with time_machine.travel(NOW, tick=False):
        secret = with_app(clerk)
        for browser in (client, Client()):
            sign_in(browser, "clerk@example.org")
            answer = browser.post("/sign-in/code/", {"code": code(secret)})
        assert is_signed_in(client)

    assert words.ERRORS["incorrect_code"] in told(answer)


def test_codes_cannot_be_guessed_for_long(client: Client, clerk: User) -> None:
    with time_machine.travel(NOW, tick=False):
        secret = with_app(clerk)
        sign_in(client, "clerk@example.org")
        for _ in range(10):
            client.post("/sign-in/code/", {"code": "000000"})
        answer = client.post("/sign-in/code/", {"code": code(secret)})

    assert words.ERRORS["too_many_login_attempts"] in told(answer)
    assert not is_signed_in(client)


def test_a_second_step_waits_a_quarter_of_an_hour(client: Client, clerk: User) -> None:
    with time_machine.travel(NOW, tick=False):
        secret = with_app(clerk)
        sign_in(client, "clerk@example.org")
    later = NOW + timedelta(minutes=16)

    with time_machine.travel(later, tick=False):
        answer = client.post("/sign-in/code/", {"code": code(secret, later)})

    assert answer["Location"] == "/sign-in/"
    assert not is_signed_in(client)
