"""How a sign-in by a council begins: by a button of ours, with what only this browser can answer."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from partnerships.sign_in import words
from tests import oidc
from tests.council_door import START, connected, leave
from tests.door import is_signed_in
from tests.markup import parsed, select
from tests.world import World


def test_the_sign_in_page_offers_the_council(client: Client, world: World, council: oidc.Council) -> None:
    page = parsed(client.get("/sign-in/?next=/partnerships/").content.decode())

    [form] = select(page, f"form[method=post][action='{START}']")
    assert select(form, "input[name=csrfmiddlewaretoken]")
    assert select(form, "input[name=next]")[0].get("value") == "/partnerships/"


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_link_begins_nothing(client: Client, world: World, council: oidc.Council, method: str) -> None:
    answer = getattr(client, method)(START)

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert "socialaccount_states" not in client.session


def test_another_site_cannot_begin_a_sign_in(world: World, council: oidc.Council) -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(START)

    assert answer.status_code == 403
    assert "socialaccount_states" not in strict.session


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/jwks", "/userinfo"])
def test_a_server_that_sends_us_elsewhere_is_not_followed(client, world, council, path: str) -> None:
    connected(world.alice, council)
    way = leave(client)
    council.play(f"moved {path}")

    begun = client.post(START)
    back = client.get(council.consent(way).removeprefix("http://testserver"))

    assert begun.status_code == (403 if path == "/.well-known/openid-configuration" else 200)
    assert back.status_code == 403
    assert words.COUNCIL_FAILED in parsed(back.content.decode()).text_content()
    assert not is_signed_in(client)


def test_every_request_has_a_state_a_nonce_and_a_challenge_of_its_own(client, world, council) -> None:
    asked = [parse_qs(urlsplit(leave(client)).query) for _ in range(2)]

    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]
    assert asked[0]["code_challenge_method"] == ["S256"]


def test_an_address_cannot_ask_for_more(client: Client, world: World, council: oidc.Council) -> None:
    more = f"{START}?scope=admin&process=connect&auth_params=prompt%3Dnone&next=https://evil.example/"

    asked = parse_qs(urlsplit(leave(client, more)).query)

    assert sorted(asked["scope"][0].split()) == ["email", "openid", "profile"]
    assert "prompt" not in asked
    [state] = client.session["socialaccount_states"].values()
    assert state[0]["process"] == "login"
    assert "next" not in state[0]


def test_a_server_that_names_another_issuer_is_not_asked(client, world, council) -> None:
    council.play("discovery")

    assert client.post(START).status_code == 403


def test_giving_up_at_the_council_leads_back(client: Client, world: World, council: oidc.Council) -> None:
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]

    answer = client.get(f"{START}back/", {"error": "access_denied", "state": state})

    assert answer.status_code in (302, 403)
    assert not is_signed_in(client)
