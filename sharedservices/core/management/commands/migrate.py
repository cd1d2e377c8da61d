from django.core.management.commands import migrate

from sharedservices.core.management.owner import OwnerMixin


class Command(OwnerMixin, migrate.Command):
    pass
