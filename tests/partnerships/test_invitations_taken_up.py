"""Who was invited opens the link."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
import structlog
from django.test import Client
from django.utils import timezone

from partnerships import granting, invitations
from partnerships.models import Invitation, RoleGrant, User
from sharedservices.core.errors import RuleViolation
from sharedservices.core.logs import without_secrets
from tests.partnerships.inviting import FORM, PASSWORD, deliver, invite, opened, used, visitor
from tests.world import World, as_

pytestmark = pytest.mark.django_db


def test_a_newcomer_opens_an_account_with_the_role(client: Client, world: World) -> None:
    link = deliver(invite(world, valid_until=timezone.localdate() + timedelta(days=30)))

    page = opened(client, link)
    answer = client.post("/invitation/", FORM)

    user = User.objects.get(email="new@example.org")
    grant = user.grants.in_force().get()
    assert "New scrutiny clerk" in page
    assert "its own sign-in" not in page
    assert answer["Location"] == "/sign-in/"
    assert user.check_password(PASSWORD)
    assert (grant.role, grant.organisation, grant.granted_by) == ("clerk", world.south, world.administrator)
    assert grant.reason == "New scrutiny clerk"
    assert grant.valid_until == timezone.localdate() + timedelta(days=30)
    assert "_auth_user_id" not in client.session


def test_the_token_leaves_the_address_at_once(client: Client, world: World) -> None:
    link = deliver(invite(world))
    token = link.split("/")[2]

    answer = client.get(link)
    page = client.get("/invitation/")

    assert answer["Location"] == "/invitation/"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert token not in page.content.decode()
    assert token not in str(dict(client.session))


def test_the_form_lets_a_browser_say_where_it_comes_from(client: Client, world: World) -> None:
    """A browser that is told to give no referrer sends `Origin: null`, and no form of it is taken."""
    client.get(deliver(invite(world)))

    page = client.get("/invitation/")

    assert page["Referrer-Policy"] == "same-origin"
    assert "no-referrer" not in page.content.decode()


def test_no_log_line_holds_a_token(world: World) -> None:
    link = deliver(invite(world))
    token = link.split("/")[2]
    stream = io.StringIO()
    log = structlog.wrap_logger(
        structlog.PrintLogger(stream), processors=[without_secrets, structlog.processors.JSONRenderer()]
    )

    log.info(f"Not Found: {link}", request=f"GET {link}?next=/", path=link)

    assert token not in stream.getvalue()
    assert stream.getvalue().count("/invitation/") == 3


def withdrawn(invitation: Invitation, world: World) -> None:
    invitations.withdraw(invitation=invitation, by=world.administrator, at=timezone.now())


def too_old(invitation: Invitation, _: World) -> None:
    Invitation.objects.update(expires_at=timezone.now())


def never(invitation: Invitation, _: World) -> None:
    invitation.delete()


@pytest.mark.parametrize("what", [withdrawn, too_old, used, never])
def test_a_link_that_is_not_open_answers_as_one_that_never_was(client: Client, world: World, what: Any) -> None:
    invitation = invite(world)
    link = deliver(invitation)
    unknown = Client().get("/invitation/" + "x" * 43 + "/", follow=True)
    what(Invitation.objects.get(pk=invitation.pk), world)

    answer = client.get(link, follow=True)
    posted = client.post("/invitation/", FORM)

    assert answer.status_code == unknown.status_code == posted.status_code == 404
    assert plain(answer) == plain(unknown)
    assert not User.objects.filter(email="new@example.org").exclude(name="Newcomer", password="").exists()


def plain(answer: Any) -> str:
    return re.sub(r'nonce="[^"]*"', "", answer.content.decode())


def test_a_link_works_once(client: Client, world: World) -> None:
    link = deliver(invite(world))
    other = Client()
    opened(client, link)
    opened(other, link)

    client.post("/invitation/", FORM)
    again = other.post("/invitation/", FORM | {"name": "Somebody else"})

    assert again.status_code == 404
    assert User.objects.get(email="new@example.org").name == "Newcomer"
    assert RoleGrant.objects.filter(user__email="new@example.org").count() == 1


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"password": "short", "again": "short"}, "at least 12 characters"),
        ({"password": "password1234", "again": "password1234"}, "too common"),
        ({"password": "new@example.org", "again": "new@example.org"}, "too similar"),
        ({"again": "something else 12"}, "not the same"),
        ({"name": ""}, "Enter your name"),
    ],
)
def test_a_weak_password_opens_nothing(client: Client, world: World, values: dict[str, str], told: str) -> None:
    opened(client, deliver(invite(world)))

    page = client.post("/invitation/", FORM | values).content.decode()

    assert told in page
    assert not User.objects.filter(email="new@example.org").exists()
    assert Invitation.objects.open().exists()


def test_who_has_an_account_signs_in_and_takes_it_up(client: Client, world: World) -> None:
    link = deliver(invite(world, email="BOB@example.org"))

    asked = opened(client, link)
    as_(client, world.bob)
    offered = opened(client, link)
    client.post("/invitation/")

    assert "/sign-in/?next=/invitation/" in asked
    assert "Take up the role" in offered
    assert world.bob.grants.in_force().filter(role="clerk").exists()


def test_an_account_is_not_taken_over_by_an_invitation_to_its_address(client: Client, world: World) -> None:
    opened(client, deliver(invite(world, email="bob@example.org")))

    page = client.post("/invitation/", FORM).content.decode()

    assert "You have an account already" in page
    assert not User.objects.get(pk=world.bob.pk).check_password(PASSWORD)
    assert not world.bob.grants.filter(role="clerk").exists()


def test_an_invitation_is_for_its_own_address(client: Client, world: World) -> None:
    link = deliver(invite(world))
    as_(client, world.charlie)

    page = opened(client, link)
    answer = client.post("/invitation/")

    assert "You are signed in as charlie@example.org" in page
    assert answer.status_code == 409
    assert not world.charlie.grants.filter(role="clerk").exists()


def test_an_invitation_lapses_with_the_right_of_whoever_invited(client: Client, world: World) -> None:
    link = deliver(invite(world, by=world.officer, **visitor(world)))
    grant = world.officer.grants.get()
    granting.end_grant(grant=grant, by=world.administrator, reason="Left", at=timezone.now(), version=grant.version)
    opened(client, link)

    page = client.post("/invitation/", FORM).content.decode()

    assert "not open any more" in page
    assert not User.objects.filter(email="new@example.org").exists()


def test_what_is_taken_up_is_not_withdrawn(world: World) -> None:
    invitation = invite(world)
    used(invitation, world)

    with pytest.raises(RuleViolation, match="End the role instead"):
        withdrawn(invitation, world)
