from django.core.management.commands import showmigrations

from sharedservices.core.management.owner import OwnerMixin


class Command(OwnerMixin, showmigrations.Command):
    pass
