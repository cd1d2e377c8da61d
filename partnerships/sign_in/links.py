from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator


class ResetTokens(PasswordResetTokenGenerator):
    """Of links that lead to a new password. A suspension ends those that were sent before it, for good."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        ended = user.access_ended_at
        return f"{super()._make_hash_value(user, timestamp)}{ended.timestamp() if ended else ''}"
