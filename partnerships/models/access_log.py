from django.db import models

from partnerships.access_querysets import AccessEventQuerySet
from partnerships.models.access import User


class AccessEvent(models.Model):
    """Somebody signed in, could not, or was refused a page. Written by `partnerships.access_log`, changed by nobody."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", "Signed in"
        FAILED = "failed", "Wrong password or code"
        LIMITED = "limited", "Too many attempts"
        REFUSED = "refused", "Sign-in refused"
        SIGNED_OUT = "signed_out", "Signed out"
        ENDED = "ended", "Session ended"
        PASSWORD = "password", "Password changed"
        FACTOR_ADDED = "factor_added", "Second factor added"
        FACTOR_REMOVED = "factor_removed", "Second factor removed"
        CODES_MADE = "codes_made", "Recovery codes made"
        CONNECTED = "connected", "Council account connected"
        DISCONNECTED = "disconnected", "Council account disconnected"
        DENIED = "denied", "Page refused"
        HIDDEN = "hidden", "Page not for them"

    at = models.DateTimeField()
    kind = models.CharField(max_length=16, choices=Kind)
    # No constraint, so that an entry outlives its account
    user = models.ForeignKey(User, models.DO_NOTHING, related_name="+", null=True, blank=True, db_constraint=False)
    unknown = models.CharField(max_length=16, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    network = models.CharField(max_length=43, blank=True)
    request = models.CharField(max_length=64, blank=True)

    objects = AccessEventQuerySet.as_manager()

    # What somebody typed, until the entry is written
    typed = ""

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="access_event_latest"),
            models.Index(fields=["user", "-at"], name="access_event_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M}"
