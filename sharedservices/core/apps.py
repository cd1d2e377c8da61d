from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "sharedservices.core"
    label = "core"
    verbose_name = "Portal"

    def ready(self) -> None:
        """Every app says in its module `history` who is told what became of its rows."""
        autodiscover_modules("history")


class SupportConfig(admin.AdminConfig):
    """Django's admin behind the portal's own door; the settings name it in place of `django.contrib.admin`."""

    default = False
    default_site = "sharedservices.core.admin.SupportSite"
