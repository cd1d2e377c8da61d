"""Sessions in the database, as Django keeps them, with whose each is beside its content."""

from datetime import UTC, datetime
from typing import Any

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
        session.user_id = data.get(SESSION_KEY)
        session.begun_at, session.seen_at = _moment(data.get(SIGNED_IN)), _moment(data.get(SEEN))
        session.browser = data.get(BROWSER, "")
        return session


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)
