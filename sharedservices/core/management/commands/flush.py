from typing import Any

from django.core.management.commands import flush

from sharedservices.core.acting import as_owner


class Command(flush.Command):
    """Empties the database, its history too."""

    def execute(self, *args: Any, **options: Any) -> Any:
        with as_owner(keep_history=False):
            return super().execute(*args, **options)
