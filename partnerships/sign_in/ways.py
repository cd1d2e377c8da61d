"""The ways by which somebody signs in: a password, a passkey, a council."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest

from partnerships.models import User


def councils(request: HttpRequest | None = None) -> list[Any]:
    return list(get_adapter().list_apps(request))


def council_of(account: SocialAccount) -> str:
    """The council's name, or what is left of one that the settings no longer name."""
    return next((app.name for app in councils() if app.provider_id == account.provider), account.provider)


def has_other(user: Any, *, passkey: Authenticator | None = None, account: SocialAccount | None = None) -> bool:
    """Whether the person could still sign in without this passkey or council. Who takes it away then, locks the person
    first (`lock`), so that two requests do not take away the last two."""
    if user.has_usable_password():
        return True
    passkeys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    open_to = SocialAccount.objects.filter(user=user, provider__in=[app.provider_id for app in councils()])
    return bool(
        passkeys.exclude(pk=passkey and passkey.pk).exists() or open_to.exclude(pk=account and account.pk).exists()
    )


def lock(user: Any) -> None:
    User.objects.select_for_update().get(pk=user.pk)
