from django.core.management.commands import makemigrations

from sharedservices.core.management.owner import OwnerMixin


class Command(OwnerMixin, makemigrations.Command):
    pass
