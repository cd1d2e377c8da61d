from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sharedservices.core.errors import RuleViolation
from sharedservices.core.programme import exporting


class Command(BaseCommand):
    help = (
        "Write a partnership's programme, with those of the partnerships beneath it, as a folder of CSV files, or as "
        "one workbook where PATH ends in .xlsx."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("partnership", help="Its short name, such as se7; compendium for all of the compendium.")
        parser.add_argument("path", type=Path)

    def handle(self, *, partnership: str, path: Path, **_: Any) -> None:
        try:
            counts = exporting.export(partnership, path, at=timezone.now())
        except RuleViolation as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{sum(counts.values())} rows of {len(counts)} tables written to {path}.")
