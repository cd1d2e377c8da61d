"""What papers say of the history, and whether what was frozen and stored for them still is what it was."""

import hashlib
import json
from collections.abc import Iterator

from django.db import transaction

from reports import snapshots
from reports.models import Rendition, Snapshot
from sharedservices.core.history.verifying import Finding, Head

BLOCK = 1 << 20


def heads(partnership: int | None = None) -> Iterator[Head]:
    """The heads that frozen papers print, paper by paper."""
    for snapshot in _within(partnership):
        if told := json.loads(snapshot.content).get("history"):
            chain = snapshot.report.partnership_id
            yield Head(chain, told["link"], told["sha256"], f"The paper “{snapshot}”")


def papers(partnership: int | None = None) -> Iterator[Finding]:
    """Frozen content against its digest, stored files against theirs."""
    for snapshot in _within(partnership):
        if snapshots.digest(snapshot.content) != snapshot.sha256:
            message = f"The frozen content of “{snapshot}” is not what its digest says."
            yield Finding(message, table=Snapshot._meta.db_table, row=snapshot.pk)
        for rendition in snapshot.files():
            if fault := _fault(rendition):
                message = f"The {rendition.get_format_display()} of “{snapshot}” {fault}."
                yield Finding(message, table=Rendition._meta.db_table, row=rendition.pk)


def _within(partnership: int | None) -> Iterator[Snapshot]:
    rows = Snapshot.objects.select_related("report").prefetch_related("renditions").order_by("pk")
    chosen = rows if partnership is None else rows.filter(report__partnership=partnership)
    with transaction.atomic():
        yield from chosen.iterator(chunk_size=20)


def _fault(rendition: Rendition) -> str:
    try:
        with rendition.file.open("rb") as file:
            digest = hashlib.sha256()
            while block := file.read(BLOCK):
                digest.update(block)
    except FileNotFoundError:
        return "is missing from the store"
    return "" if digest.hexdigest() == rendition.sha256 else "is not the file that was stored"
