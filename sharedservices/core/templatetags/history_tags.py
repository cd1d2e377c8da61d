from typing import Any

from django import template

from sharedservices.core.history import seeing, telling

register = template.Library()


@register.filter
def history_url(row: Any) -> str:
    """The page of what became of a row; empty for one whose history is told to nobody."""
    return telling.address(row, row.pk) if row._meta.db_table in seeing.TOLD else ""
