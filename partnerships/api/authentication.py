import base64
import binascii
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from partnerships import token_services
from partnerships.models import ApiToken, User

BASIC_USER = "token"
CHALLENGE = 'Bearer realm="Shared services portal", Basic realm="Shared services portal", charset="UTF-8"'


class TokenAuthentication(BaseAuthentication):
    """An API token as `Authorization: Bearer <token>`, or as the password of user "token" for Excel and Power BI."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        text = _token_text(request.headers.get("Authorization", ""))
        if text is None:
            return None
        now = timezone.now()
        token = token_services.find_token(text)
        if token is None:
            raise AuthenticationFailed("This token is not known. Was it copied whole, from “ssp_” to its end?")
        _insist_usable(token, now)
        _insist_from_its_networks(token, request)
        token.user.acting_token = token
        token_services.note_use(token=token, at=now)
        return token.user, token

    def authenticate_header(self, _: Request) -> str:
        return CHALLENGE


def _token_text(header: str) -> str | None:
    """None when the header is empty: the caller may have a session. Any other header must hold a token."""
    scheme, _, value = header.strip().partition(" ")
    match scheme.lower():
        case "":
            return None
        case "bearer":
            return value.strip()
        case "basic":
            return _password(value.strip())
    raise AuthenticationFailed("Send the token as “Authorization: Bearer …”, or as a Basic password.")


def _password(encoded: str) -> str:
    try:
        user, colon, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise AuthenticationFailed("The Basic credentials cannot be read.") from error
    if not colon or user != BASIC_USER:
        raise AuthenticationFailed(f"With Basic the user name is “{BASIC_USER}” and the password is your API token.")
    return password


def _insist_usable(token: ApiToken, now: datetime) -> None:
    if token.revoked_at is not None:
        raise AuthenticationFailed("This token has been revoked.")
    if token.expires_at <= now:
        raise AuthenticationFailed("This token has expired. Make a new one on the page “API tokens”.")
    if not token.user.is_active:
        raise AuthenticationFailed("The account of this token is suspended.")


def _insist_from_its_networks(token: ApiToken, request: Request) -> None:
    address = get_adapter().get_client_ip(request._request)
    if not token_services.admits(token, address):
        raise AuthenticationFailed(f"This token is not to be used from {address}: it has a list of networks.")
