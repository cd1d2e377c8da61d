from django.contrib.admin import AdminSite
from django.contrib.admin.models import LogEntry
from django.http import HttpRequest

from sharedservices.core.models import Job
from sharedservices.core.support import ArchiveAdmin


class SupportSite(AdminSite):
    """Support staff's door. It shows every row and grants every role, so it opens to superusers alone."""

    site_header = site_title = "Shared services portal: administration"
    index_title = "Accounts, programmes and papers"

    def __init__(self, name: str = "admin") -> None:
        """What belongs to no app is registered here: the module is read while the site itself is being made."""
        super().__init__(name)
        self.register([Job, LogEntry], ArchiveAdmin)

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and getattr(request.user, "is_superuser", False))
