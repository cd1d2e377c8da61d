"""Support staff's door: accounts, grants, and every record where the portal's own pages do not reach."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from partnerships import granting, models
from sharedservices.core import acting
from sharedservices.core.errors import Refused
from sharedservices.core.support import ArchiveAdmin, PrivateArchiveAdmin, SupportAdmin


class GrantInline(admin.TabularInline):
    """For the first administrators; everybody else is granted roles on the portal's own pages."""

    model = models.RoleGrant
    fk_name = "user"
    fields = ("role", "partnership", "organisation", "valid_from", "valid_until", "reason")
    autocomplete_fields = ("partnership", "organisation")
    extra = 1
    can_delete = False


@admin.register(models.User)
class AccountAdmin(UserAdmin):
    inlines = (GrantInline,)
    ordering = ("email",)
    list_display = ("email", "name", "organisation", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    list_select_related = ("organisation",)
    search_fields = ("email", "name")
    autocomplete_fields = ("organisation",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "organisation")}),
        ("Access", {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "name", "organisation", "usable_password", "password1", "password2")}),
    )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """Suspended or reinstated here, an account's sessions and tokens end as on the page of the person."""
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data:
            granting.end_access(obj, at=timezone.now())

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        """Roles say who granted them, and their histories why; here too nobody grants one to themselves."""
        if formset.has_changed() and form.instance.pk == request.user.pk:
            raise Refused("Nobody grants a role to themselves. Ask another administrator.")
        for grant in formset.save(commit=False):
            grant.granted_by = grant.granted_by or request.user
            with acting.saying(reason=acting.current().reason or grant.reason):
                grant.save()


class MembershipInline(admin.TabularInline):
    model = models.Membership
    autocomplete_fields = ("organisation",)
    extra = 1


@admin.register(models.Partnership)
class PartnershipAdmin(SupportAdmin):
    inlines = (MembershipInline,)


@admin.register(models.ApiToken)
class ApiTokenAdmin(ArchiveAdmin):
    """Tokens are issued and revoked by their owners; of the secret nobody sees even the digest."""

    exclude = ("digest",)


@admin.register(models.RoleGrant)
class RoleGrantAdmin(ArchiveAdmin):
    """Granted, lent and ended on the portal's own pages, each with its reason; the first ones with the account."""


@admin.register(models.Invitation)
class InvitationAdmin(ArchiveAdmin):
    """Made, sent again and withdrawn on the portal's own pages; of the link nobody sees even the digest."""

    exclude = ("digest",)


@admin.register(models.ImportBatch)
class ImportBatchAdmin(PrivateArchiveAdmin):
    """Its file is not served and its rows are too many to show: the batch's own page tells of them."""

    exclude = ("file", "changes", "images", "problems")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer(*self.exclude)


admin.site.register(
    [
        models.Action,
        models.AgendaItem,
        models.Agreement,
        models.Award,
        models.BodyMember,
        models.Contribution,
        models.Decision,
        models.Endorsement,
        models.GovernanceBody,
        models.HostingArrangement,
        models.Meeting,
        models.Membership,
        models.Organisation,
        models.Signature,
        models.Spend,
    ],
    SupportAdmin,
)
