"""How tests sign in through the portal's own door."""

import time
from datetime import UTC, datetime
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.http import HttpResponse
from django.test import Client

from partnerships.models import User
from tests.markup import parsed

PASSWORD = "seven brown foxes sing"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECURITY = "/account/security/"
PERIOD = 30


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


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def with_app(user: User) -> str:
    """The secret of the app that the user has from now on."""
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code(secret: str, at: datetime = NOW) -> str:
    return str(format_hotp_value(hotp_value(secret, int(at.timestamp()) // PERIOD)))


def code_now(secret: str) -> str:
    """One that will still be right when it is sent."""
    if (left := PERIOD - time.time() % PERIOD) < 5:
        time.sleep(left)
    return code(secret, datetime.now(tz=UTC))
