"""`manage.py bench report`: what the portal adds to the bare layout of a paper, and what a worker takes for it."""

import json
import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from reports import compiling, paper, rendering
from reports.models import Snapshot
from reports.rendering import layout
from sharedservices.core.bench import Amount, Bench, compare, peak_mebibytes
from sharedservices.core.errors import RuleViolation
from sharedservices.core.jobs import Progress
from sharedservices.core.models import Job

COMPILE_GOAL = 1.3
MEMORY_GOAL = 350.0
NOTHING_TO_MEASURE = "There is no frozen paper to measure with. Load one first: python3 portal.py demo --no-serve"


def report() -> Bench:
    """The newest frozen paper: from its snapshot to its stored files, beside WeasyPrint alone on the same HTML."""
    with transaction.atomic():
        snapshot = Snapshot.objects.select_related("report").order_by("-created_at", "-pk").first()
    if snapshot is None:
        raise RuleViolation(NOTHING_TO_MEASURE)
    html = paper.render_html(json.loads(snapshot.content), version=snapshot.number, sha256=snapshot.sha256)
    pages = rendering.render_pdf(html, created=snapshot.created_at).pages
    compile_once(snapshot)
    # Taken before the floor lays out in this process, which a worker never does
    memory = Amount("Peak memory of a worker and its layout process", peak_mebibytes(), "MiB", MEMORY_GOAL)
    speed = compare(
        "Compile: snapshot to stored files, warm",
        lambda: compile_once(snapshot),
        "WeasyPrint alone",
        lambda: layout.floor(html),
        goal=COMPILE_GOAL,
    )
    return Bench(f"{snapshot} ({pages} pages)", [speed, memory])


def compile_once(snapshot: Snapshot) -> None:
    """The whole work of a compile job. Its rows are rolled back; its files are the ones that the snapshot has."""
    now = timezone.now()
    with transaction.atomic():
        job = Job.objects.create(
            task="bench",
            key=f"snapshot:{snapshot.pk}",
            title="Bench",
            state=Job.State.RUNNING,
            attempt_token=uuid.uuid4(),
            lease_until=now + timedelta(minutes=5),
        )
        compiling.compile_snapshot(job, Progress(job))
        transaction.set_rollback(True)
