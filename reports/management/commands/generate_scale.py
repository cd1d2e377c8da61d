import time
from argparse import ArgumentParser
from dataclasses import fields
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from partnerships.models import Partnership
from reports.scale import loading
from reports.scale.plan import Plan
from reports.scale.size import Size
from sharedservices.core.errors import RuleViolation

REFUSED = (
    "This fills the database with invented councils. It runs with DEMO=1; elsewhere only with --yes, "
    "on a database that holds no partnership."
)
WORDS = {"claims": "claim lines", "seed": "the same number gives the same rows"}


class Command(BaseCommand):
    help = "Fills a database with generated programmes, by default as many as England would have. All of it or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for field in fields(Size):
            words = f"{WORDS.get(field.name, field.name)} (default {field.default:,})"
            parser.add_argument(f"--{field.name}", type=int, default=field.default, metavar="N", help=words)
        parser.add_argument("--yes", action="store_true", help="The database is empty and may be filled.")

    def handle(self, *, yes: bool, **options: Any) -> None:
        if not settings.DEMO and (not yes or Partnership.objects.exists()):
            raise CommandError(REFUSED)
        start = time.perf_counter()
        try:
            plan = Plan(Size(**{field.name: options[field.name] for field in fields(Size)}))
            total = sum(self._told(loaded) for loaded in loading.load(plan))
        except RuleViolation as error:
            raise CommandError(f"{error.message} Nothing was generated.") from error
        self.stdout.write(f"{'total':24}{total:>12,} rows {time.perf_counter() - start:>9.1f} s")

    def _told(self, loaded: loading.Loaded) -> int:
        self.stdout.write(f"{loaded.name:24}{loaded.rows:>12,} rows {loaded.seconds:>9.1f} s")
        self.stdout.flush()
        return loaded.rows
