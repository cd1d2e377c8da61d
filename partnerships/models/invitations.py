from django.db import models
from django.db.models import Q

from partnerships.access_querysets import InvitationQuerySet
from partnerships.models.access import SCOPE_FITS_ROLE, RoleGrant, User
from partnerships.models.organisation import Organisation, Partnership
from sharedservices.core.models import TimeStampedModel


class Invitation(TimeStampedModel):
    """A role that waits for a person to take it up. The link is in their e-mail; of its token only the sha256 is kept.

    Each e-mail has a link of its own: sending again ends the link that went before.
    """

    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=24, choices=RoleGrant.Role)
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="invitations", null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations", null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True, help_text="The role's last day; empty means no end.")
    reason = models.CharField(max_length=200)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - none yet
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(name="invitation_scope_fits_role", condition=SCOPE_FITS_ROLE),
            models.CheckConstraint(name="invitation_ends_once", condition=Q(accepted_at=None) | Q(withdrawn_at=None)),
            models.CheckConstraint(
                name="accepted_by_somebody",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.partnership or self.organisation or 'the portal'}"
