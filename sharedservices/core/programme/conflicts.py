"""Rows that the file would change although somebody has changed them in the portal since the file was written."""

from collections.abc import Iterable
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
    known = entry.before is not None and entry.changed_at is not None and not entry.failed
    if exported_at is None or not known or entry.changed_at <= exported_at - MARGIN:
        return
    entry.conflict = entry.differences
    if entry.conflict and choice is not Conflicts.REPLACE:
        entry.cells, entry.values = entry.before, {}


def last_writers(entries: Iterable[Entry]) -> dict[tuple[str, int], str]:
    """Who changed the rows last, by table and primary key, as far as the log of changes says. A query per table."""
    changed = {(entry.table.name, entry.pk): entry for entry in entries}
    tables = {entry.table.name: entry.table for entry in changed.values()}
    writers = {}
    for name, table in tables.items():
        group = {str(pk): entry for (of, pk), entry in changed.items() if of == name}
        since = min(entry.changed_at for entry in group.values()) - MARGIN
        log = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(table.model), object_id__in=group, action_time__gte=since
        )
        for item in log.select_related("user").order_by("action_time", "pk"):
            entry = group[item.object_id]
            if abs(item.action_time - entry.changed_at) <= MARGIN:  # an older line tells of an older change
                writers[name, entry.pk] = str(item.user)
    return writers
