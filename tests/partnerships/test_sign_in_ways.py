"""The ways to sign in: seen on one page, taken away one by one, and never the last."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from partnerships.models import AccessEvent, User
from partnerships.sign_in import words
from sharedservices.sign_in_settings import council_providers
from tests.door import SECURITY, sign_in, told
from tests.markup import parsed, select
from tests.partnerships.inviting import deliver, invite, opened
from tests.world import World, as_


@pytest.fixture(autouse=True)
def north(settings: Settings) -> None:
    entry = {"id": "north", "name": "North", "issuer": "https://login.example.org", "domains": ["example.org"]}
    settings.SOCIALACCOUNT_PROVIDERS = council_providers(
        json.dumps([entry | {"client_id": "portal", "client_secret": "secret"}]), insecure=False
    )


def connected(user: User, provider: str = "north") -> SocialAccount:
    return SocialAccount.objects.create(user=user, provider=provider, uid=f"{provider}-{user.pk}")


def disconnecting(account: SocialAccount) -> str:
    return f"{SECURITY}connected/{account.pk}/disconnect/"


def without_password(user: User) -> User:
    user.set_unusable_password()
    user.save()
    return user


def passkey(user: User) -> Authenticator:
    return Authenticator.objects.create(user=user, type="webauthn", data={"name": "Laptop", "credential": {}})


def test_a_council_account_is_seen_and_disconnected(client: Client, alice: User) -> None:
    account = connected(alice)
    as_(client, alice)
    page = parsed(client.get(SECURITY).content.decode())
    [link] = select(page, f"a[href='{disconnecting(account)}']")

    asked = client.get(str(link.get("href")))
    done = client.post(str(link.get("href")), follow=True)

    assert "Disconnect North?" in told(asked)
    assert "North no longer signs you in here." in told(done)
    assert "North Not connected" in told(done)
    assert not SocialAccount.objects.exists()
    noted = AccessEvent.objects.get(kind=AccessEvent.Kind.DISCONNECTED)
    assert (noted.user, noted.detail) == (alice, "north")
    assert mail.outbox[0].to == ["alice@example.org"]


def test_disconnecting_offers_to_end_the_other_sessions(client: Client, alice: User) -> None:
    sign_in(client)
    as_(Client(), alice)

    page = client.post(disconnecting(connected(alice)), follow=True)

    assert "You changed how you sign in" in told(page)


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_only_way_to_sign_in_stays(client: Client, world: World, method: str) -> None:
    account = connected(without_password(world.alice))
    connected(world.alice, "council-that-was")  # the settings name it no more: it signs nobody in

    answer = getattr(as_(client, world.alice), method)(disconnecting(account))

    assert answer.status_code == 403
    assert words.LAST_WAY in told(answer)
    assert SocialAccount.objects.filter(pk=account.pk).exists()


def test_a_council_goes_where_a_passkey_stays_and_a_passkey_where_a_council_does(client: Client, world: World) -> None:
    account, key = connected(without_password(world.alice)), passkey(world.alice)
    as_(client, world.alice)

    gone = client.post(disconnecting(account))
    refused = client.post(f"{SECURITY}passkeys/{key.pk}/remove/")

    assert gone.status_code == 302
    assert (refused.status_code, words.LAST_WAY in told(refused)) == (403, True)
    connected(world.alice)
    assert client.post(f"{SECURITY}passkeys/{key.pk}/remove/").status_code == 302


def test_two_requests_do_not_take_away_the_last_two(client: Client, world: World) -> None:
    """Each waits for the other before it looks for what is left."""
    account, key = connected(without_password(world.alice)), passkey(world.alice)
    as_(client, world.alice)

    for address in (disconnecting(account), f"{SECURITY}passkeys/{key.pk}/remove/"):
        with CaptureQueriesContext(connection) as asked:
            client.post(address)

        statements = [query["sql"] for query in asked]
        locked = next(place for place, sql in enumerate(statements) if "FOR UPDATE" in sql and "_user" in sql)
        looked = max(place for place, sql in enumerate(statements) if 'FROM "mfa_authenticator"' in sql)
        assert locked < looked


def test_a_council_that_is_gone_is_disconnected_by_what_is_left_of_its_name(client: Client, alice: User) -> None:
    account = connected(alice, "council-that-was")

    page = as_(client, alice).post(disconnecting(account), follow=True)

    assert "council-that-was no longer signs you in here." in told(page)


def test_nobody_disconnects_the_council_of_another(client: Client, world: World) -> None:
    account = connected(world.alice)

    answer = as_(client, world.bob).post(disconnecting(account))

    assert answer.status_code == 404
    assert SocialAccount.objects.exists()


def test_an_invitation_leads_to_the_councils_sign_in_where_there_is_one(client: Client, world: World) -> None:
    assert "its own sign-in" in opened(client, deliver(invite(world)))
