"""What support staff do for those who lost their phone, or whose council account is another's: take it away."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from partnerships import access_log
from partnerships.models import AccessEvent

admin.site.unregister([Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken])


class TakenAwayOnly(admin.ModelAdmin):
    """Nobody makes or changes one here, and its secret is not shown. That it is gone is in the access log."""

    ordering = ("user__email", "pk")
    search_fields = ("user__email",)
    list_select_related = ("user",)
    list_display_links = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The list; a single one has nothing to be seen."""
        return obj is None and request.user.is_superuser

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """The list's action, the only way: a single one has no page. Who holds it instead may be signed in by it, so
        the person's sessions end."""
        for row in queryset.select_related("user"):
            row.user.open_sessions.exclude(pk=request.session.session_key).delete()
            detail = f"{row._meta.verbose_name.capitalize()}, by {request.user}"
            access_log.note(request, AccessEvent.Kind.FACTOR_REMOVED, user=row.user, detail=detail)
        super().delete_queryset(request, queryset)


@admin.register(Authenticator)
class SecondFactorAdmin(TakenAwayOnly):
    list_display = ("user", "type", "created_at", "last_used_at")


@admin.register(SocialAccount)
class CouncilAccountAdmin(TakenAwayOnly):
    list_display = ("user", "provider", "date_joined", "last_login")
