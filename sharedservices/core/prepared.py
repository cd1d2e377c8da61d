"""Queries of busy pages, compiled once: to put one together takes Django longer than its answer takes the database."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BooleanField, Expression, F, Func, QuerySet
from django.db.models.utils import create_namedtuple_class


class Given(Expression):
    """Stands in a query for a value that each run gives by this name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, Any]:
        return "%s", [self]


def one_of(column: str, keys: Expression) -> Func:
    """For `filter`: the column's value is among keys that are a list, such as one that each run gives."""
    template = "%(expressions)s)"
    return Func(F(column), keys, template=template, arg_joiner=" = ANY(", output_field=BooleanField())


class Compiled(NamedTuple):
    """`parameters` hold what is still to be given; `converters` make a field's value of a column."""

    sql: str
    parameters: Sequence[Any]
    row: Any
    compiler: Any
    converters: Any


class Prepared:
    """`Prepared(lambda: Model.objects.filter(parent=Given("parent")).values_list("pk", "name"))` is called with
    `parent=5` and gives named rows, as `values_list(named=True)` does. Keys are given, never rows of models."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self.build = build

    def __call__(self, **given: Any) -> list[Any]:
        compiled = self._compiled
        with connection.cursor() as cursor:
            parameters = [given[one.name] if isinstance(one, Given) else one for one in compiled.parameters]
            cursor.execute(compiled.sql, parameters)
            found = cursor.fetchall()
        return [compiled.row._make(values) for values in compiled.compiler.apply_converters(found, compiled.converters)]

    @cached_property
    def _compiled(self) -> "Compiled":
        rows: Any = self.build()
        compiler = rows.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column for column, _, _ in compiler.select])
        return Compiled(sql, parameters, create_namedtuple_class(*rows._fields), compiler, converters)
