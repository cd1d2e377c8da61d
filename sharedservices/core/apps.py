from django.apps import AppConfig
from django.contrib.admin import apps as admin


class CoreConfig(AppConfig):
    name = "sharedservices.core"
    label = "core"
    verbose_name = "Portal"


class SupportConfig(admin.AdminConfig):
    """Django's admin behind the portal's own door; the settings name it in place of `django.contrib.admin`."""

    default = False
    default_site = "sharedservices.core.admin.SupportSite"
