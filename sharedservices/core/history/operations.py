"""The migration operation that lets the database keep a model's history."""

from typing import Any

from django.db import models
from django.db.migrations.operations.base import Operation

from sharedservices.core.history import sql

NO_PARTNERSHIP = "NULL::bigint"
ROOT = ("partnerships", "partnership")
STEP = "(SELECT {inner} FROM {field.related_model._meta.db_table} {row}_ WHERE {row}_.id = {row}.{field.column})"


class KeepHistory(Operation):
    """From here on, every change of the model's rows, and of its rows' links to others, is an event."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, name: str, *, without: tuple[str, ...] = ()) -> None:
        self.name, self.without = name, without

    def deconstruct(self) -> Any:
        return (type(self).__name__, [self.name], {"without": self.without} if self.without else {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, _from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.name)
        for table, partnership in _tables(model):
            schema_editor.execute(sql.keep(table, partnership, self.without), params=None)
            schema_editor.execute(sql.begin(table, partnership, self.without), params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = (from_state if (app_label, self.name) in from_state.models else to_state).apps.get_model(
            app_label, self.name
        )
        for table, _ in _tables(model):
            schema_editor.execute(sql.drop(table), params=None)

    def describe(self) -> str:
        return f"Keep the history of {self.name}"


def _tables(model: Any) -> list[tuple[str, str]]:
    through = [field.remote_field.through for field in model._meta.local_many_to_many]
    linked = [one for one in through if one._meta.auto_created]
    return [(one._meta.db_table, partnership_of(one)) for one in (model, *linked)]


def partnership_of(model: Any) -> str:
    """SQL for the partnership that the row `r` belongs to: along the keys it would be deleted with."""
    return _expression(model, "r") or NO_PARTNERSHIP


def _expression(model: Any, alias: str) -> str:
    if is_root(model):
        return f"{alias}.id"
    if direct := next((field for field in model._meta.fields if _belongs(field)), None):
        return f"{alias}.{direct.column}"
    above = [field for field in model._meta.fields if _is_owner(field) and field.related_model is not model]
    above.sort(key=lambda field: field.null)  # a key that may be empty says nothing of the rows where it is
    found = ((field, _expression(field.related_model, f"{alias}_")) for field in above)
    return next((STEP.format(inner=inner, field=field, row=alias) for field, inner in found if inner), "")


def _is_owner(field: Any) -> bool:
    return _on_delete(field) is models.CASCADE


def _belongs(field: Any) -> bool:
    return _on_delete(field) in (models.CASCADE, models.PROTECT) and is_root(field.related_model)


def _on_delete(field: Any) -> Any:
    return getattr(field.remote_field, "on_delete", None)


def is_root(model: Any) -> bool:
    return (model._meta.app_label, model._meta.model_name) == ROOT
