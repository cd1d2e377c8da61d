"""A register's rows as a table, in finished words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sharedservices.core.registers.declared import Column, Register, shown


@dataclass(frozen=True)
class Row:
    """A line of a table, in finished words. Without an address it leads nowhere: what it tells of is not there."""

    url: str
    edit_url: str
    name: str
    cells: list[tuple[str, bool]]


def table(
    register: Register,
    scope: Any,
    rows: Any,
    *,
    may_keep: bool,
    leave_out: str = "",
    address: Callable[[Any], str] | None = None,
) -> dict[str, Any]:
    """`address` gives that of a row, where it is not simply its page."""
    columns = register.shown_columns(leave_out)
    address = address or (lambda row: register.page_of(row, scope))
    return {
        "caption": register.title,
        "columns": columns,
        "rows": [_row(register, scope, row, columns, url=address(row), may_keep=may_keep) for row in rows],
        "may_keep": may_keep,
    }


def _row(register: Register, scope: Any, row: Any, columns: list[Column], *, url: str, may_keep: bool) -> Row:
    cells = [(shown(column.value(row)), column.numeric) for column in columns]
    return Row(
        url=url,
        edit_url=register.url("edit", scope, row.pk) if may_keep else "",
        name=cells[0][0],
        cells=cells,
    )
