from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from partnerships import import_removal


class Command(BaseCommand):
    help = "Remove files of imports that were never confirmed, or can no longer be undone. Beat runs it every hour."

    def handle(self, **_: Any) -> None:
        count = import_removal.remove_old(at=timezone.now())
        self.stdout.write(f"{count} {'import' if count == 1 else 'imports'} tidied.")
