from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.crypto import salted_hmac

from partnerships.access_querysets import OpenSessionQuerySet
from partnerships.models.access import User


class OpenSession(AbstractBaseSession):
    """A browser's session with whose it is, so that they can see it, and so that it can be ended. It has not begun
    while a person's code is awaited, and has no person before that."""

    user = models.ForeignKey(User, models.CASCADE, related_name="open_sessions", null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    browser = models.CharField(max_length=80, blank=True)

    objects = BaseSessionManager.from_queryset(OpenSessionQuerySet)()  # type: ignore[misc]

    class Meta(AbstractBaseSession.Meta):
        ordering = ["-seen_at", "pk"]

    def __str__(self) -> str:
        return self.browser or "A browser"

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_module(settings.SESSION_ENGINE).SessionStore

    @property
    def handle(self) -> str:
        """Names it on a page, which must not hold the key."""
        return salted_hmac("open session", self.session_key, algorithm="sha256").hexdigest()[:20]
