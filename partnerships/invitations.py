"""Invitations: found by the token of their link, of which only the sha256 is kept."""

import hashlib
import secrets

from partnerships.models import Invitation


def find(token: str) -> Invitation | None:
    """The open invitation of a link's token; None alike for one that is used, withdrawn, too old, or never was."""
    rows = Invitation.objects.open().filter(digest=digest(token))
    invitation: Invitation | None = rows.select_related("partnership", "organisation", "invited_by").first()
    return invitation


def new_token() -> str:
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
