import shutil
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from partnerships.models import User
from reports import services
from reports.models import Rendition, Report, Snapshot
from sharedservices.core import jobs
from sharedservices.core.errors import Refused, RuleViolation

PATIENCE_SECONDS = 120


class Command(BaseCommand):
    help = "Freezes a report as it stands, has a worker compile it, and writes one of its files out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", help="The report's reference, for example se7-east-sussex-2011-11-09.")
        parser.add_argument("--as", dest="email", required=True, help="Who compiles: the e-mail of an author or clerk.")
        parser.add_argument("--format", choices=Rendition.Format.values, default=Rendition.Format.PDF.value)
        parser.add_argument("--output", type=Path, help="Where to write the file; without it, standard output.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = Report.objects.for_table().get(reference=options["reference"])
            by = User.objects.get(email=options["email"])
            snapshot, job = services.compile_version(report=report, by=by, at=timezone.now())
            if job is not None:
                jobs.wait(job, seconds=PATIENCE_SECONDS, tell=self.stderr.write)
        except (Report.DoesNotExist, User.DoesNotExist) as error:
            raise CommandError(f"{error} Check the reference and the e-mail address.") from error
        except (RuleViolation, Refused) as error:
            raise CommandError(str(error)) from error
        self._write(snapshot, options["format"], options["output"])

    def _write(self, snapshot: Snapshot, kind: str, output: Path | None) -> None:
        with transaction.atomic():
            rendition = Rendition.objects.get(snapshot=snapshot, format=kind)
        with rendition.file.open("rb") as source:
            if output is None:
                shutil.copyfileobj(source, sys.stdout.buffer)
                return
            with output.open("wb") as target:
                shutil.copyfileobj(source, target)
        self.stdout.write(str(output))
