"""Workbooks as people bring them, and a worker's part done in this process."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from partnerships import import_work
from partnerships.models import ImportBatch
from sharedservices.core import jobs
from sharedservices.core.models import Job
from sharedservices.core.programme.workbook import read_workbook

Sheets = dict[str, list[list[str]]]
WORK = {"check": import_work.check, "apply": import_work.apply, "undo": import_work.undo}
RENAMED: Sheets = {
    "workstreams": [
        ["partnership", "workstream", "name", "lead"],
        ["rivers", "waste", "Waste and recycling", "north"],
        ["rivers", "libraries", "Libraries", "south"],
    ]
}


def workbook(sheets: Sheets) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return buffer.getvalue()


def opened(content: bytes) -> Sheets:
    """The sheets of a downloaded workbook, read as the portal reads one."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "download.xlsx"
        path.write_bytes(content)
        reading = read_workbook(path)
    assert reading.problems == [] or all(not problem.row for problem in reading.problems), reading.problems
    return {sheet.name: [sheet.header, *(cells for _, cells in sheet.rows)] for sheet in reading.sheets}


def work() -> None:
    """Whatever waits, as a worker would."""
    for job in Job.objects.unfinished():
        verb = job.task.rpartition(".")[2].removesuffix("_import")
        jobs.run(str(job.pk), WORK[verb])
        job.refresh_from_db()
        assert job.state == Job.State.DONE, job.error


def bring(client: Client, content: bytes, name: str = "programme.xlsx") -> ImportBatch:
    """Uploads the workbook and has it checked."""
    answer = client.post("/partnerships/import/", {"workbook": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    work()
    with transaction.atomic():
        return ImportBatch.objects.latest("pk")


def press(client: Client, batch: ImportBatch, button: str, **fields: str) -> ImportBatch:
    """A button of the batch's page, and the work that follows from it."""
    answer = client.post(f"{batch.get_absolute_url()}{button}/", fields)
    assert answer.status_code == 302, answer.content.decode()
    work()
    with transaction.atomic():
        batch.refresh_from_db()
    return batch


def page_of(client: Client, batch: ImportBatch, show: str = "") -> str:
    answer = client.get(batch.get_absolute_url(), {"show": show})
    assert answer.status_code == 200
    return answer.content.decode()
