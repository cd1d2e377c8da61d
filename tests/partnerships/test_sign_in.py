"""The door's password: who gets in, who is told what, and how often one may guess."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client

from partnerships.models import User
from partnerships.sign_in import words
from tests.door import NOW, is_signed_in, sign_in, told
from tests.markup import parsed, select
from tests.world import World, as_

CHOSEN = "nine blue larks hum"


@pytest.mark.parametrize("email", ["alice@example.org", "Alice@Example.org"])
def test_the_right_password_opens(client: Client, alice: User, email: str) -> None:
    answer = sign_in(client, email)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_signed_in(client)


def test_an_address_is_one_account_however_it_is_written(alice: User) -> None:
    other = User(email="ALICE@example.org", name="Alice", password="-")

    with pytest.raises(ValidationError, match="already an account"):
        other.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


@pytest.mark.parametrize(
    ("onward", "led"),
    [
        ("/partnerships/rivers/", "/partnerships/rivers/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("https://localhost/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\\evil.example", "/"),
    ],
)
def test_who_came_from_a_page_is_led_there_and_nowhere_else(client, alice, onward: str, led: str) -> None:
    page = client.get("/sign-in/", {"next": onward})
    field = select(parsed(page.content.decode()), "form input[name=next]")[0]

    answer = sign_in(client, next=onward)

    assert answer["Location"] == led
    assert field.get("value") == ("" if led == "/" else led)


def test_nobody_signs_up(client: Client, world: World) -> None:
    assert client.get("/sign-up/").status_code == 404
    assert client.get("/accounts/signup/").status_code == 404


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(client: Client, alice: User) -> None:
    known = sign_in(client, password="not this one at all")
    unknown = sign_in(Client(), "other@example.org", "not this one at all")

    def without_what_was_typed(answer: HttpResponse) -> str:
        text = answer.content.decode().replace("alice@example.org", "other@example.org")
        tokens = [field.get("value") for field in select(parsed(text), "input[name=csrfmiddlewaretoken]")]
        nonces = {element.get("nonce") for element in select(parsed(text), "script[nonce]")}
        for secret in filter(None, {*tokens, *nonces}):
            text = text.replace(secret, "-")
        return text

    assert words.ERRORS["email_password_mismatch"] in told(known)
    assert without_what_was_typed(known) == without_what_was_typed(unknown)
    changing = {"X-Request-ID", "Content-Security-Policy"}
    assert known.status_code == unknown.status_code
    assert known.headers.keys() == unknown.headers.keys()
    assert [known[name] for name in known.headers.keys() - changing] == [
        unknown[name] for name in known.headers.keys() - changing
    ]


@pytest.mark.parametrize("email", ["alice@example.org", "nobody@example.org"])
def test_a_password_is_hashed_once_whether_or_not_there_is_an_account(
    client, alice, monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    done = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *given: done.append(given) or encode(self, *given))

    sign_in(client, email, "not this one at all")

    assert len(done) == 1


def test_a_form_left_empty_says_what_to_enter(client: Client, world: World) -> None:
    empty = client.post("/sign-in/", {}).content.decode()
    mistyped = client.post("/sign-in/", {"login": "alice", "password": "x"}).content.decode()

    assert "Enter your e-mail address" in empty
    assert "Enter your password" in empty
    assert "Enter an e-mail address in the correct format" in mistyped


def test_a_suspended_account_does_not_open(client: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)

    answer = sign_in(client)

    assert answer.status_code == 403
    assert words.SUSPENDED in told(answer)
    assert not is_signed_in(client)


def test_ten_guesses_in_five_minutes_and_no_more(client: Client, alice: User) -> None:
    with time_machine.travel(NOW, tick=False):
        for _ in range(10):
            assert words.ERRORS["email_password_mismatch"] in told(sign_in(client, password="wrong"))
        refused = sign_in(client)
        assert words.ERRORS["too_many_login_attempts"] in told(refused)
        assert not is_signed_in(client)

    with time_machine.travel(NOW + timedelta(minutes=5, seconds=1), tick=False):
        assert sign_in(client).status_code == 302


def guess(client: Client, after: timedelta, times: int = 1) -> int:
    """How many of them were looked at."""
    with time_machine.travel(NOW + after, tick=False):
        answers = [told(sign_in(client, password="wrong")) for _ in range(times)]
    return sum(words.ERRORS["email_password_mismatch"] in answer for answer in answers)


def test_the_wait_grows_with_the_rounds_of_guesses(client: Client, alice: User) -> None:
    looked_at = [guess(client, timedelta(minutes=minutes), 11) for minutes in (0, 6, 12, 40, 70, 180, 300, 365)]

    assert looked_at == [10, 10, 0, 0, 10, 0, 0, 10]
    assert sign_in(Client(), address="198.51.100.7").status_code == 302


def test_a_new_password_ends_the_wait(client: Client, alice: User) -> None:
    for minutes in (0, 6, 70):
        guess(client, timedelta(minutes=minutes), 11)
    with time_machine.travel(NOW + timedelta(minutes=80), tick=False):
        client.post("/sign-in/password/", {"email": alice.email}, REMOTE_ADDR="192.0.2.1")
        link = re.search(r"/sign-in/password/[\w-]+/", str(mail.outbox[-1].body))
        assert link
        form = client.get(link[0])["Location"]
        client.post(form, {"password1": CHOSEN, "password2": CHOSEN}, REMOTE_ADDR="192.0.2.1")

        assert sign_in(client, password=CHOSEN).status_code == 302


def test_whoever_guesses_locks_out_only_themselves(client: Client, alice: User) -> None:
    outsider = Client()
    for _ in range(12):
        sign_in(outsider, password="wrong", address="198.51.100.7")

    assert sign_in(client).status_code == 302
    assert words.ERRORS["too_many_login_attempts"] in told(sign_in(outsider, address="198.51.100.7"))


def test_guesses_at_many_accounts_from_one_address_are_counted_together(client: Client, alice: User) -> None:
    for number in range(50):
        sign_in(client, f"person-{number}@example.org", "wrong", address="198.51.100.7")

    assert words.ERRORS["too_many_login_attempts"] in told(sign_in(client, address="198.51.100.7"))


def test_an_unknown_address_is_limited_alike(client: Client, world: World) -> None:
    answers = [told(sign_in(client, "nobody@example.org", "wrong")) for _ in range(11)]

    assert words.ERRORS["email_password_mismatch"] in answers[9]
    assert words.ERRORS["too_many_login_attempts"] in answers[10]


def test_signing_in_often_is_no_guessing(client: Client, alice: User) -> None:
    for _ in range(12):
        assert sign_in(Client()).status_code == 302


def test_a_forwarded_address_counts_only_behind_a_proxy_of_ours(client: Client, alice: User) -> None:
    for number in range(11):
        answer = client.post(
            "/sign-in/",
            {"login": "alice@example.org", "password": "wrong"},
            REMOTE_ADDR="198.51.100.7",
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )

    assert words.ERRORS["too_many_login_attempts"] in told(answer)


def test_pages_answer_a_script_as_they_answer_anybody(client: Client, alice: User) -> None:
    answer = client.post("/sign-in/", {"login": "alice@example.org"}, headers={"Accept": "application/json"})

    assert answer["Content-Type"].startswith("text/html")


def test_the_administration_has_no_door_of_its_own(client: Client, world: World) -> None:
    answer = client.get("/admin/login/?next=/admin/partnerships/user/")

    assert answer["Location"] == "/sign-in/?next=/admin/partnerships/user/"
    assert as_(client, world.administrator).get("/admin/login/").status_code == 403


def test_backends_are_one() -> None:
    assert django_settings.AUTHENTICATION_BACKENDS == ["partnerships.sign_in.backends.EmailBackend"]
