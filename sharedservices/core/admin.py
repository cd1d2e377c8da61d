from django.contrib.admin import AdminSite
from django.http import HttpRequest


class SupportSite(AdminSite):
    """Support staff's door. It shows every row and grants every role, so it opens to superusers alone."""

    site_header = site_title = "Shared services portal: administration"
    index_title = "Accounts and register"

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and getattr(request.user, "is_superuser", False))
