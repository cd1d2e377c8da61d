"""Sessions in the database, as Django keeps them, with whose each is beside its content."""

from datetime import UTC, datetime
from typing import Any

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import url_str_to_user_pk
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from partnerships.models import OpenSession

SIGNED_IN, SEEN, BROWSER = "signed_in_at", "seen_at", "browser"
ENDED, BOUND_FOR, FACTOR_CHANGED = "session_ended", "bound_for", "factor_changed"


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[OpenSession]:
        return OpenSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        session: Any = super().create_model_instance(data)
        session.user_id = data.get(SESSION_KEY) or _awaited(data)
        session.begun_at, session.seen_at = _moment(data.get(SIGNED_IN)), _moment(data.get(SEEN))
        session.browser = data.get(BROWSER, "")
        return session


def _awaited(data: dict[str, Any]) -> Any:
    """Whose password was right and whose code is still to come."""
    named = (data.get(LOGIN_SESSION_KEY) or {}).get("user_pk")
    return url_str_to_user_pk(named) if named else None


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)
