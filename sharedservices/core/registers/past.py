"""The page of a record as it stood at the end of a day."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from sharedservices.core.errors import RuleViolation
from sharedservices.core.registers.declared import Register
from sharedservices.core.registers.tables import table


def context(register: Any, scope: Any, row: Any, day: date, user: Any) -> dict[str, Any]:
    """Of a record that this person sees today; without what could be done with it."""
    try:
        then = register.past(row, day, user)
    except RuleViolation as unknown:
        return {"as_at": day, "unknown": unknown.message}
    parts = ((child, then.parts.get(child.slug, [])) for child in register.children)
    return {
        "as_at": day,
        "object": then.row,
        "details": register.stated(then.row) + then.facts,
        "parts": [
            {"register": child, "table": past_table(child, scope, rows, day, user, leave_out=child.parent)}
            for child, rows in parts
        ],
    }


def past_table(
    register: Register, scope: Any, rows: list[Any], day: date, user: Any, *, leave_out: str = ""
) -> dict[str, Any]:
    """Rows as they were. Each leads to its page, on the same day if it can, unless it is not there any more."""
    found = register.rows(user, scope).filter(pk__in=[row.pk for row in rows])
    there = set(found.values_list("pk", flat=True)) if rows else set()
    query = f"?{urlencode({'as_at': day})}" if register.past else ""

    def address(row: Any) -> str:
        return f"{register.page_of(row, scope)}{query}" if row.pk in there else ""

    return table(register, scope, rows, may_keep=False, leave_out=leave_out, address=address)
