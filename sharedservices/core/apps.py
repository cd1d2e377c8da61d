from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "sharedservices.core"
    label = "core"
    verbose_name = "Portal"
