from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sharedservices.core.models import TimeStampedModel


def _by() -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)


class HeldManager(models.Manager[Any]):
    """The one door to what a person holds: `user.grants`. While an API token asks for the person, as `acting_token`,
    what the token does not act with is not there."""

    def get_queryset(self) -> Any:
        held: Any = super().get_queryset()
        token = getattr(getattr(self, "instance", None), "acting_token", None)
        return held if token is None else held.with_token(token)


class Tenure(TimeStampedModel):
    """What a `user` holds from and until a day: who gave it and why; who ended it before its day, when and why."""

    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True, help_text="The last day; empty means until it is ended.")
    reason = models.CharField(max_length=200, blank=True)
    granted_by = _by()  # empty for the portal's own commands
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = _by()
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_of_another", condition=Q(granted_by=None) | ~Q(granted_by=F("user"))
            ),
            models.CheckConstraint(
                name="%(class)s_ended_with_reason",
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
            ),
        ]
