from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.module_loading import import_string

from sharedservices.core.bench import Bench
from sharedservices.core.errors import RuleViolation


class Command(BaseCommand):
    help = "Measures side by side, prints tables and writes JSON to var/bench/. Fails when a goal is missed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", choices=sorted(settings.BENCHES), help="Without it, every bench runs.")

    def handle(self, *args: Any, **options: Any) -> None:
        missed = []
        for name in [options["name"]] if options["name"] else sorted(settings.BENCHES):
            try:
                bench: Bench = import_string(settings.BENCHES[name])()
            except RuleViolation as error:
                raise CommandError(error.message) from error
            path = settings.VAR_DIR / "bench" / f"{name}.json"
            bench.write(path, at=timezone.now().isoformat(timespec="seconds"))
            self.stdout.write(f"{bench.table()}\n{path}\n")
            missed += bench.missed
        if missed:
            raise CommandError(f"Goals missed: {'; '.join(missed)}.")
