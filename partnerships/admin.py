"""Support staff's door: accounts, grants and the register. Programme data is kept on the portal's own pages."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from partnerships.models import Membership, Organisation, Partnership, RoleGrant, User


class GrantInline(admin.TabularInline):
    """For the first administrators; everybody else is granted roles on the portal's own pages."""

    model = RoleGrant
    fk_name = "user"
    fields = ("role", "partnership", "organisation", "valid_from", "valid_until", "reason")
    extra = 1
    can_delete = False


@admin.register(User)
class AccountAdmin(UserAdmin):
    inlines = (GrantInline,)
    ordering = ("email",)
    list_display = ("email", "name", "organisation", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "organisation")}),
        ("Access", {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "name", "organisation", "usable_password", "password1", "password2")}),
    )


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 1


@admin.register(Partnership)
class PartnershipAdmin(admin.ModelAdmin):
    inlines = (MembershipInline,)
    list_display = ("name", "acronym", "status")


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ("name", "kind", "gss_code")
    list_filter = ("kind",)
    search_fields = ("name", "gss_code")
