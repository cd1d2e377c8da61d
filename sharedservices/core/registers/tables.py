"""A register's rows as a table, in finished words."""

from dataclasses import dataclass
from typing import Any

from sharedservices.core.registers.declared import Column, Register, shown


@dataclass(frozen=True)
class Row:
    """A line of a table, in finished words."""

    url: str
    edit_url: str
    name: str
    cells: list[tuple[str, bool]]


def table(register: Register, scope: Any, rows: Any, *, may_keep: bool, leave_out: str = "") -> dict[str, Any]:
    columns = register.shown_columns(leave_out)
    return {
        "caption": register.title,
        "columns": columns,
        "rows": [_row(register, scope, row, columns, may_keep=may_keep) for row in rows],
        "may_keep": may_keep,
    }


def _row(register: Register, scope: Any, row: Any, columns: list[Column], *, may_keep: bool) -> Row:
    cells = [(shown(column.value(row)), column.numeric) for column in columns]
    return Row(
        url=register.page_of(row, scope),
        edit_url=register.url("edit", scope, row.pk) if may_keep else "",
        name=cells[0][0],
        cells=cells,
    )
