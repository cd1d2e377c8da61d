from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q

from partnerships import rules
from partnerships.models.organisation import Organisation, Partnership
from partnerships.querysets import ApiTokenQuerySet, RoleGrantQuerySet
from sharedservices.core.models import TimeStampedModel


class UserManager(BaseUserManager["User"]):
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
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class RoleGrant(TimeStampedModel):
    """A role on a partnership, an organisation or (portal admin) the portal, from and until a day, with its reason."""

    class Role(models.TextChoices):
        PORTAL_ADMIN = rules.Role.PORTAL_ADMIN, "Portal administrator"
        PROGRAMME_OFFICER = rules.Role.PROGRAMME_OFFICER, "Programme officer"
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
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True, help_text="The last day; empty means until it is ended.")
    reason = models.CharField(max_length=200, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["user", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                name="grant_scope_fits_role",
                condition=Q(role="portal_admin", partnership=None, organisation=None)
                | Q(role__in=rules.PARTNERSHIP_ROLES, partnership__isnull=False, organisation=None)
                | Q(role__in=rules.ORGANISATION_ROLES, partnership=None, organisation__isnull=False),
                violation_error_message="Programme officers need a partnership; council roles need an organisation.",
            ),
            models.CheckConstraint(
                name="grant_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                violation_error_message="The grant ends before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.partnership or self.organisation or 'the portal'}"


class ApiToken(TimeStampedModel):
    """A secret with which an organisation's systems read the API. Only its sha256 is kept; it is shown once."""

    name = models.CharField(max_length=80, help_text="What it is for, for example “Power BI, finance team”.")
    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return self.name
