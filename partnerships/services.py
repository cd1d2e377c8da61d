"""API tokens: `ssp_<prefix>_<secret>`. The prefix finds the row; of the whole only the sha256 is kept."""

import hashlib
import hmac
import secrets
import string
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from partnerships.models import ApiToken, User
from sharedservices.core.errors import RuleViolation

ALPHABET = string.ascii_letters + string.digits
PREFIX_LENGTH, SECRET_LENGTH = 12, 40
NOTED_EVERY = timedelta(minutes=1)


def issue_token(*, user: User, name: str, expires_at: datetime) -> tuple[ApiToken, str]:
    """The token and its text. The text is not stored and cannot be had again."""
    if not user.is_active:
        raise RuleViolation("This account is suspended, so it cannot have a token.")
    if not name.strip():
        raise RuleViolation("Say what the token is for.", field="name")
    prefix = _random(PREFIX_LENGTH)
    text = f"ssp_{prefix}_{_random(SECRET_LENGTH)}"
    token = ApiToken.objects.create(
        user=user, name=name.strip(), prefix=prefix, digest=_digest(text), expires_at=expires_at
    )
    return token, text


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
    known = token.digest if token else _digest("")
    return token if hmac.compare_digest(known, _digest(text)) and token else None


def note_use(*, token: ApiToken, at: datetime) -> None:
    """Remembers when the token was last used, to the minute: one update at most, and none in most calls."""
    stale = at - NOTED_EVERY
    if token.last_used_at is None or token.last_used_at <= stale:
        old = Q(last_used_at=None) | Q(last_used_at__lte=stale)
        ApiToken.objects.filter(old, pk=token.pk).update(last_used_at=at)


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
