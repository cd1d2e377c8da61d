import base64
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from partnerships import token_services
from partnerships.models import Partnership, User
from tests.api import codes
from tests.factories.partnerships import (
    LONG_AGO,
    MembershipFactory,
    OrganisationFactory,
    PartnershipFactory,
    RoleGrantFactory,
)
from tests.world import World

ROOT = "/api/v1/"
LIST = "/api/v1/partnerships/"


def token_of(user: User, *, days: int = 30) -> str:
    _, text = token_services.issue_token(user=user, name="Analysis", expires_at=timezone.now() + timedelta(days=days))
    return text


def bearer(text: str) -> dict[str, str]:
    return {"authorization": f"Bearer {text}"}


def basic(user: str, password: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


# Who is calling


def test_a_bearer_token_reads_what_its_owner_sees(client: Client, world: World) -> None:
    answer = client.get(LIST, headers=bearer(token_of(world.bob)))

    assert answer.status_code == 200
    assert codes(answer) == ["rivers"]


def test_the_token_is_the_password_of_user_token(client: Client, world: World) -> None:
    answer = client.get(LIST, headers=basic("token", token_of(world.bob)))

    assert answer.status_code == 200
    assert codes(answer) == ["rivers"]


def test_a_signed_in_browser_needs_no_token(client: Client, world: World) -> None:
    client.force_login(world.bob)

    assert codes(client.get(LIST)) == ["rivers"]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("Bearer", "not known"),
        ("Bearer ssp_unknown_secret", "not known"),
        ("Bearer ssp_Ω_secret", "not known"),
        ("Bearer \x00", "not known"),
        ("Token ssp_unknown_secret", "“Authorization: Bearer …”"),
        ("Basic !!!", "cannot be read"),
        ("Basic " + base64.b64encode(b"\xff\xfe").decode(), "cannot be read"),
        ("Basic " + base64.b64encode(b"no colon").decode(), "the user name is “token”"),
        ("Basic " + base64.b64encode(b"alice@example.org:secret").decode(), "the user name is “token”"),
    ],
)
def test_what_is_not_a_token_is_refused_even_with_a_session(
    client: Client, world: World, header: str, told: str
) -> None:
    client.force_login(world.bob)

    answer = client.get(LIST, headers={"authorization": header})

    assert answer.status_code == 401
    assert told in answer.json()["detail"]
    assert answer["WWW-Authenticate"].startswith("Bearer ")


def test_a_token_with_another_secret_is_refused(client: Client, world: World) -> None:
    text = token_of(world.bob)

    answer = client.get(LIST, headers=bearer(text[:-1] + ("a" if text[-1] != "a" else "b")))

    assert answer.status_code == 401
    assert "not known" in answer.json()["detail"]


def test_an_expired_token_is_refused_and_says_so(client: Client, world: World) -> None:
    text = token_of(world.bob, days=1)

    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1)):
        answer = client.get(LIST, headers=bearer(text))

    assert answer.status_code == 401
    assert "has expired" in answer.json()["detail"]


def test_a_revoked_token_is_refused_at_once(client: Client, world: World) -> None:
    text = token_of(world.bob)
    token_services.revoke_token(token=world.bob.api_tokens.get(), at=timezone.now())

    answer = client.get(LIST, headers=bearer(text))

    assert answer.status_code == 401
    assert "has been revoked" in answer.json()["detail"]


def test_a_suspended_accounts_token_is_refused(client: Client, world: World) -> None:
    text = token_of(world.bob)
    User.objects.filter(pk=world.bob.pk).update(is_active=False)

    answer = client.get(LIST, headers=bearer(text))

    assert answer.status_code == 401
    assert "suspended" in answer.json()["detail"]


def test_the_last_use_is_noted_once_a_minute(client: Client, world: World) -> None:
    start = datetime(2026, 11, 20, 9, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        headers = bearer(token_of(world.bob))
        client.get(ROOT, headers=headers)
        clock.shift(59)
        client.get(ROOT, headers=headers)
        soon = world.bob.api_tokens.get().last_used_at
        clock.shift(1)
        client.get(ROOT, headers=headers)

    assert soon == start
    assert world.bob.api_tokens.get().last_used_at == start + timedelta(seconds=60)


# The root


RESOURCES = (
    ["organisations", "partnerships"],
    ["workstreams", "updates", "rounds", "projects", "milestones", "risks", "measures"],
    ["reports", "papers"],
)


def test_the_root_says_what_there_is_and_who_is_calling(client: Client, world: World) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=UTC), tick=False):
        headers = bearer(token_of(world.alice))
        content = client.get(ROOT, headers=headers).json()

    assert list(content["resources"]) == [name for names in RESOURCES for name in names]
    assert content["resources"]["workstreams"] == "http://testserver/api/v1/workstreams/"
    assert content["schema"] == "http://testserver/api/v1/schema/"
    assert content["caller"]["name"] == "Alice"
    assert content["caller"]["organisation"]["code"] == "north"
    assert [(grant["role"], grant["role_label"]) for grant in content["grants"]] == [("report_author", "Report author")]
    assert content["token"]["name"] == "Analysis"
    assert content["data_as_at"] == "2026-11-20T09:00:00Z"


