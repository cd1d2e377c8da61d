"""Passwords that were forgotten, changed, too weak, or never there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from partnerships import granting
from partnerships.models import User
from partnerships.sign_in import words
from tests.door import NOW, PASSWORD, is_signed_in, sign_in, told
from tests.partnerships.test_sign_in_open_sessions import by_support, by_the_portal
from tests.world import World, as_


def links(message: Any) -> list[str]:
    return [word for word in message.body.split() if word.startswith("http")]


def test_a_forgotten_password_is_set_anew_by_e_mail(client: Client, alice: User) -> None:
    client.post("/sign-in/password/", {"email": "alice@example.org"})
    [link] = links(mail.outbox[0])
    form = client.get(link, follow=True)
    changed = client.post(
        form.redirect_chain[-1][0], {"password1": "nine green owls hum", "password2": "nine green owls hum"}
    )

    assert changed["Location"] == "/sign-in/password/changed/"
    assert not is_signed_in(client)
    assert sign_in(client, password="nine green owls hum").status_code == 302
    assert client.get(link, follow=True).context["token_fail"]
    assert [message.subject for message in mail.outbox] == [
        "Shared services portal: Reset your password",
        "Shared services portal: The password of your account was reset",
    ]


def test_a_reset_link_works_for_an_hour(client: Client, alice: User) -> None:
    with time_machine.travel(NOW, tick=False):
        client.post("/sign-in/password/", {"email": "alice@example.org"})
    [link] = links(mail.outbox[0])

    with time_machine.travel(NOW + timedelta(hours=1, seconds=1), tick=False):
        answer = client.get(link)

    assert "This link does not work" in told(answer)


def sent_link(user: User) -> str:
    Client().post("/sign-in/password/", {"email": user.email})
    [link] = links(mail.outbox[-1])
    return link


def opened(link: str) -> tuple[Client, str]:
    """A browser, and the form that the link led it to."""
    browser = Client()
    return browser, browser.get(link, follow=True).redirect_chain[-1][0]


def choose(browser: Client, form: str) -> Any:
    return browser.post(form, {"password1": "nine green owls hum", "password2": "nine green owls hum"})


@pytest.mark.parametrize("by", [by_the_portal, by_support])
def test_a_reset_link_ends_with_a_suspension_for_good(
    alice: User, world: World, by: Callable[[User, World], None]
) -> None:
    link = sent_link(alice)
    browser, form = opened(link)

    by(alice, world)

    assert "This link does not work" in told(Client().get(link))
    assert "This link does not work" in told(choose(browser, form))
    assert User.objects.get(pk=alice.pk).password == alice.password
    assert choose(*opened(sent_link(alice)))["Location"] == "/sign-in/password/changed/"
    assert sign_in(Client(), password="nine green owls hum").status_code == 302


def test_a_reset_link_opens_nothing_while_suspended(alice: User, world: World) -> None:
    link = sent_link(alice)

    granting.suspend(user=alice, by=world.administrator, reason="Lost device", at=timezone.now())

    assert "This link does not work" in told(Client().get(link))


@pytest.mark.parametrize("email", ["alice@example.org", "nobody@example.org", "bob@example.org"])
def test_who_asks_for_a_reset_sees_the_same_and_one_e_mail_goes_out(client, alice, world, email: str) -> None:
    world.bob.set_unusable_password()
    world.bob.save()

    answer = client.post("/sign-in/password/", {"email": email})

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/password/sent/")
    [message] = mail.outbox
    assert message.to == [email]
    assert bool(links(message)) is (email == "alice@example.org")


def test_the_page_stands_when_the_mail_server_does_not(client: Client, alice: User, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    answer = client.post("/sign-in/password/", {"email": "alice@example.org"})

    assert answer["Location"] == "/sign-in/password/sent/"


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("elevenchars", "This password is too short"),
        ("password12345", "This password is too common"),
        ("alice@example.org", "too similar to the email"),
    ],
)
def test_a_weak_password_is_not_taken(client: Client, alice: User, password: str, reason: str) -> None:
    as_(client, alice)

    answer = client.post(
        "/account/security/password/", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )

    assert reason in told(answer)
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_a_changed_password_ends_the_other_sessions(client: Client, alice: User) -> None:
    elsewhere = as_(Client(), alice)
    sign_in(client)
    new = "nine green owls hum"

    client.post("/account/security/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert client.get("/partnerships/").status_code == 200
    assert elsewhere.get("/partnerships/").status_code == 302
    assert mail.outbox[0].subject.endswith("The password of your account was changed")


def test_who_has_no_password_is_told_where_theirs_is(client: Client, alice: User) -> None:
    alice.set_unusable_password()
    alice.save()

    answer = as_(client, alice).get("/account/security/password/")

    assert answer.status_code == 403
    assert words.NO_PASSWORD in told(answer)
