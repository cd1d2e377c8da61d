"""Whether a record that is about to be saved would stand above itself."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

from sharedservices.core import circles
from sharedservices.core.errors import RuleViolation


def refuse_circle(row: Any, field: str, link: str) -> None:
    """Of a record whose `field` names the one above it; `link` words one step. A query per step up."""
    key = f"{field}_id"

    def above(pk: int) -> list[int]:
        if pk == row.pk:
            return [getattr(row, key)] if getattr(row, key) else []
        return list(type(row)._default_manager.filter(pk=pk, **{f"{key}__isnull": False}).values_list(key, flat=True))

    if row.pk is not None:
        refuse_way_round(type(row), row.pk, above, field=field, link=link)


def refuse_way_round(model: Any, start: int, above: Callable[[int], Iterable[int]], *, field: str, link: str) -> None:
    """Holds the one place among such checks of a model until the transaction ends: of two who would close a circle
    together, the second sees what the first saved."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"circles of {model._meta.label}"])
    if way := circles.circle(start, above):
        names = model._default_manager.in_bulk(way)
        raise RuleViolation(circles.told([names[pk] for pk in way], link), field=field)