def test_the_root_of_a_browser_has_no_token(client: Client, world: World) -> None:
    client.force_login(world.officer)

    content = client.get(ROOT).json()

    assert content["token"] is None
    assert content["grants"][0]["partnership"]["code"] == "rivers"


# Partnerships


def test_a_partnership_has_its_members_dates_and_addresses(client: Client, world: World) -> None:
    Partnership.objects.filter(pk=world.rivers.pk).update(formed="2008-Q2", acronym="RV")
    world.south.gss_code = "E10000032"
    world.south.save()
    client.force_login(world.bob)

    row = client.get(f"{LIST}{world.rivers.pk}/").json()

    south = row["members"][1]
    assert row["url"] == f"http://testserver/api/v1/partnerships/{world.rivers.pk}/"
    assert row["web_url"] == "http://testserver/partnerships/rivers/"
    assert (row["id"], row["code"], row["acronym"], row["version"]) == (world.rivers.pk, "rivers", "RV", 1)
    assert (row["formed"], row["formed_earliest"], row["formed_latest"]) == ("2008-Q2", "2008-04-01", "2008-06-30")
    assert (row["status"], row["status_label"]) == ("active", "Active")
    assert row["updated_at"].endswith("Z")
    assert south["organisation"] == {
        "id": world.south.pk,
        "code": "south",
        "name": "South County Council",
        "gss_code": "E10000032",
        "url": f"http://testserver/api/v1/organisations/{world.south.pk}/",
    }
    assert (south["role"], south["role_label"], south["joined"], south["joined_earliest"]) == (
        "member",
        "Member",
        None,
        None,
    )


def test_an_unseen_partnership_is_not_found(client: Client, world: World) -> None:
    client.force_login(world.charlie)

    unseen = client.get(f"{LIST}{world.rivers.pk}/").json()
    missing = client.get(f"{LIST}999999999/").json()

    assert unseen["status"] == 404
    assert {**unseen, "request_id": ""} == {**missing, "request_id": ""}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=RIV", ["rivers"]),
        ("code=woods", ["woods"]),
        ("status=closed", ["woods"]),
        ("status=closed&status=active", ["rivers", "woods"]),
        ("organisation=north", ["rivers"]),
        ("organisation=north&organisation=south", ["rivers", "woods"]),
        ("ordering=-name", ["woods", "rivers"]),
        ("ordering=status,-code", ["rivers", "woods"]),
    ],
)
def test_partnerships_are_filtered_and_ordered(client: Client, world: World, query: str, found: list[str]) -> None:
    MembershipFactory(partnership=PartnershipFactory(slug="woods", status="closed"), organisation=world.south)
    client.force_login(world.bob)

    assert codes(client.get(f"{LIST}?{query}")) == found


# Organisations


def test_organisations_are_ones_own_and_ones_partners(client: Client, world: World) -> None:
    client.force_login(world.bob)

    rows = client.get("/api/v1/organisations/").json()["results"]

    assert [row["code"] for row in rows] == ["north", "south"]
    assert (rows[0]["kind"], rows[0]["kind_label"]) == ("county", "County council")


def test_organisations_are_found_by_partnership_and_code(client: Client, world: World) -> None:
    OrganisationFactory(slug="far")
    RoleGrantFactory(
        user=world.bob, organisation=OrganisationFactory(slug="near", gss_code="E07000001"), valid_from=LONG_AGO
    )
    client.force_login(world.bob)

    assert codes(client.get("/api/v1/organisations/?partnership=rivers")) == ["north", "south"]
    assert codes(client.get("/api/v1/organisations/?gss_code=E07000001")) == ["near"]
    assert codes(client.get("/api/v1/organisations/?q=county&ordering=-code")) == ["south", "north", "near"]
