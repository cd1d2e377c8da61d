"""Recovery codes, taking a factor away, confirming that it is you, and what of all that lies in the database."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import Fernet
from django.core import mail
from django.test import Client
from pytest_django import Settings

from partnerships.models import AccessEvent, User
from partnerships.sign_in import words
from partnerships.sign_in.adapters import SecondFactorAdapter
from tests.door import NOW, PASSWORD, SECURITY, code, is_signed_in, sign_in, told, with_app
from tests.factories.partnerships import UserFactory
from tests.world import World, as_


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


def test_a_factor_that_support_takes_away_ends_the_sessions_of_its_owner(client: Client, clerk: User) -> None:
    with_app(clerk)
    lost = as_(Client(), clerk)
    support = UserFactory(name="Support", is_staff=True, is_superuser=True)
    taken = {"action": "delete_selected", "_selected_action": Authenticator.objects.get().pk, "post": "yes"}

    as_(client, support).post("/admin/mfa/authenticator/", taken)

    assert not Authenticator.objects.exists()
    assert "_auth_user_id" not in lost.session
    assert client.get("/admin/").status_code == 200


def test_support_staff_take_a_lost_factor_away_and_see_no_secret(client: Client, clerk: User) -> None:
    with_app(clerk)
    lost = Authenticator.objects.get()
    superuser = UserFactory(name="Superuser", is_superuser=True, is_staff=True)
    as_(client, superuser)

    listed = client.get("/admin/mfa/authenticator/")
    alone = client.get(f"/admin/mfa/authenticator/{lost.pk}/change/")
    data = {"action": "delete_selected", "_selected_action": [lost.pk], "post": "yes"}
    client.post("/admin/mfa/authenticator/", data)

    assert "gAAAA" not in listed.content.decode() + alone.content.decode()
    assert not Authenticator.objects.exists()
    event = AccessEvent.objects.get(kind=AccessEvent.Kind.FACTOR_REMOVED)
    assert (event.user, event.detail) == (clerk, "Authenticator, by Superuser")


@pytest.mark.parametrize("model", ["account/emailaddress", "socialaccount/socialapp", "socialaccount/socialtoken"])
def test_what_the_settings_say_is_not_kept_in_the_administration_too(client: Client, world: World, model: str) -> None:
    as_(client, UserFactory(name="Superuser", is_superuser=True, is_staff=True))

    assert client.get(f"/admin/{model}/").status_code == 404
