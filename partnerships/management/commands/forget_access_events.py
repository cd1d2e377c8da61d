from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from partnerships.models import AccessEvent
from sharedservices.core.acting import as_owner


class Command(BaseCommand):
    help = "Forgets who signed in and who was refused, after a time. Run it once a day, or as your policy says."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=400, help="how long entries are kept; 400 unless told")

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        with as_owner():
            count = AccessEvent.objects.filter(at__lt=timezone.now() - timedelta(days=days)).delete()[0]
        if options["verbosity"]:
            self.stdout.write(f"{count} entries forgotten")
