"""What the portal asks of secrets, and how it makes and keeps them."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa import app_settings as factor_settings
from allauth.socialaccount import app_settings as council_settings
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.mail import EmailMessage
from django.test import Client, override_settings
from django.utils import timezone

from partnerships.models import Invitation, User
from partnerships.sign_in.adapters import SecondFactorAdapter
from partnerships.token_services import issue_token
from tests.door import is_signed_in, sign_in, with_password
from tests.markup import parsed, select
from tests.world import World

LONG = [
    "purple gravel on a windowsill",
    "  spaces around it all  ",
    "ünïcödé und noch viel mehr",
    "7" + "ab" * 63 + "x",
]


@pytest.mark.parametrize("password", LONG)
def test_any_long_password_is_taken_and_asked_for_exactly(world: World, password: str) -> None:
    validate_password(password, world.alice)
    world.alice.set_password(password)
    world.alice.save()
    others = {password.upper(), password.strip() + "!", password[:-1], f" {password}"}

    answers = [is_signed_in_by(world.alice, other) for other in sorted(others)]

    assert answers == [False] * len(others)
    assert is_signed_in_by(world.alice, password)


def is_signed_in_by(user: User, password: str) -> bool:
    client = Client()
    sign_in(client, user.email, password)
    return is_signed_in(client)


def test_a_password_does_not_expire(world: World) -> None:
    with_password(world.alice)

    with time_machine.travel(timezone.now() + timedelta(days=3650)):
        client = Client()
        sign_in(client, world.alice.email)

        assert is_signed_in(client)


@pytest.mark.django_db
def test_a_password_is_masked_and_may_be_filled_in(client: Client) -> None:
    (field,) = select(parsed(client.get("/sign-in/").content.decode()), "input[name=password]")

    assert field.get("type") == "password"
    assert field.get("autocomplete") == "current-password"
    assert field.get("maxlength") is None


@pytest.mark.django_db
def test_a_new_portal_has_no_account() -> None:
    assert not User.objects.exists()


@override_settings(PASSWORD_HASHERS=settings.PASSWORD_HASHERS)
def test_passwords_are_stored_with_a_slow_hash() -> None:
    hasher = get_hasher()

    assert isinstance(hasher, PBKDF2PasswordHasher)
    assert hasher.algorithm == "pbkdf2_sha256"
    assert hasher.iterations >= 1_000_000


def test_codes_are_short_lived_and_long_enough() -> None:
    assert (factor_settings.TOTP_PERIOD, factor_settings.TOTP_TOLERANCE, factor_settings.TOTP_DIGITS) == (30, 0, 6)
    assert factor_settings.RECOVERY_CODE_DIGITS == 10


def test_a_councils_tokens_are_not_kept() -> None:
    assert council_settings.STORE_TOKENS is False


def test_an_encrypted_secret_that_was_changed_is_refused() -> None:
    adapter = SecondFactorAdapter()
    kept = adapter.encrypt("secret")
    changed = kept[:40] + ("A" if kept[40] != "A" else "B") + kept[41:]

    with pytest.raises(InvalidToken):
        adapter.decrypt(changed)


def test_random_secrets_have_128_bits(world: World) -> None:
    _, text = issue_token(user=world.alice, name="Test", expires_at=timezone.now() + timedelta(days=1))
    secret = re.split(r"[_-]", text)[-1]

    assert len(secret) >= 22  # of at least 58 characters each
    assert len(set(secret)) > 8
    assert Invitation._meta.get_field("digest").max_length == 64


def test_a_line_end_adds_no_header_to_an_e_mail() -> None:
    message = EmailMessage("Invitation\nBcc: other@example.org", "Text", "portal@example.org", ["new@example.org"])

    with pytest.raises(ValueError, match="newlines"):
        message.message()
