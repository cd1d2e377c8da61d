"""Rows that the file would change although somebody has changed them in the portal since the file was written."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from sharedservices.core.programme.tables import Entry

# A transaction that was open while the file was written was not seen by it, and yet its rows say an earlier moment than
# the file. The settings end statements after 30 seconds and idle transactions after 60.
MARGIN = timedelta(minutes=1)


class Conflicts(StrEnum):
    """What is to become of such rows."""

    REPORT = "report"
    KEEP = "keep"
    REPLACE = "replace"


def note(entry: Entry, *, exported_at: datetime | None, choice: Conflicts) -> None:
    """Marks the entry when it is one, and takes its changes back unless the file's row is to replace the portal's."""
    before, changed_at = entry.before, entry.changed_at
    if exported_at is None or before is None or changed_at is None or entry.failed:
        return
    entry.conflict = entry.differences if changed_at > exported_at - MARGIN else []
    if entry.conflict and choice is not Conflicts.REPLACE:
        entry.cells, entry.values = before, {}


def last_writers(entries: Iterable[Entry]) -> dict[tuple[str, int], str]:
    """Who changed the rows last, by table and primary key, as far as the log of changes says. A query per table."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.table.name, []).append(entry)
    return {(name, pk): writer for name, group in groups.items() for pk, writer in _writers(group)}


def _writers(entries: list[Entry]) -> Iterator[tuple[int, str]]:
    moments = {str(entry.pk): entry.changed_at for entry in entries if entry.changed_at}
    log = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(entries[0].table.model),
        object_id__in=moments,
        action_time__gte=min(moments.values()) - MARGIN,
    )
    for line in log.select_related("user").order_by("action_time", "pk"):
        key = line.object_id or ""
        if abs(line.action_time - moments[key]) <= MARGIN:  # an older line tells of an older change
            yield int(key), str(line.user)
