from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sharedservices.core.programme import importing, sheets
from sharedservices.core.programme.importing import Outcome
from sharedservices.core.programme.planning import State
from sharedservices.core.programme.problems import Problem
from sharedservices.core.programme.tables import programme

SHOWN = 500  # faults on one screen; who has more mends these first


class Command(BaseCommand):
    help = "Bring a programme in: a folder of CSV files or one .xlsx workbook. All of it is loaded, or none of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, nargs="?")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, and change nothing.")
        parser.add_argument(
            "--template", type=Path, metavar="OUT.xlsx", help="Write an empty workbook to fill in, instead."
        )

    def handle(self, *, path: Path | None, dry_run: bool, template: Path | None, verbosity: int, **_: Any) -> None:
        if template:
            sheets.write_template(template, programme(), at=timezone.now())
            self.stdout.write(f"An empty workbook is in {template}.")
        elif path:
            self.load(path, dry_run=dry_run, quiet=verbosity == 0)
        else:
            raise CommandError("Give a folder of CSV files or one .xlsx workbook.")

    def load(self, path: Path, *, dry_run: bool, quiet: bool) -> None:
        outcome = importing.load(path, at=timezone.now(), dry_run=dry_run)
        if outcome.problems:
            count = len(outcome.problems)
            self.stderr.write(_aligned(_problem_rows(outcome.problems[:SHOWN])))
            if count > SHOWN:
                self.stderr.write(f"... and {count - SHOWN} more.")
            raise CommandError(f"{count} {'error' if count == 1 else 'errors'}. Nothing was loaded.")
        if quiet:
            return
        self.stdout.write(_aligned(_count_rows(outcome)))
        self.stdout.write("Loaded." if outcome.loaded else "Dry run: nothing was loaded.")


def _problem_rows(problems: list[Problem]) -> list[list[str]]:
    rows = [[item.table, str(item.row or ""), item.column, item.value[:30], item.message] for item in problems]
    return [["Table", "Row", "Column", "Value", "What is wrong and what to do"], *rows]


def _count_rows(outcome: Outcome) -> list[list[str]]:
    rows = [[name, *(str(counts[state]) for state in State)] for name, counts in outcome.counts.items()]
    total = [str(sum(counts[state] for counts in outcome.counts.values())) for state in State]
    return [["Table", *(state.capitalize() for state in State)], *rows, ["Total", *total]]


def _aligned(rows: list[list[str]]) -> str:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(_padded, row, widths)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _padded(cell: str, width: int) -> str:
    return cell.rjust(width) if cell.isdigit() else cell.ljust(width)
