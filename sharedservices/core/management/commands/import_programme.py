from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sharedservices.core.programme import conflicts, importing, sheets
from sharedservices.core.programme.conflicts import Conflicts
from sharedservices.core.programme.importing import Outcome
from sharedservices.core.programme.planning import State
from sharedservices.core.programme.problems import Problem, shortened
from sharedservices.core.programme.tables import Entry, programme

NOT_LOADED = "Dry run: nothing was loaded."
SHOWN = 500  # faults on one screen; who has more mends these first
WHAT_TO_BRING = "a folder of CSV files, a .zip of them, or one .xlsx workbook"
CHOOSE = (
    "{} changed in the portal since the file was written. Nothing was loaded. Say --conflicts keep to leave them as "
    "they are, or --conflicts replace to put the file's rows in their place."
)


class Command(BaseCommand):
    help = f"Bring a programme in: {WHAT_TO_BRING}. All of it is loaded, or none of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, nargs="?")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, and change nothing.")
        parser.add_argument(
            "--conflicts",
            type=Conflicts,
            choices=list(Conflicts),
            default=Conflicts.REPORT,
            help="Rows that others have changed since the file was written: report them and load nothing (default), "
            "keep them, or replace them.",
        )
        parser.add_argument(
            "--template", type=Path, metavar="OUT.xlsx", help="Write an empty workbook to fill in, instead."
        )

    def handle(self, *, path: Path | None, template: Path | None, **options: Any) -> None:
        if template:
            sheets.write_template(template, programme(), at=timezone.now())
            self.stdout.write(f"An empty workbook is in {template}.")
        elif path:
            self.load(path, options["conflicts"], dry_run=options["dry_run"], quiet=options["verbosity"] == 0)
        else:
            raise CommandError(f"Give {WHAT_TO_BRING}.")

    def load(self, path: Path, choice: Conflicts, *, dry_run: bool, quiet: bool) -> None:
        outcome = importing.load(path, at=timezone.now(), dry_run=dry_run, conflicts=choice)
        if outcome.problems:
            count = len(outcome.problems)
            self._tell(_problem_rows(outcome.problems[:SHOWN]), more=count - SHOWN)
            raise CommandError(f"{count} {'error' if count == 1 else 'errors'}. Nothing was loaded.")
        if outcome.conflicts and choice is Conflicts.REPORT:
            count = len(outcome.conflicts)
            self._tell(_conflict_rows(outcome.conflicts[:SHOWN]), more=count - SHOWN)
            raise CommandError(CHOOSE.format(f"{count} {'row was' if count == 1 else 'rows were'}"))
        if not quiet:
            self.stdout.write(_aligned(_count_rows(outcome)))
            self.stdout.write(f"{_kept(outcome, choice)}{'Loaded.' if outcome.loaded else NOT_LOADED}")

    def _tell(self, rows: list[list[str]], *, more: int) -> None:
        self.stderr.write(_aligned(rows))
        if more > 0:
            self.stderr.write(f"... and {more} more.")


def _kept(outcome: Outcome, choice: Conflicts) -> str:
    if not outcome.conflicts:
        return ""
    kept = choice is Conflicts.KEEP
    return "Conflicts: the portal's rows were kept. " if kept else "Conflicts: the file's rows took their place. "


def _problem_rows(problems: list[Problem]) -> list[list[str]]:
    rows = [[item.table, str(item.row or ""), item.column, item.value[:30], item.message] for item in problems]
    return [["Table", "Row", "Column", "Value", "What is wrong and what to do"], *rows]


def _conflict_rows(entries: list[Entry]) -> list[list[str]]:
    writers = conflicts.last_writers(entries)
    rows = []
    for entry in entries:
        who = writers.get((entry.table.name, entry.pk or 0), "")
        changed = f"{timezone.localtime(entry.changed_at):%Y-%m-%d %H:%M} {who}".rstrip()
        for name, portal, file in entry.conflict:
            rows.append([entry.table.name, str(entry.row), name, shortened(file, 30), shortened(portal, 30), changed])
    return [["Table", "Row", "Column", "In the file", "In the portal", "Changed there"], *rows]


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
