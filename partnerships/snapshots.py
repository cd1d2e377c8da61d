"""What a paper freezes of a partnership: members, meetings, decisions and actions, as plain values as at a day."""

from datetime import date
from typing import Any

from partnerships.models import Action, Decision, Meeting, Membership, Organisation, Partnership


def organisation(of: Organisation) -> dict[str, Any]:
    return {"slug": of.slug, "name": of.name}


def members(partnership: Partnership, *, on: date) -> list[dict[str, Any]]:
    """One query. Those who had joined and not left by that day."""
    rows = Membership.objects.filter(partnership=partnership).for_table()
    return [
        {**organisation(row.organisation), "role": row.role}
        for row in rows
        if (row.joined is None or row.joined.earliest <= on) and (row.left is None or row.left.latest >= on)
    ]


def meetings(partnership: Partnership, *, on: date) -> list[dict[str, Any]]:
    """One query. A meeting after that day was still planned on it, whatever became of it."""
    rows = Meeting.objects.filter(body__partnership=partnership).for_table()
    return [
        {
            "body": row.body.name,
            "date_words": row.date.words,
            "state_words": Meeting.State(row.state if row.date.earliest <= on else Meeting.State.PLANNED).label,
            "note": row.note,
        }
        for row in rows
    ]


def decisions(partnership: Partnership, *, on: date) -> list[dict[str, Any]]:
    """One query. Decisions of meetings whose day, or month, had begun."""
    rows = Decision.objects.filter(meeting__body__partnership=partnership).for_table()
    return [
        {"meeting": str(row.meeting), "number": row.number, "text": row.text, "condition": row.condition}
        for row in rows
        if row.meeting.date.earliest <= on
    ]


def actions(partnership: Partnership) -> list[dict[str, Any]]:
    """One query."""
    return [
        {
            "text": row.text,
            "owner": ", ".join(part for part in (row.owner_office, row.owner.name if row.owner else "") if part),
            "due_words": row.due.words if row.due else "",
            "state_words": row.get_state_display(),
        }
        for row in Action.objects.filter(partnership=partnership).for_table()
    ]
