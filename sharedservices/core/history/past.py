"""Rows as they were at the end of a day: read from history, not from their tables."""

from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.utils import timezone

from sharedservices.core.errors import RuleViolation
from sharedservices.core.formfields import DayField
from sharedservices.core.history.models import HistoryEvent

EARLIER = "The record of changes begins on {begun}: how this stood at the end of {day} was not recorded."
ABSENT = "This was not in the portal at the end of {day}: it was recorded later."
TO_COME = "{day} has not come yet. Choose today or a day before."
Row = TypeVar("Row", bound=models.Model)


class AsAtForm(forms.Form):
    """Asks for the day whose end a page is to show: none in the address of a page as it is now."""

    as_at = DayField(
        label="Show it as at the end of a day",
        help_text="For example 1 November 2026 or 1/11/2026.",
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={"required": "Write a day, like 1 November 2026"},
    )

    def __init__(self, given: Any, *, today: date) -> None:
        super().__init__(given if "as_at" in given else None)
        self.today = today

    def clean_as_at(self) -> date:
        day: date = self.cleaned_data["as_at"]
        if day > self.today:
            raise forms.ValidationError(TO_COME.format(day=words(day)))
        return day


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def as_at(row: Row, day: date) -> Row:
    """The row as it was at the end of a day. RuleViolation, in words, for a day of which nothing is known."""
    state = HistoryEvent.objects.row_as_at(row._meta.db_table, end_of(day), row=row.pk)
    if state is None:
        raise RuleViolation(unknown(row, day))
    return restored(type(row), state)


def unknown(row: models.Model, day: date) -> str:
    """Why nothing can be shown of a day."""
    first = HistoryEvent.objects.of(row).first()
    begun = first is not None and first.system == "history begins"
    since = timezone.localtime(first.at) if first else timezone.localtime()
    return (EARLIER if begun else ABSENT).format(begun=words(since), day=words(day))


def all_as_at(model: type[Row], day: date, *, partnership: int, **of: Any) -> list[Row]:
    """Every row of a partnership that was there at the end of a day, and had these values then. One query."""
    states = HistoryEvent.objects.rows_as_at(model._meta.db_table, end_of(day), partnership=partnership)
    found = [state for state in states.values() if all(state.get(name) == value for name, value in of.items())]
    return [restored(model, state) for state in found]


def join(rows: list[Row], name: str, day: date, *, partnership: int) -> list[Row]:
    """Gives each row what its key `name` named, as that was at the end of the day. A row whose key named something
    outside the partnership is left out, or names nothing if it may. One query, or none."""
    if not rows:
        return rows
    key: Any = rows[0]._meta.get_field(name)
    wanted = sorted({getattr(row, key.attname) for row in rows} - {None})
    model, found = key.related_model, {}
    if wanted:
        table, moment = model._meta.db_table, end_of(day)
        states = HistoryEvent.objects.rows_as_at(table, moment, partnership=partnership, rows=wanted)
        found = {pk: restored(model, state) for pk, state in states.items()}
    kept = [row for row in rows if key.null or getattr(row, key.attname) in found]
    for row in kept:
        setattr(row, name, found.get(getattr(row, key.attname)))
    return kept


def restored(model: type[Row], state: dict[str, Any]) -> Row:
    """What the table has got since has its default; what it has lost is left out. Never saved."""
    columns = model._meta.concrete_fields
    return model.from_db("default", [one.attname for one in columns], [_value(one, state) for one in columns])


def _value(one: Any, state: dict[str, Any]) -> Any:
    if one.column not in state:
        return None if one.generated else one.get_default()
    return (one.output_field if one.generated else one).to_python(state[one.column])


def words(day: date) -> str:
    return f"{day:%-d %B %Y}"
