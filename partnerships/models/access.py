from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from partnerships import rules
from partnerships.access_querysets import RoleGrantQuerySet, UserQuerySet
from partnerships.models.organisation import Organisation, Partnership
from partnerships.models.tenure import HeldManager, Tenure


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by e-mail address. What they may see and do is in their grants, never in the account."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="users", null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    access_ended_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When a suspension last ended what was open: sessions, tokens, links in e-mails.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    # The API token that asks for the person: then `grants` are those that it acts with
    acting_token: Any = None

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Upper("email"),
                name="one_account_for_an_address",
                violation_error_message="There is already an account with this e-mail address.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


SCOPE_FITS_ROLE = (
    Q(role="portal_admin", partnership=None, organisation=None)
    | Q(role__in=rules.PARTNERSHIP_ROLES, partnership__isnull=False, organisation=None)
    | Q(role__in=rules.ORGANISATION_ROLES, partnership=None, organisation__isnull=False)
)


class RoleGrant(Tenure):
    """A role on a partnership, an organisation or (portal admin) the portal, from and until a day, with its reason.

    A delegated one is another grant lent until a day: it counts only while that one does.
    """

    class Role(models.TextChoices):
        PORTAL_ADMIN = rules.Role.PORTAL_ADMIN, "Portal administrator"
        PROGRAMME_OFFICER = rules.Role.PROGRAMME_OFFICER, "Programme officer"
        PARTNERSHIP_VIEWER = rules.Role.PARTNERSHIP_VIEWER, "Partnership viewer"
        COUNCIL_OFFICER = rules.Role.COUNCIL_OFFICER, "Council officer"
        FINANCE_VERIFIER = rules.Role.FINANCE_VERIFIER, "Finance verifier"
        REPORT_AUTHOR = rules.Role.REPORT_AUTHOR, "Report author"
        IMPLICATIONS_VERIFIER = rules.Role.IMPLICATIONS_VERIFIER, "Implications verifier"
        CLERK = rules.Role.CLERK, "Committee clerk"
        VIEWER = rules.Role.VIEWER, "Viewer"

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=24, choices=Role)
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="grants", null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="grants", null=True, blank=True)
    delegated_from = models.ForeignKey("self", models.PROTECT, related_name="delegations", null=True, blank=True)

    objects = HeldManager.from_queryset(RoleGrantQuerySet)()

    class Meta(Tenure.Meta):
        ordering = ["user", "role", "pk"]
        constraints = [
            *Tenure.Meta.constraints,
            models.CheckConstraint(
                name="grant_scope_fits_role",
                condition=SCOPE_FITS_ROLE,
                violation_error_message="Roles on a partnership need one; council roles need an organisation.",
            ),
            models.CheckConstraint(
                name="grant_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                violation_error_message="The grant ends before it begins.",
            ),
            models.CheckConstraint(
                name="delegation_has_a_last_day", condition=Q(delegated_from=None) | Q(valid_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.partnership or self.organisation or 'the portal'}"
