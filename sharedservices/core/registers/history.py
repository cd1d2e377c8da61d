"""Who changed a record, when, and what of it: from the log that the administration keeps, too."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType

SHOWN = 20
SAME_MOMENT = timedelta(minutes=1)  # between a save and its note


@dataclass(frozen=True)
class Change:
    at: datetime
    by: str
    what: str


def entries(row: Any) -> Any:
    """Newest first, with who."""
    kind = ContentType.objects.get_for_model(row)
    rows = LogEntry.objects.filter(content_type=kind, object_id=str(row.pk))
    return rows.select_related("user").order_by("-action_time", "-pk")


def changes(row: Any) -> list[Change]:
    """The newest changes. An import notes its rows in its own receipt, so here it shows by the row's times only."""
    noted = list(entries(row)[:SHOWN])
    found = [Change(entry.action_time, str(entry.user), entry.get_change_message()) for entry in noted]
    begun = any(entry.action_flag == ADDITION for entry in noted)
    last = found[0].at if found else row.created_at
    if row.updated_at > last + SAME_MOMENT:
        found.insert(0, Change(row.updated_at, "", "Changed by an import."))
    if not begun and len(noted) < SHOWN:
        found.append(Change(row.created_at, "", "Added by an import."))
    return found
