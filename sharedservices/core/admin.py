from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.models import LogEntry
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from sharedservices.core import reasons
from sharedservices.core.errors import Refused
from sharedservices.core.models import Job, Sent
from sharedservices.core.support import ArchiveAdmin


class SupportSite(AdminSite):
    """Support staff's door. It shows every row and grants every role, so it opens to superusers alone."""

    site_header = site_title = "Shared services portal: administration"
    index_title = "Accounts, programmes and papers"

    def __init__(self, name: str = "admin") -> None:
        """What belongs to no app is registered here: the module is read while the site itself is being made."""
        super().__init__(name)
        self.register([Job, LogEntry, Sent], ArchiveAdmin)

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and getattr(request.user, "is_superuser", False))

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """Whatever is added, changed or deleted here is so for the reason that was typed beside the button."""

        @wraps(view)
        def explained(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method != "POST":
                return view(request, *args, **kwargs)
            with reasons.explained(request.POST):
                return view(request, *args, **kwargs)

        return super().admin_view(explained, cacheable)

    @method_decorator([never_cache, login_not_required])
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Through the portal's own door, second factor and all."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise Refused("Only superusers open the administration pages.")
        onward = request.GET.get("next") or resolve_url("admin:index")
        return redirect_to_login(onward, settings.LOGIN_URL)
