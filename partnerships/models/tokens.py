from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from partnerships.access_querysets import ApiTokenQuerySet
from partnerships.models.access import User
from partnerships.models.organisation import Organisation
from sharedservices.core.models import TimeStampedModel
from sharedservices.core.scopes import OFFERED, TokenScope

SCOPES = [scope.value for scope in TokenScope]


def every_scope() -> list[str]:
    return [scope.value for scope in OFFERED]


class ApiToken(TimeStampedModel):
    """A secret with which an organisation's systems read the API. Only its sha256 is kept; it is shown once."""

    name = models.CharField(max_length=80, help_text="What it is for, for example “Power BI, finance team”.")
    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    # What its owner holds there is all that it sees; without one, what they hold on the portal and its partnerships
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", null=True, blank=True)
    scopes = ArrayField(models.CharField(max_length=20), default=every_scope)
    networks = ArrayField(models.CharField(max_length=43), default=list, blank=True)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.SET_NULL, related_name="replaced_by", null=True, blank=True, help_text="After a rotation."
    )

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="token_has_known_scopes", condition=Q(scopes__len__gt=0, scopes__contained_by=SCOPES)
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reads(self) -> str:
        """Its scopes, for people."""
        return " and ".join(TokenScope(scope).words for scope in self.scopes)
