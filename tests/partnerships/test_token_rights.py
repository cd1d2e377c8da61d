"""What a token may read, for whom it acts, from where, and how it is exchanged."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from partnerships import token_services
from partnerships.models import ApiToken, Organisation, User
from partnerships.rules import Role
from sharedservices.core.api.access import Access
from sharedservices.core.api.viewsets import ScopedViewSet
from sharedservices.core.errors import RuleViolation
from sharedservices.core.scopes import TokenScope
from tests.api import codes
from tests.factories.partnerships import RoleGrantFactory
from tests.world import World

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
LIST = "/api/v1/partnerships/"
TOKENS = "/account/tokens/"


def issue(user: User, **values: Any) -> tuple[ApiToken, dict[str, str]]:
    asked = {"name": "Analysis", "expires_at": timezone.now() + timedelta(days=30)} | values
    token, text = token_services.issue_token(user=user, **asked)
    return token, {"authorization": f"Bearer {text}"}


def in_two_councils(world: World) -> User:
    RoleGrantFactory(user=world.alice, role=Role.COUNCIL_OFFICER, organisation=world.east)
    return world.alice


# For whom it acts


@pytest.mark.parametrize(("of", "seen"), [("north", ["rivers"]), ("east", ["hills"])])
def test_a_token_sees_by_the_roles_in_one_council(client: Client, world: World, of: str, seen: list[str]) -> None:
    _, headers = issue(in_two_councils(world), organisation=getattr(world, of))

    assert codes(client.get(LIST, headers=headers)) == seen
    root = client.get("/api/v1/", headers=headers).json()
    assert [grant["organisation"]["code"] for grant in root["grants"]] == [of]
    assert root["token"]["organisation"]["code"] == of


def test_a_browser_sees_by_all_roles(client: Client, world: World) -> None:
    client.force_login(in_two_councils(world))

    assert codes(client.get(LIST)) == ["hills", "rivers"]


@pytest.mark.parametrize("of", ["reports", "workstreams"])
def test_another_councils_rows_are_missing_through_a_token(client: Client, world: World, of: str) -> None:
    _, headers = issue(in_two_councils(world), organisation=world.east)
    pk = {"reports": world.report.pk, "workstreams": world.waste.pk}[of]

    answer = client.get(f"/api/v1/{of}/{pk}/", headers=headers)

    assert answer.status_code == 404


def test_a_token_without_a_council_acts_with_the_roles_on_partnerships(client: Client, world: World) -> None:
    RoleGrantFactory(user=world.officer, role=Role.COUNCIL_OFFICER, organisation=world.east)

    token, headers = issue(world.officer)

    assert token.organisation is None
    assert codes(client.get(LIST, headers=headers)) == ["rivers"]


def test_a_token_of_somebody_in_two_councils_names_one(world: World) -> None:
    with pytest.raises(RuleViolation, match="each token acts for one"):
        issue(in_two_councils(world))


def test_a_token_acts_for_no_council_that_its_owner_has_no_role_in(world: World) -> None:
    with pytest.raises(RuleViolation, match="holds no role"):
        issue(world.bob, organisation=world.north)


def test_a_token_loses_what_its_owner_loses(client: Client, world: World) -> None:
    _, headers = issue(world.bob)
    before = codes(client.get(LIST, headers=headers))
    world.bob.grants.update(valid_until="2012-01-01")

    assert before == ["rivers"]
    assert codes(client.get(LIST, headers=headers)) == []


# What it reads


@pytest.mark.parametrize(
    ("scope", "readable"),
    [(TokenScope.PROGRAMME, {"partnerships", "workstreams"}), (TokenScope.REPORTS, {"reports", "papers"})],
)
def test_a_token_reads_its_scopes_alone(client: Client, world: World, scope: TokenScope, readable: set[str]) -> None:
    _, headers = issue(world.alice, scopes=[scope])
    names = ("partnerships", "workstreams", "reports", "papers")

    answers = {name: client.get(f"/api/v1/{name}/", headers=headers) for name in names}

    assert {name for name, answer in answers.items() if answer.status_code == 200} == readable
    refused = [answer for name, answer in answers.items() if name not in readable]
    assert {answer.status_code for answer in refused} == {403}
    assert all("This token does not read" in answer.json()["detail"] for answer in refused)


def test_a_refused_scope_says_nothing_of_what_there_is(client: Client, world: World) -> None:
    _, headers = issue(world.alice, scopes=[TokenScope.REPORTS])

    there = client.get(f"/api/v1/workstreams/{world.waste.pk}/", headers=headers)
    missing = client.get("/api/v1/workstreams/999999/", headers=headers)

    assert (there.status_code, there.json()["detail"]) == (missing.status_code, missing.json()["detail"])


def test_a_viewset_without_a_scope_does_not_start() -> None:
    with pytest.raises(TypeError, match="Scopeless does not declare its scope"):
        type("Scopeless", (ScopedViewSet,), {"access": Access.CALLER, "model": User})


@pytest.mark.parametrize("scopes", [[], ["write:everything"]])
def test_a_token_reads_something_that_is_known(world: World, scopes: list[str]) -> None:
    with pytest.raises(RuleViolation, match="may read"):
        issue(world.alice, scopes=scopes)


# From where


@pytest.mark.parametrize(
    ("networks", "address", "status"),
    [
        ([], "203.0.113.9", 200),
        (["203.0.113.0/24"], "203.0.113.9", 200),
        (["203.0.113.0/24"], "198.51.100.1", 401),
        (["198.51.100.1", "203.0.113.9"], "203.0.113.9", 200),
        (["2001:db8::/48"], "2001:db8::7", 200),
        (["2001:db8::/48"], "203.0.113.9", 401),
    ],
)
def test_a_token_is_used_from_its_networks(
    client: Client, world: World, networks: list[str], address: str, status: int
) -> None:
    _, headers = issue(world.bob, networks=networks)

    assert client.get(LIST, headers=headers, REMOTE_ADDR=address).status_code == status


@pytest.mark.parametrize(("proxies", "status"), [(0, 401), (1, 200)])
def test_forwarded_addresses_are_believed_from_a_trusted_proxy_alone(
    client: Client, world: World, settings: Settings, proxies: int, status: int
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    _, headers = issue(world.bob, networks=["203.0.113.9"])

    answer = client.get(LIST, headers=headers | {"x-forwarded-for": "203.0.113.9"}, REMOTE_ADDR="198.51.100.1")

    assert answer.status_code == status


def test_a_caller_cannot_put_an_address_before_the_proxys(client: Client, world: World, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    _, headers = issue(world.bob, networks=["203.0.113.9"])

    forged = headers | {"x-forwarded-for": "203.0.113.9, 198.51.100.7"}

    assert client.get(LIST, headers=forged, REMOTE_ADDR="198.51.100.1").status_code == 401


@pytest.mark.parametrize("text", ["10.1.2.3/16", "somewhere", "300.1.1.1", "10.0.0.0/33"])
def test_a_network_is_written_as_one(world: World, text: str) -> None:
    with pytest.raises(RuleViolation, match="is not an address or network"):
        issue(world.bob, networks=[text])


# Exchanging


def test_an_exchanged_token_works_for_a_day_more(client: Client, world: World) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        old, headers = issue(world.bob, scopes=[TokenScope.PROGRAMME], networks=["127.0.0.0/8"])
        new, text = token_services.rotate_token(token=old, at=NOW)
        fresh = {"authorization": f"Bearer {text}"}
        at_once = [client.get(LIST, headers=one).status_code for one in (headers, fresh)]
        clock.shift(timedelta(hours=24, seconds=1))
        a_day_later = [client.get(LIST, headers=one).status_code for one in (headers, fresh)]

    assert at_once == [200, 200]
    assert a_day_later == [401, 200]
    assert (new.scopes, new.networks, new.organisation) == (old.scopes, old.networks, old.organisation)
    assert new.expires_at == NOW + timedelta(days=30)


def test_a_token_is_exchanged_once(world: World) -> None:
    old, _ = issue(world.bob)
    token_services.rotate_token(token=old, at=timezone.now())

    with pytest.raises(RuleViolation, match="exchanged already"):
        token_services.rotate_token(token=old, at=timezone.now())


def test_what_does_not_work_is_not_exchanged(world: World) -> None:
    old, _ = issue(world.bob)
    token_services.revoke_token(token=old, at=timezone.now())

    with pytest.raises(RuleViolation, match="does not work any more"):
        token_services.rotate_token(token=old, at=timezone.now())


def test_a_token_ending_sooner_is_not_prolonged_by_its_exchange(world: World) -> None:
    old, _ = issue(world.bob, expires_at=timezone.now() + timedelta(hours=2))
    token_services.rotate_token(token=old, at=timezone.now())

    assert ApiToken.objects.get(pk=old.pk).expires_at == old.expires_at


def test_revoking_both_ends_both_at_once(client: Client, world: World) -> None:
    old, headers = issue(world.bob)
    new, text = token_services.rotate_token(token=old, at=timezone.now())
    for token in (old, new):
        token_services.revoke_token(token=token, at=timezone.now())

    answers = [client.get(LIST, headers=one).status_code for one in (headers, {"authorization": f"Bearer {text}"})]

    assert answers == [401, 401]


# Pages


def test_the_form_asks_for_whom_only_those_with_a_choice(client: Client, world: World) -> None:
    client.force_login(world.bob)
    alone = client.get(f"{TOKENS}new/").content.decode()
    client.force_login(in_two_councils(world))
    choosing = client.get(f"{TOKENS}new/").content.decode()

    assert "For whom does it act?" not in alone
    assert "For whom does it act?" in choosing
    assert "East County Council" in choosing


def test_a_token_is_made_for_the_chosen_council_with_its_limits(client: Client, world: World) -> None:
    client.force_login(in_two_councils(world))
    asked = {"name": "Copy", "organisation": world.east.pk, "scopes": ["read:reports"], "days": "90"}

    client.post(f"{TOKENS}new/", asked | {"networks": "192.0.2.10\n 2001:db8::/48 "})

    token = world.alice.api_tokens.get()
    assert (token.organisation, token.scopes) == (world.east, ["read:reports"])
    assert token.networks == ["192.0.2.10/32", "2001:db8::/48"]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"scopes": []}, "Select what the token may read"),
        ({"networks": "somewhere"}, "is not an address or network"),
        ({"organisation": "south"}, "not one of the available choices"),
    ],
)
def test_the_form_says_what_is_wrong(client: Client, world: World, values: dict[str, Any], told: str) -> None:
    client.force_login(in_two_councils(world))
    asked: dict[str, Any] = {"name": "Copy", "organisation": world.east.pk, "scopes": ["read:reports"], "days": "90"}
    if isinstance(values.get("organisation"), str):
        south: Organisation = world.south
        values = {"organisation": south.pk}

    page = client.post(f"{TOKENS}new/", asked | values).content.decode()

    assert told in page
    assert not ApiToken.objects.exists()


def test_exchanging_on_the_page_shows_the_new_text_once(client: Client, world: World) -> None:
    old, _ = issue(world.bob)
    client.force_login(world.bob)

    answer = client.post(f"{TOKENS}{old.pk}/rotate/")
    listed = client.get(TOKENS).content.decode()

    new = ApiToken.objects.get(replaces=old)
    assert f"ssp_{new.prefix}_" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "Exchanged, works until" in listed
