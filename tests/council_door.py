"""How tests sign in by a council, whose server is `tests.oidc`."""

from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client

from partnerships.models import User
from partnerships.sign_in.provider import CouncilProvider
from tests import oidc
from tests.markup import parsed, select

START = "/sign-in/council/north/"
CONNECT = "/account/security/council/north/"


def connected(user: User, council: oidc.Council, subject: str = "person-1") -> SocialAccount:
    uid = CouncilProvider.extract_uid(CouncilProvider, {"iss": council.issuer, "sub": subject})  # type: ignore[arg-type]
    return SocialAccount.objects.create(user=user, provider="north", uid=uid)


def leave(client: Client, start: str = START, **given: str) -> str:
    """Where the page that follows the button leads to."""
    page = parsed(client.post(start, given).content.decode())
    [way], [link] = select(page, "meta[http-equiv=refresh]"), select(page, "main a")
    assert way.get("content") == f"0; url={link.get('href')}"
    return str(link.get("href"))


def come_back(client: Client, council: oidc.Council, start: str = START, **given: str) -> HttpResponse:
    """To the council and back with its answer."""
    back = council.consent(leave(client, start, **given))
    assert urlsplit(back).netloc == "testserver"
    return client.get(back.removeprefix("http://testserver"))
