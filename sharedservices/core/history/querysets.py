import json
from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from django.db import connection, models

from sharedservices.core.querysets import Row, ScopedQuerySet

WHOLES = """
SELECT e.id, (SELECT history_merged(h.after ORDER BY h.id) FROM core_historyevent h
  WHERE h."table" = e."table" AND h."row" = e."row" AND h.id <= e.id)
FROM core_historyevent e WHERE e.id = ANY (%(keys)s)
"""
AS_AT = """
SELECT "row", history_merged(after ORDER BY id) FROM core_historyevent
WHERE "table" = %(table)s AND at < %(moment)s AND {of}
GROUP BY "row" HAVING (array_agg(kind ORDER BY id DESC))[1] <> 'removed'
"""
ROW_AS_AT = AS_AT.format(of='"row" = %(row)s')
ROWS_AS_AT = AS_AT.format(of="partnership = %(partnership)s")
THESE_AS_AT = AS_AT.format(of='partnership = %(partnership)s AND "row" = ANY (%(rows)s)')


def _states(statement: str, **values: Any) -> dict[int, dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {key: json.loads(text, parse_float=Decimal) for key, text in cursor.fetchall()}


class HistoryEventQuerySet(ScopedQuerySet[Row]):
    def of(self, row: models.Model) -> Self:
        """Of one row, oldest first. Whoever asks sees the row itself."""
        return self.filter(table=row._meta.db_table, row=row.pk).order_by("pk")

    def since(self, moment: datetime) -> Self:
        return self.filter(at__gte=moment)

    def until(self, moment: datetime) -> Self:
        return self.filter(at__lt=moment)

    def wholes(self, keys: list[int]) -> dict[int, dict[str, Any]]:
        """The whole row as each of these events left it: one query, or none."""
        if not keys:
            return {}
        return _states(WHOLES, keys=keys)

    def rows_as_at(
        self, table: str, moment: datetime, *, partnership: int, rows: list[int] | None = None
    ) -> dict[int, dict[str, Any]]:
        """The rows of a table, or these of them, that a partnership had at a moment, each as it was then: one query."""
        statement = ROWS_AS_AT if rows is None else THESE_AS_AT
        return _states(statement, table=table, moment=moment, partnership=partnership, rows=rows)

    def row_as_at(self, table: str, moment: datetime, *, row: int) -> dict[str, Any] | None:
        """None when the row was not there."""
        return _states(ROW_AS_AT, table=table, moment=moment, row=row).get(row)


class HistoryLinkQuerySet(ScopedQuerySet[Row]):
    def of(self, chain: int) -> Self:
        """The sealed links of a chain, in their order."""
        return self.filter(chain=chain, number__gt=0).order_by("number")

    def heads(self) -> Any:
        """The last link of every chain."""
        return self.exclude(number=None).order_by("chain", "-number").distinct("chain")
