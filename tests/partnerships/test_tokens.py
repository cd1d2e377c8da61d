import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from partnerships import token_services
from partnerships.forms import SCOPES
from partnerships.models import ApiToken
from sharedservices.api_urls import RESOURCES
from sharedservices.core.errors import RuleViolation
from sharedservices.core.scopes import TokenScope
from tests.factories.partnerships import RoleGrantFactory, UserFactory
from tests.markup import parsed, select
from tests.world import World

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
TOKENS = "/account/tokens/"
TEXT = re.compile(r"ssp_[A-Za-z0-9]{12}_[A-Za-z0-9]{40}")


def test_only_the_digest_of_a_token_is_kept(db: None) -> None:
    token, text = token_services.issue_token(user=UserFactory(), name=" Power BI ", expires_at=LATER)

    kept = ApiToken.objects.filter(pk=token.pk).values().get()
    assert TEXT.fullmatch(text)
    assert text.startswith(f"ssp_{token.prefix}_")
    assert not any(text.rpartition("_")[2] in str(value) for value in kept.values())
    assert kept["name"] == "Power BI"


def test_a_token_is_found_by_its_whole_text_only(db: None) -> None:
    token, text = token_services.issue_token(user=UserFactory(), name="Power BI", expires_at=LATER)

    assert token_services.find_token(text) == token
    assert token_services.find_token(text + "x") is None
    assert token_services.find_token(text.removeprefix("ssp_")) is None
    assert token_services.find_token(f"ssp_{token.prefix}_") is None
    assert token_services.find_token("") is None


def test_a_token_needs_a_purpose(db: None) -> None:
    with pytest.raises(RuleViolation, match="Say what the token is for") as refused:
        token_services.issue_token(user=UserFactory(), name="  ", expires_at=LATER)

    assert refused.value.field == "name"


def test_a_suspended_account_gets_no_token(db: None) -> None:
    with pytest.raises(RuleViolation, match="suspended"):
        token_services.issue_token(user=UserFactory(is_active=False), name="Power BI", expires_at=LATER)

    assert not ApiToken.objects.exists()


def test_revoking_again_keeps_the_first_time(db: None) -> None:
    token, _ = token_services.issue_token(user=UserFactory(), name="Power BI", expires_at=LATER)

    token_services.revoke_token(token=token, at=NOW)
    revoked = token_services.revoke_token(token=token, at=LATER)

    assert revoked.revoked_at == NOW


def test_what_a_token_may_be_given_is_what_a_resource_asks_for(db: None) -> None:
    asked_for = {viewset.scope for viewset in RESOURCES.values()}
    offered = {value for value, _ in SCOPES}
    token, _ = token_services.issue_token(user=UserFactory(), name="Power BI", expires_at=LATER)

    assert offered == asked_for == set(token.scopes)
    with pytest.raises(RuleViolation, match="what the token may read"):
        token_services.issue_token(user=UserFactory(), name="Figures", scopes=[TokenScope.SAVINGS], expires_at=LATER)


# Pages


def test_a_form_that_is_sent_twice_makes_one_token(client: Client, world: World) -> None:
    client.force_login(world.alice)
    form = parsed(client.get(f"{TOKENS}new/").content.decode())
    [key] = [field.get("value") for field in select(form, "input[name=once]")]
    values = {"name": "Power BI", "days": "90", "scopes": ["read:programme"], "once": key}

    first, second = client.post(f"{TOKENS}new/", values), client.post(f"{TOKENS}new/", values)

    assert TEXT.search(first.content.decode())
    assert (second.status_code, second["Location"]) == (302, TOKENS)
    assert world.alice.api_tokens.count() == 1
    listed = client.get(TOKENS).content.decode()
    assert "It was done once" in listed
    assert "If you have not copied it, exchange the token." in listed


