"""Second factors: who has to have one, how they get it, what it opens and what of it lies in the database."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from cryptography.fernet import Fernet
from django.core import mail
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from partnerships.models import AccessEvent, RoleGrant, User
from partnerships.rules import Role
from partnerships.sign_in import words
from partnerships.sign_in.adapters import SecondFactorAdapter
from tests.factories.partnerships import UserFactory
from tests.markup import parsed, select
from tests.partnerships.test_sign_in import PASSWORD, is_signed_in, quick_hashing, sign_in, told
from tests.world import World, as_, build

__all__ = ["quick_hashing"]
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECURITY = "/account/security/"


@pytest.fixture
def demanded(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def lasting(transactional_db: None) -> World:
    """What is done once a transaction is over needs one that ends."""
    with transaction.atomic():
        return build()


@pytest.fixture
def clerk(world: World) -> User:
    world.clerk.set_password(PASSWORD)
    world.clerk.save()
    return world.clerk


def code(secret: str, at: datetime = NOW) -> str:
    return format_hotp_value(hotp_value(secret, int(at.timestamp()) // 30))


def with_app(user: User) -> str:
    """The secret of the app that the user has from now on."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


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
    now = datetime.now(tz=UTC)
    answer: HttpResponse = client.post(f"{SECURITY}app/", {"code": code(secret, now)})
    return answer


def test_setting_up_an_app_opens_the_page_that_was_asked_for(client, demanded, lasting: World) -> None:
    as_(client, lasting.clerk).get("/reports/draft/")

    answer = add_app(client)
    codes = client.get(answer["Location"])

    assert answer["Location"] == f"{SECURITY}codes/"
    assert select(parsed(codes.content.decode()), "a[href='/reports/draft/']")
    assert client.get("/reports/").status_code == 200
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


def test_a_recovery_code_stands_in_once(client: Client, clerk: User) -> None:
    with_app(clerk)
    [first, *_] = RecoveryCodes.activate(clerk).get_unused_codes()

    for browser in (client, Client()):
        sign_in(browser, "clerk@example.org")
        answer = browser.post("/sign-in/code/", {"code": first})

    assert is_signed_in(client)
    assert words.ERRORS["incorrect_code"] in told(answer)


def test_recovery_codes_are_shown_and_downloaded_for_ten_minutes_and_never_again(client, clerk) -> None:
    with_app(clerk)
    codes = RecoveryCodes.activate(clerk).get_unused_codes()
    answers = []
    for minutes in (0, 9, 11):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            as_(client, clerk)
            answers.append((client.get(f"{SECURITY}codes/"), client.get(f"{SECURITY}codes/file/")))

    for page, file in answers[:2]:
        assert re.findall(r"<code>(\d{10})</code>", page.content.decode()) == codes
        assert re.findall(r"^\d{10}$", file.content.decode(), re.MULTILINE) == codes
        assert file["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    page, file = answers[2]
    assert codes[0] not in page.content.decode()
    assert file.status_code == 404


def test_new_recovery_codes_end_the_old_ones(client: Client, lasting: World) -> None:
    with_app(lasting.clerk)
    old = RecoveryCodes.activate(lasting.clerk).get_unused_codes()

    as_(client, lasting.clerk).post(f"{SECURITY}codes/new/")

    new = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert not set(old) & set(new)
    assert len(new) == 10


def test_the_last_one_stays_while_the_role_needs_it(client: Client, clerk: User) -> None:
    with_app(clerk)

    answer = as_(client, clerk).post(f"{SECURITY}app/remove/")

    assert words.LAST_FACTOR in told(answer)
    assert Authenticator.objects.filter(user=clerk, type="totp").exists()


def test_the_last_passkey_stays_while_the_role_needs_it(client: Client, clerk: User) -> None:
    passkey = Authenticator.objects.create(user=clerk, type="webauthn", data={"name": "Laptop", "credential": {}})

    answer = as_(client, clerk).post(f"{SECURITY}passkeys/{passkey.pk}/remove/")

    assert answer.status_code == 403
    assert words.LAST_FACTOR in told(answer)


def test_who_need_not_have_one_may_remove_it(client: Client, world: World) -> None:
    with_app(world.alice)
    RecoveryCodes.activate(world.alice)

    as_(client, world.alice).post(f"{SECURITY}app/remove/")

    assert not Authenticator.objects.exists()
    assert mail.outbox[0].to == ["alice@example.org"]


def test_nobody_removes_the_passkey_of_another(client: Client, world: World) -> None:
    passkey = Authenticator.objects.create(user=world.bob, type="webauthn", data={"name": "Laptop", "credential": {}})

    assert as_(client, world.alice).post(f"{SECURITY}passkeys/{passkey.pk}/remove/").status_code == 404


def test_a_change_asks_for_the_password_unless_it_was_just_given(client: Client, clerk: User) -> None:
    with time_machine.travel(NOW, tick=False):
        as_(client, clerk)
        assert client.get(f"{SECURITY}app/").status_code == 200

    with time_machine.travel(NOW + timedelta(minutes=6), tick=False):
        asked = client.get(f"{SECURITY}app/")
        wrong = client.post(asked["Location"], {"password": "wrong"})
        right = client.post(asked["Location"], {"password": PASSWORD, "next": f"{SECURITY}app/"})
        page = client.get(f"{SECURITY}app/")

    assert asked["Location"] == f"{SECURITY}confirm/?next=%2Faccount%2Fsecurity%2Fapp%2F"
    assert words.ERRORS["incorrect_password"] in told(wrong)
    assert right["Location"] == f"{SECURITY}app/"
    assert page.status_code == 200


def test_a_code_confirms_too(client: Client, clerk: User) -> None:
    with time_machine.travel(NOW, tick=False):
        secret = with_app(clerk)
        as_(client, clerk)
    later = NOW + timedelta(minutes=6)

    with time_machine.travel(later, tick=False):
        way = f"{SECURITY}confirm/code/?next={SECURITY}codes/new/"
        answer = client.post(way, {"code": code(secret, later)})

    assert answer["Location"] == f"{SECURITY}codes/new/"


def test_secrets_lie_encrypted_in_the_database(world: World) -> None:
    secret = with_app(world.alice)
    RecoveryCodes.activate(world.alice)

    kept = {authenticator.type: authenticator.data for authenticator in Authenticator.objects.all()}

    assert secret not in str(kept)
    assert kept["totp"]["secret"].startswith("gAAAA")
    assert kept["recovery_codes"]["seed"].startswith("gAAAA")


def test_keys_can_be_changed_one_after_the_other(settings: Settings) -> None:
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    adapter = SecondFactorAdapter()
    settings.MFA_KEYS = [old]
    kept = adapter.encrypt("secret")

    settings.MFA_KEYS = [new, old]

    assert adapter.decrypt(kept) == "secret"
    assert Fernet(new).decrypt(adapter.encrypt("secret")) == b"secret"
