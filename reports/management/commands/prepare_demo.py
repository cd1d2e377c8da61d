import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from reports import demonstration
from reports.models import Rendition, Report
from sharedservices.core import jobs
from sharedservices.core.errors import RuleViolation

PATIENCE_SECONDS = 300


class Command(BaseCommand):
    help = (
        "Migrates, loads the demonstration's programmes and accounts, has their papers compiled, writes the PDFs out."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration is loaded only with DEMO=1: its accounts need no password.")
        call_command("migrate", interactive=False, verbosity=0)
        for folder in demonstration.folders(settings.BASE_DIR / "demo"):
            if demonstration.is_new(folder):
                self.stdout.write(f"Loading {folder.name} ...")
                call_command("import_programme", str(folder), verbosity=0)
        demonstration.create_accounts()
        for report in Report.objects.for_table():
            try:
                self._publish(report)
            except RuleViolation as error:
                raise CommandError(f"{report.reference}: {error}") from error
            self.stdout.write(f"Paper: {self._write_out(report)}")

    def _publish(self, report: Report) -> None:
        """Takes the paper through its life as its officers would, once; the worker compiles it meanwhile."""
        if report.published_id is not None:
            return
        if (job := demonstration.compile_paper(report)) is not None:
            self.stdout.write(f"Compiling {report.reference} as job {str(job.pk)[:8]} ...")
            jobs.wait(job, seconds=PATIENCE_SECONDS)
        demonstration.clear_and_publish(report)

    def _write_out(self, report: Report) -> Path:
        report.refresh_from_db()
        with transaction.atomic():
            rendition = Rendition.objects.get(snapshot=report.published_id, format=Rendition.Format.PDF)
        target = settings.VAR_DIR / "reports" / f"{report.reference}.pdf"
        target.parent.mkdir(parents=True, exist_ok=True)
        with rendition.file.open("rb") as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        return target
