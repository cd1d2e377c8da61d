import re
import time
from argparse import ArgumentTypeError
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerships.models import Partnership
from reports import verifying
from sharedservices.core.history.verifying import Finding, Head, Reading

HEAD = re.compile(r"(?P<chain>[a-z0-9-]+):(?P<number>[0-9]{1,18}):(?P<sha256>[0-9a-f]{16,64})", re.ASCII)
PORTAL = "portal"
NO_HEAD = "{text!r} is no head. Write it as PARTNERSHIP:LINK:SHA256, for example se7:12:3f2a..., or portal:12:3f2a..."


def head(text: str) -> tuple[str, int, str]:
    found = HEAD.fullmatch(text.strip())
    if found is None:
        raise ArgumentTypeError(NO_HEAD.format(text=text))
    return found["chain"], int(found["number"]), found["sha256"]


class Command(BaseCommand):
    help = (
        "Verifies the history of changes: its chains, the rows it tells of, the heads that papers print, and their "
        "files. Fails when anything is not as it was written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partnership", metavar="SLUG", help="Only this partnership's chain, rows and papers.")
        parser.add_argument(
            "--head", action="append", type=head, default=[], metavar="PARTNERSHIP:LINK:SHA256", help="A head you kept."
        )
        parser.add_argument("--heads", type=Path, metavar="FILE", help="Heads you kept, one on each line.")
        parser.add_argument("--print-heads", action="store_true", help="Also prints the present heads, to be kept.")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        self.names = {one.pk: one for one in Partnership.objects.all()}
        partnership = self._partnership(options["partnership"])
        kept = [self._head(*one) for one in [*options["head"], *_file(options["heads"])]]
        reading = Reading(partnership)
        wanted = (one for one in chain(kept, verifying.heads(partnership)) if partnership in (None, one.chain))
        found = 0
        for finding in chain(reading.findings(wanted), verifying.papers(partnership)):
            found += 1
            self.stdout.write(f"{self._where(finding)}: {finding.message}")
        self._tell(reading, time.monotonic() - began)
        if options["print_heads"]:
            self._print_heads(reading)
        if not found:
            self.stdout.write("History is as it was written.")
        else:
            raise CommandError(f"History is not as it was written: {found} finding{'s' * (found > 1)}, named above.")

    def _partnership(self, slug: str | None) -> int | None:
        if slug is None:
            return None
        found = next((one.pk for one in self.names.values() if one.slug == slug), None)
        if found is None:
            raise CommandError(f"There is no partnership {slug!r}. The names are those in its pages' addresses.")
        return found

    def _head(self, slug: str, number: int, sha256: str) -> Head:
        chosen = 0 if slug == PORTAL else self._partnership(slug) or 0
        return Head(chosen, number, sha256, "A head that was kept")

    def _where(self, finding: Finding) -> str:
        link = [f"{self._name(finding.chain)}, link {finding.link}"] if finding.link is not None else []
        row = [f"{finding.table} {finding.row}"] if finding.row is not None else []
        return "; ".join([*link, *row]) or finding.table or "History"

    def _name(self, number: int | None) -> str:
        if number in self.names:
            return str(self.names[number])
        return f"Partnership {number}, which was removed" if number else "The portal"

    def _tell(self, reading: Reading, seconds: float) -> None:
        figures = {"chains": reading.chains, "links": reading.links, "events": reading.events, "rows": reading.rows}
        for what, count in figures.items():
            self.stdout.write(f"{what:8}{count:12,}")
        self.stdout.write(f"{'seconds':8}{seconds:12,.1f}")

    def _print_heads(self, reading: Reading) -> None:
        for number, link, sha256 in reading.heads():
            name = self.names[number].slug if number in self.names else PORTAL
            self.stdout.write(f"{name}:{link}:{sha256}")


def _file(path: Path | None) -> Iterator[tuple[str, int, str]]:
    if path is None:
        return
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield head(line)
    except (OSError, UnicodeDecodeError, ArgumentTypeError) as error:
        raise CommandError(f"{path}: {error}") from error
