from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partnerships import importing
from sharedservices.core.programme.problems import Problem


class Command(BaseCommand):
    help = "Bring organisations in from the public register of local authorities (CSV). All of it is loaded, or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH.csv")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, and change nothing.")
        parser.add_argument(
            "--rename", action="store_true", help="Take the register's names for organisations already here, too."
        )

    def handle(self, *, path: Path, dry_run: bool, rename: bool, **_: Any) -> None:
        outcome = importing.load(path, rename=rename, dry_run=dry_run)
        if outcome.problems:
            count = len(outcome.problems)
            self.stderr.write("\n".join(map(_line, outcome.problems)))
            raise CommandError(f"{count} {'error' if count == 1 else 'errors'}. Nothing was loaded.")
        for remark in outcome.remarks:
            self.stderr.write(remark)
        states = (importing.NEW, importing.CHANGED, importing.UNCHANGED)
        self.stdout.write(", ".join(f"{outcome.counts[state]} {state}" for state in states))
        self.stdout.write("Loaded." if outcome.loaded else "Dry run: nothing was loaded.")


def _line(problem: Problem) -> str:
    parts = [problem.table, f"row {problem.row}" if problem.row else "", problem.column]
    where = ", ".join(part for part in parts if part)
    return f"{where}: {f'“{problem.value}”. ' if problem.value else ''}{problem.message}"