def test_an_exchange_that_is_sent_twice_is_one(client: Client, world: World) -> None:
    token, _ = token_services.issue_token(
        user=world.alice, name="Power BI", organisation=world.north, expires_at=timezone.now() + timedelta(days=9)
    )
    client.force_login(world.alice)

    answers = [client.post(f"{TOKENS}{token.pk}/rotate/", {"once": "key"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 302]
    assert world.alice.api_tokens.count() == 2


def test_a_form_to_be_corrected_makes_none_until_it_is(client: Client, world: World) -> None:
    client.force_login(world.alice)
    values = {"name": "", "days": "90", "scopes": ["read:programme"], "once": "key"}

    wrong, right = client.post(f"{TOKENS}new/", values), client.post(f"{TOKENS}new/", values | {"name": "Power BI"})

    assert "Say what the token is for" in wrong.content.decode()
    assert TEXT.search(right.content.decode())
    assert world.alice.api_tokens.count() == 1


def test_the_text_is_shown_once_and_never_stored_by_the_browser(client: Client, world: World) -> None:
    client.force_login(world.alice)

    with time_machine.travel(NOW, tick=False):
        made = client.post(f"{TOKENS}new/", {"name": "Power BI", "days": "90", "scopes": ["read:programme"]})
        listed = client.get(TOKENS).content.decode()

    text = TEXT.search(made.content.decode())
    token = world.alice.api_tokens.get()
    assert text is not None
    assert token_services.find_token(text[0]) == token
    assert "no-store" in made["Cache-Control"]
    assert token.expires_at == NOW + timedelta(days=90)
    assert f"ssp_{token.prefix}" in listed
    assert text[0] not in listed
    assert "Never" in listed


def test_a_token_without_a_purpose_is_asked_for_one(client: Client, world: World) -> None:
    client.force_login(world.alice)

    page = client.post(f"{TOKENS}new/", {"name": "", "days": "90"}).content.decode()

    assert "There is a problem" in page
    assert "Say what the token is for" in page
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("days", ["", "3650", "-1"])
def test_a_token_lives_no_longer_than_is_offered(client: Client, world: World, days: str) -> None:
    client.force_login(world.alice)

    page = client.post(
        f"{TOKENS}new/", {"name": "Power BI", "days": days, "scopes": ["read:programme"]}
    ).content.decode()

    assert "There is a problem" in page
    assert not ApiToken.objects.exists()


def test_revoking_asks_first_and_says_what_was_done(client: Client, world: World) -> None:
    token, _ = token_services.issue_token(user=world.alice, name="Power BI", expires_at=LATER)
    client.force_login(world.alice)
    address = f"{TOKENS}{token.pk}/revoke/"

    with time_machine.travel(NOW, tick=False):
        asked = client.get(address).content.decode()
        untouched = ApiToken.objects.get().revoked_at
        done = client.post(address, follow=True)

    assert "Revoke “Power BI”?" in asked
    assert untouched is None
    assert done.redirect_chain == [(TOKENS, 302)]
    assert "“Power BI” has been revoked." in done.content.decode()
    assert ApiToken.objects.get().revoked_at == NOW


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_elses_token_is_not_found(client: Client, world: World, method: str) -> None:
    token, _ = token_services.issue_token(user=world.alice, name="Nightly copy", expires_at=LATER)
    client.force_login(world.administrator)

    answer = getattr(client, method)(f"{TOKENS}{token.pk}/revoke/")

    assert answer.status_code == 404
    assert ApiToken.objects.get().revoked_at is None
    assert "Nightly copy" not in client.get(TOKENS).content.decode()


@pytest.mark.parametrize("address", [TOKENS, f"{TOKENS}new/"])
def test_tokens_need_a_sign_in(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 302


# Command


def test_the_command_prints_the_token_alone(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    with time_machine.travel(NOW, tick=False):
        call_command("create_api_token", "BOB@example.org", "--name", "Nightly copy", "--days", "7")

    printed = capsys.readouterr()
    token = token_services.find_token(printed.out.strip())
    assert token == world.bob.api_tokens.get()
    assert token.expires_at == NOW + timedelta(days=7)
    assert "Nightly copy" in printed.err


def test_the_command_makes_a_token_for_one_of_several_councils(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    RoleGrantFactory(user=world.bob, organisation=world.east)

    with pytest.raises(CommandError, match="each token acts for one"):
        call_command("create_api_token", "bob@example.org", "--name", "Copy")
    with pytest.raises(CommandError, match="no organisation west"):
        call_command("create_api_token", "bob@example.org", "--name", "Copy", "--organisation", "west")
    call_command("create_api_token", "bob@example.org", "--name", "Copy", "--organisation", "east")

    token = token_services.find_token(capsys.readouterr().out.strip())
    assert token is not None
    assert token.organisation == world.east


@pytest.mark.parametrize(
    ("email", "days", "told"),
    [
        ("nobody@example.org", "7", "Nobody here"),
        ("bob@example.org", "0", "1 to 365"),
        ("bob@example.org", "366", "1 to 365"),
    ],
)
def test_the_command_says_what_is_wrong(world: World, email: str, days: str, told: str) -> None:
    with pytest.raises(CommandError, match=told):
        call_command("create_api_token", email, "--name", "Nightly copy", "--days", days)

    assert not ApiToken.objects.exists()
