"""From an entry to its model's row, and what the row by itself has against it."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError

from sharedservices.core.fields import ENDS_FIRST, ends_first, illegible
from sharedservices.core.models import TimeStampedModel
from sharedservices.core.programme import rules
from sharedservices.core.programme.columns import Reference, References
from sharedservices.core.programme.tables import Cells, Entry, Table

BOUNDS = {"min_value": "more", "max_value": "less"}


def row_of(entry: Entry) -> TimeStampedModel:
    if entry.instance is None:
        raise RuntimeError("A row is asked about before it is filled.")
    return entry.instance


def defaults(table: Table) -> Cells:
    cells = dict.fromkeys(table.by_name, "") | dict.fromkeys(table.extra, "")
    blanks = table.blanks.items()
    return cells | {name: table.by_name[name].format(value) for name, value in blanks if value not in (None, "")}


def filled(entry: Entry, instance: TimeStampedModel) -> TimeStampedModel:
    """The model's row with the file's values. References to rows that are yet to be written are set as objects."""
    for name in entry.changed:
        column = entry.table.by_name[name]
        target = entry.targets.get(name)
        if isinstance(column, References):
            continue
        if not isinstance(column, Reference):
            setattr(instance, column.attribute, entry.values[name])
        elif target and target.pk is None:
            setattr(instance, column.attribute, target.instance)
        else:
            setattr(instance, f"{column.attribute}_id", target.pk if target else None)
    if entry.table.build and not entry.failed:
        entry.table.build(instance, entry.cells)
    return instance


def faults(entry: Entry) -> list[tuple[str, str]]:
    """What is wrong with the row as a whole, if each of its cells is right; else what else is wrong with its cells."""
    found = list(_field_faults(entry))
    if found or entry.failed:
        return found
    return list(entry.table.check(entry)) or list(_rule_faults(entry)) or list(_order_faults(entry))


def _field_faults(entry: Entry) -> Iterator[tuple[str, str]]:
    """Faults that the model's own fields find; relations are left out, because each would ask the database."""
    read = [entry.table.by_name[name] for name in entry.values]
    columns = {column.attribute: column.name for column in read if not isinstance(column, Reference)}
    row = row_of(entry)
    others = {item.name for item in row._meta.get_fields()} - set(columns)
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        for attribute, errors in error.error_dict.items():
            yield columns[attribute], " ".join(message for item in errors for message in _plain(item))


def _plain(error: ValidationError) -> list[str]:
    """Django's own words, where they are plain."""
    if error.code in BOUNDS and error.params:
        return [f"This must be {error.params['limit_value']:,} or {BOUNDS[error.code]}."]
    return error.messages


def _rule_faults(entry: Entry) -> Iterator[tuple[str, str]]:
    for constraint, fields in rules.violations(row_of(entry)):
        blamed = [column.name for column in entry.table.columns if column.attribute in fields]
        empty = [name for name in blamed if not entry.cells[name]]
        message = str(constraint.get_violation_error_message())
        yield (empty[0] if empty else (blamed or [""])[-1]), message


def _order_faults(entry: Entry) -> Iterator[tuple[str, str]]:
    row, names = row_of(entry), {column.attribute: column.name for column in entry.table.columns}
    if end := ends_first(row):
        yield names[end], ENDS_FIRST
    if (found := illegible(row)) and found[0] in names:
        yield names[found[0]], found[1]
