"""From a frozen snapshot to stored files. Run twice, it gives the same bytes under the same names in the same rows."""

import hashlib
import json

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from reports import paper, permissions, rendering
from reports.models import Rendition, Snapshot, rendition_storage
from sharedservices.core.decisions import insist
from sharedservices.core.errors import Refused
from sharedservices.core.jobs import Progress
from sharedservices.core.models import Job

STEPS = 4


def compile_snapshot(job: Job, progress: Progress) -> None:
    """The work of a compile job; `job.key` is "snapshot:<id>"."""
    snapshot = _snapshot(job)
    progress.step(1, STEPS, "Writing the paper from the frozen data")
    content = json.loads(snapshot.content)
    html = paper.render_html(content, version=snapshot.number, sha256=snapshot.sha256)
    progress.step(2, STEPS, "Laying out the pages")
    data = rendering.Attachment(
        name=f"{snapshot.report.reference}-v{snapshot.number}.json",
        content=snapshot.content.encode(),
        media_type="application/json",
        description="The data that this paper was compiled from",
    )
    pdf = rendering.render_pdf(html, created=snapshot.created_at, attachments=[data], beat=progress.beat)
    progress.step(3, STEPS, "Storing the files")
    edition = paper.render_edition(content, version=snapshot.number, sha256=snapshot.sha256)
    files = {
        Rendition.Format.PDF: (pdf.content, pdf.pages),
        Rendition.Format.HTML: (edition.encode(), None),
        Rendition.Format.JSON: (data.content, None),
    }
    stored = [_store(snapshot, kind, content, pages) for kind, (content, pages) in files.items()]
    with transaction.atomic():
        Rendition.objects.bulk_create(stored, ignore_conflicts=True)
        progress.step(STEPS, STEPS, "Done")
        progress.finish(result_url=snapshot.report.get_absolute_url())


@transaction.atomic
def _snapshot(job: Job) -> Snapshot:
    """For whoever asked for it, if they still see it, which the database says too, and may have it compiled."""
    versions = Snapshot.objects.select_related("report__committee")
    snapshot = versions.filter(pk=job.key.partition(":")[2]).first()
    if snapshot is None:
        raise Refused("You do not see this paper any more. Ask its council's report authors to compile it.")
    if job.requested_by:
        insist(permissions.can_compile(job.requested_by, snapshot.report))
    return snapshot


def _store(snapshot: Snapshot, kind: Rendition.Format, content: bytes, pages: int | None) -> Rendition:
    """Writes the file, durably and under its digest, before any row names it."""
    sha256 = hashlib.sha256(content).hexdigest()
    name = rendition_storage().save(f"{sha256[:2]}/{sha256}.{kind.value}", ContentFile(content))
    return Rendition(
        snapshot=snapshot,
        format=kind,
        file=name,
        sha256=sha256,
        size=len(content),
        pages=pages,
        created_at=timezone.now(),
    )
