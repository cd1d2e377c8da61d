"""Papers as they stand once published, without compiling a file."""

import json
from datetime import UTC, datetime

from reports.models import Rendition, Report, Snapshot
from tests.factories.partnerships import UserFactory
from tests.factories.reports import SnapshotFactory


def with_version(report: Report, *, number: int = 1, sha256: str | None = None) -> Snapshot:
    """A version that says what the report says now, with its PDF."""
    frozen = {
        "title": report.title,
        "purpose": report.purpose,
        "meeting_date": "2011-11-09",
        "data_as_at": "2011-09-20",
    }
    digests = {"sha256": sha256} if sha256 else {}
    snapshot: Snapshot = SnapshotFactory(
        report=report, number=number, title=report.title, content=json.dumps({"report": frozen}), **digests
    )
    Rendition.objects.create(
        snapshot=snapshot,
        format=Rendition.Format.PDF,
        file="paper.pdf",
        sha256="b" * 64,
        size=2048,
        pages=9,
        created_at=snapshot.created_at,
    )
    return snapshot


def publish(report: Report, **version: object) -> Snapshot:
    snapshot = with_version(report, **version)  # type: ignore[arg-type]
    report.published = snapshot
    report.published_at = datetime(2011, 11, 2, 9, tzinfo=UTC)
    report.cleared_by = UserFactory(name="Verifier")
    report.status = Report.Status.PUBLISHED
    report.save()
    return snapshot
