"""The database's check constraints, asked in Python without a query per row.

Only what the models use is understood; where a condition has more in it, the answer is left to the database.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import CheckConstraint, F, Func, GeneratedField, Model, Q

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "exact": lambda left, right: left == right,
    "in": lambda left, right: left in right,
    "gt": lambda left, right: left > right,
    "gte": lambda left, right: left >= right,
    "lt": lambda left, right: left < right,
    "lte": lambda left, right: left <= right,
}
ENDS = {"fuzzy_earliest": "earliest", "fuzzy_latest": "latest"}


class _Undecided(Exception):
    """The condition has something in it that only the database can answer."""


def violations(instance: Model) -> Iterator[tuple[CheckConstraint, set[str]]]:
    """The check constraints that the row breaks, each with the fields that break it."""
    for constraint in instance._meta.constraints:
        if isinstance(constraint, CheckConstraint) and isinstance(constraint.condition, Q):
            try:
                broken = holds(constraint.condition, instance) is False
            except _Undecided:
                continue
            if broken:
                yield constraint, _blame(constraint.condition, instance)


def holds(condition: Q, instance: Model) -> bool | None:
    """SQL's answer: true, false, or unknown because of an empty value."""
    answers = [_child(child, instance) for child in condition.children]
    if condition.connector == Q.XOR:
        raise _Undecided
    decisive = condition.connector == Q.OR
    answer = decisive if decisive in answers else None if None in answers else not decisive
    if condition.negated:
        return not answer
    return answer


def _child(child: Any, instance: Model) -> bool | None:
    if isinstance(child, Q):
        return holds(child, instance)
    if not isinstance(child, tuple) or _is_worked_out(child[1]):
        raise _Undecided
    name, lookup = _split(child[0])
    value = _value(instance, name)
    other = _value(instance, _name(child[1])) if isinstance(child[1], F) else child[1]
    if lookup == "isnull" or (lookup == "exact" and other is None):
        return (value is None) is (True if lookup == "exact" else other)
    if lookup not in COMPARE:
        raise _Undecided
    return None if value is None or other is None else COMPARE[lookup](value, other)


def _is_worked_out(value: Any) -> bool:
    return hasattr(value, "resolve_expression") and not isinstance(value, F)


def _split(path: str) -> tuple[str, str]:
    name, _, lookup = path.partition("__")
    return name, lookup or "exact"


def _value(instance: Model, name: str) -> Any:
    field: Any = instance._meta.get_field(name)
    if isinstance(field, GeneratedField):
        function = _function(field)
        if function not in ENDS:
            raise _Undecided
        source = getattr(instance, _source(field))
        return source and getattr(source, ENDS[function])
    if field.is_relation and field.is_cached(instance):
        return field.get_cached_value(instance)
    return getattr(instance, field.attname)


def _source(field: Any) -> str:
    """The field that a generated field is worked out from."""
    return _name(field.expression.get_source_expressions()[0])


def _function(field: Any) -> str | None:
    return field.expression.extra.get("function") if isinstance(field.expression, Func) else None


def _name(reference: Any) -> str:
    """The field that an F names."""
    return reference.name


def _blame(condition: Q, instance: Model) -> set[str]:
    """Fields of the parts that are false: all of an "or", the false ones of an "and", everything under a "not"."""
    fields: set[str] = set()
    for child in condition.children:
        if isinstance(child, Q):
            if condition.negated or holds(child, instance) is False:
                fields |= _blame(child, instance)
        elif condition.negated or _child(child, instance) is False:
            fields |= {_field(instance, name) for name in _names(child)}
    return fields


def _names(leaf: Any) -> list[str]:
    return [_split(leaf[0])[0], *([_name(leaf[1])] if isinstance(leaf[1], F) else [])]


def _field(instance: Model, name: str) -> str:
    field = instance._meta.get_field(name)
    return _source(field) if isinstance(field, GeneratedField) else name
