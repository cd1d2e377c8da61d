"""The door's password: who gets in, who is told what, how often one may guess, and how long a session lasts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from partnerships.models import AccessEvent, User
from partnerships.sign_in import words
from tests.markup import parsed, select
from tests.world import World, as_

PASSWORD = "seven brown foxes sing"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick_hashing(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def alice(world: World) -> User:
    world.alice.set_password(PASSWORD)
    world.alice.save()
    return world.alice


def sign_in(
    client: Client, email: str = "alice@example.org", password: str = PASSWORD, address: str = "192.0.2.1", **more: Any
) -> HttpResponse:
    data = {"login": email, "password": password} | more
    answer: HttpResponse = client.post("/sign-in/", data, REMOTE_ADDR=address)
    return answer


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def told(answer: HttpResponse) -> str:
    return " ".join(parsed(answer.content.decode()).text_content().split())


@pytest.mark.parametrize("email", ["alice@example.org", "Alice@Example.org"])
def test_the_right_password_opens(client: Client, alice: User, email: str) -> None:
    answer = sign_in(client, email)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_signed_in(client)


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


@pytest.mark.parametrize(
    ("after", "still"),
    [
        ([timedelta(minutes=59)], True),
        ([timedelta(minutes=61)], False),
        ([timedelta(minutes=50 * number) for number in range(1, 15)], True),
        ([timedelta(minutes=50 * number) for number in range(1, 16)], False),
    ],
    ids=["within the hour", "after an idle hour", "busy for 11 hours", "busy for 12 hours"],
)
def test_how_long_a_session_lasts(client: Client, world: World, after: list[timedelta], still: bool) -> None:
    with time_machine.travel(NOW, tick=False):
        as_(client, world.alice)

    for passed in after:
        with time_machine.travel(NOW + passed, tick=False):
            answer = client.get("/partnerships/")

    assert (answer.status_code == 200) is still
    if not still:
        assert answer["Location"] == "/sign-in/?next=/partnerships/"


def test_an_ended_session_is_explained_and_noted(client: Client, world: World) -> None:
    with time_machine.travel(NOW, tick=False):
        as_(client, world.alice)
    key = client.session.session_key

    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        page = client.get("/partnerships/", follow=True)

    assert "You were signed out" in told(page)
    assert client.session.session_key != key
    assert AccessEvent.objects.filter(kind=AccessEvent.Kind.ENDED).get().user == world.alice


def test_signing_in_changes_the_session_key_and_signing_out_empties_it(client: Client, alice: User) -> None:
    client.get("/sign-in/?next=/reports/")
    session = client.session
    session["planted"] = "before"
    session.save()
    before = session.session_key

    sign_in(client)
    inside = client.session.session_key
    client.post("/sign-out/")

    assert inside != before
    assert not is_signed_in(client)
    assert "planted" not in client.session


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


def test_pages_answer_a_script_as_they_answer_anybody(client: Client, alice: User) -> None:
    answer = client.post("/sign-in/", {"login": "alice@example.org"}, headers={"Accept": "application/json"})

    assert answer["Content-Type"].startswith("text/html")


def test_the_administration_has_no_door_of_its_own(client: Client, world: World) -> None:
    answer = client.get("/admin/login/?next=/admin/partnerships/user/")

    assert answer["Location"] == "/sign-in/?next=/admin/partnerships/user/"
    assert as_(client, world.administrator).get("/admin/login/").status_code == 403


def test_a_page_asks_for_the_session_and_the_person_and_writes_once_a_minute(client: Client, world: World) -> None:
    with time_machine.travel(NOW, tick=False):
        as_(client, world.alice)

    asked = []
    for seconds in (30, 70, 90):
        with (
            time_machine.travel(NOW + timedelta(seconds=seconds), tick=False),
            CaptureQueriesContext(connection) as made,
        ):
            client.get("/help/")
        asked.append([query["sql"].split()[0] for query in made if "SAVEPOINT" not in query["sql"]])

    assert asked == [["SELECT", "SELECT"], ["SELECT", "SELECT", "UPDATE"], ["SELECT", "SELECT"]]


def test_old_entries_go_and_the_portal_itself_cannot_remove_any(client: Client, world: World) -> None:
    with time_machine.travel(NOW, tick=False):
        as_(client, world.alice)
        client.post("/sign-out/")
    with time_machine.travel(NOW + timedelta(days=400), tick=False):
        as_(client, world.bob)
        client.post("/sign-out/")
        call_command("forget_access_events", days=365, verbosity=0)

    assert {event.user for event in AccessEvent.objects.all()} == {world.bob}


def test_backends_are_one() -> None:
    assert django_settings.AUTHENTICATION_BACKENDS == ["partnerships.sign_in.backends.EmailBackend"]
