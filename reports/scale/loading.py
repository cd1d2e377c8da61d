"""Generated rows into PostgreSQL by COPY: all of them or none, and never more than one batch in memory."""

import io
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Field, Model
from psycopg2.sql import SQL, Composed, Identifier

from partnerships.models import Partnership
from reports.scale.ids import Ids
from reports.scale.plan import Plan
from reports.scale.size import LAST_DAY
from reports.scale.tables import TABLES, Table
from sharedservices.core.acting import as_owner
from sharedservices.core.errors import RuleViolation

BATCH = 20_000  # rows
WRITTEN_AT = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, tzinfo=UTC)
NULL = "\\N"


@dataclass(frozen=True)
class Loaded:
    name: str
    rows: int
    seconds: float


def load(plan: Plan) -> Iterator[Loaded]:
    """Table by table, in one transaction that is committed after the last one is taken."""
    with as_owner(keep_history=False), transaction.atomic(), connection.cursor() as cursor:
        if Partnership.objects.filter(slug__startswith="scale-").exists():
            raise RuleViolation("This database has generated programmes already. Take an empty one.")
        names = _names(table.model._meta.db_table for table in TABLES)
        cursor.execute(SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(names))
        # References are checked batch by batch: left to the end, they would pile up in the server's memory
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        ids = {table.model: _first_id(cursor, table.model) for table in TABLES}
        for table in TABLES:
            start = time.perf_counter()
            count = _copy(cursor, table, plan, ids)
            yield Loaded(table.name, count, time.perf_counter() - start)
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in TABLES]):
            cursor.execute(statement)
        cursor.execute(SQL("ANALYZE {}").format(names))


def lines(table: Table, plan: Plan, ids: Ids) -> Iterator[str]:
    """The table's rows as COPY reads them. No value of ours has a tab, a line end or a backslash."""
    rest = "".join(f"\t{_text(_default(field))}" for field in _unnamed(table))
    for number, row in enumerate(table.rows(plan, ids), start=ids[table.model]):
        yield f"{number}\t" + "\t".join([NULL if value is None else str(value) for value in row]) + rest + "\n"


def _copy(cursor: Any, table: Table, plan: Plan, ids: Ids) -> int:
    columns = ["id", *table.columns.split(), *(str(field.column) for field in _unnamed(table))]
    statement = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table.model._meta.db_table), _names(columns))
    rows, count = lines(table, plan, ids), 0
    while batch := list(islice(rows, BATCH)):
        cursor.copy_expert(statement, io.StringIO("".join(batch)))
        count += len(batch)
    return count


def _unnamed(table: Table) -> list[Field]:
    """Fields that the generator leaves to their defaults; generated columns are PostgreSQL's own."""
    given = {"id", *table.columns.split()}
    fields = [field for field in table.model._meta.concrete_fields if field.column not in given]
    return [field for field in fields if not getattr(field, "generated", False)]


def _default(field: Field) -> Any:
    moment = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return WRITTEN_AT if moment else field.get_db_prep_save(field.get_default(), connection)


def _text(value: Any) -> str:
    return NULL if value is None else str(value)


def _first_id(cursor: Any, model: type[Model]) -> int:
    cursor.execute(SQL("SELECT coalesce(max(id), 0) + 1 FROM {}").format(Identifier(model._meta.db_table)))
    first: int = cursor.fetchone()[0]
    return first


def _names(names: Iterable[str]) -> Composed:
    return SQL(", ").join(map(Identifier, names))
