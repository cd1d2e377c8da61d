"""API tokens: `ssp_<prefix>_<secret>`. The prefix finds the row; of the whole only the sha256 is kept."""

import hmac
import secrets
import string
from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from django.db import transaction
from django.db.models import Q

from partnerships.models import ApiToken, Organisation, User
from sharedservices.core.digests import digest_of
from sharedservices.core.errors import RuleViolation
from sharedservices.core.scopes import OFFERED

ALPHABET = string.ascii_letters + string.digits
PREFIX_LENGTH, SECRET_LENGTH = 12, 40
NOTED_EVERY = timedelta(minutes=1)
OVERLAP = timedelta(hours=24)


def acting_choices(user: User) -> list[Organisation | None]:
    """What a person's token may act for: each organisation they hold a role in, and None for their roles on the portal
    and its partnerships. Two queries."""
    held = user.grants.in_force()
    own = Organisation.objects.filter(pk__in=held.values("organisation")).order_by("name", "pk")
    return [*([None] if held.filter(organisation=None).exists() else []), *own]


def issue_token(
    *,
    user: User,
    name: str,
    expires_at: datetime,
    organisation: Organisation | None = None,
    scopes: Iterable[str] = OFFERED,
    networks: Iterable[str] = (),
) -> tuple[ApiToken, str]:
    """The token and its text, which is not stored and cannot be had again. Without an organisation it acts with its
    owner's roles on the portal and its partnerships or, where they have none, for the one council that they act for."""
    if not user.is_active:
        raise RuleViolation("This account is suspended, so it cannot have a token.")
    if not name.strip():
        raise RuleViolation("Say what the token is for.", field="name")
    scopes = [scope.value for scope in OFFERED if scope in scopes]
    if not scopes:
        raise RuleViolation("Say what the token may read.", field="scopes")
    return _create(
        user=user,
        name=name.strip(),
        organisation=_acts_for(user, organisation),
        scopes=scopes,
        networks=[_network(text) for text in networks],
        expires_at=expires_at,
    )


@transaction.atomic
def rotate_token(*, token: ApiToken, at: datetime) -> tuple[ApiToken, str]:
    """Another secret with the same rights and as long a life; the old one works for a day more, to be exchanged where
    it is used. Locks the row."""
    old: ApiToken = (
        ApiToken.objects.select_for_update(of=("self",)).select_related("user", "organisation").get(pk=token.pk)
    )
    if old.revoked_at is not None or old.expires_at <= at:
        raise RuleViolation("This token does not work any more. Make a new one.")
    if ApiToken.objects.filter(replaces=old).exists():
        raise RuleViolation("This token was exchanged already: exchange the one that took its place.")
    new, text = _create(
        user=old.user,
        name=old.name,
        organisation=_acts_for(old.user, old.organisation) if old.organisation else None,
        scopes=old.scopes,
        networks=old.networks,
        expires_at=at + (old.expires_at - old.created_at),
        replaces=old,
    )
    old.expires_at = min(old.expires_at, at + OVERLAP)
    old.save(update_fields=["expires_at"])
    return new, text


@transaction.atomic
def revoke_token(*, token: ApiToken, at: datetime) -> ApiToken:
    """From now on the token opens nothing. Revoking it again changes nothing. Locks the row."""
    locked: ApiToken = ApiToken.objects.select_for_update().get(pk=token.pk)
    if locked.revoked_at is None:
        locked.revoked_at = at
        locked.save(update_fields=["revoked_at"])
    return locked


def find_token(text: str) -> ApiToken | None:
    """The token of this text with its user, usable or not; the same work is done whether or not its prefix exists."""
    _, _, rest = text.partition("ssp_")
    prefix = rest.partition("_")[0]
    tokens = ApiToken.objects.select_related("user__organisation")
    token: ApiToken | None = tokens.filter(prefix=prefix).first() if prefix.isascii() and prefix.isalnum() else None
    known = token.digest if token else digest_of("")
    return token if hmac.compare_digest(known, digest_of(text)) and token else None


def note_use(*, token: ApiToken, at: datetime) -> None:
    """Remembers when the token was last used, to the minute: one update at most, and none in most calls."""
    stale = at - NOTED_EVERY
    if token.last_used_at is None or token.last_used_at <= stale:
        old = Q(last_used_at=None) | Q(last_used_at__lte=stale)
        ApiToken.objects.filter(old, pk=token.pk).update(last_used_at=at)


def admits(token: ApiToken, address: str) -> bool:
    """Whether the token may be used from this address: from anywhere when it names no network."""
    if not token.networks:
        return True
    try:
        caller = ip_address(address)
    except ValueError:
        return False
    return any(caller in ip_network(network) for network in token.networks)


def _acts_for(user: User, organisation: Organisation | None) -> Organisation | None:
    choices = acting_choices(user)
    if organisation is not None and organisation not in choices:
        raise RuleViolation(f"{user} holds no role in {organisation}.", field="organisation")
    if organisation is not None or None in choices or not choices:
        return organisation
    if len(choices) > 1:
        raise RuleViolation("Say for which council the token acts: each token acts for one.", field="organisation")
    return choices[0]


def _network(text: str) -> str:
    """In canonical form. Whole networks only: 10.1.2.3/16 is more likely a slip than meant."""
    try:
        return str(ip_network(text.strip()))
    except ValueError as error:
        message = f"“{text.strip()}” is not an address or network. Write 192.0.2.10, 192.0.2.0/24 or 2001:db8::/48."
        raise RuleViolation(message, field="networks") from error


def _create(**values: Any) -> tuple[ApiToken, str]:
    prefix = _random(PREFIX_LENGTH)
    text = f"ssp_{prefix}_{_random(SECRET_LENGTH)}"
    return ApiToken.objects.create(prefix=prefix, digest=digest_of(text), **values), text


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
