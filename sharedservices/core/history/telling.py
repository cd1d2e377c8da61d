"""Events in words: who, when, why, and each field as people read it. A query for each kind of row that is named."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from sharedservices.core.dates import FuzzyDate
from sharedservices.core.fields import FuzzyDateField, MoneyField, QualifierField
from sharedservices.core.history import seeing
from sharedservices.core.history.models import HistoryEvent
from sharedservices.core.history.wording import difference, replacement
from sharedservices.core.money import QualifiedMoney, Qualifier
from sharedservices.core.registers.declared import shown

UNTOLD = {"id", "created_at", "updated_at", "version"}
TITLES = ("name", "title", "text", "reference", "subject", "function", "heading", "label", "key", "period", "as_of")
DONE = {"added": "Added", "changed": "Changed", "removed": "Removed"}
State = Mapping[str, Any]


@dataclass(frozen=True)
class FieldChange:
    """`words` where something was replaced: both in one, marked; else what was added or removed."""

    label: str
    words: str | SafeString


@dataclass(frozen=True)
class Change:
    """An event as a page shows it. `what` names the row; `url` leads to its history while it is there."""

    event: HistoryEvent
    done: str
    kind: str
    what: str
    who: str
    at: datetime
    why: str
    url: str = ""
    fields: Sequence[FieldChange] = ()


@dataclass
class Names:
    """The names of all rows that some events mention: each kind of row is asked for once."""

    user: Any
    wanted: dict[type[models.Model], set[int]] = field(default_factory=lambda: defaultdict(set))
    found: dict[type[models.Model], dict[int, str]] = field(default_factory=dict)

    def want(self, model: Any, key: object) -> None:
        if isinstance(key, int):
            self.wanted[model].add(key)

    def fetch(self) -> None:
        for model, keys in self.wanted.items():
            self.found[model] = {row.pk: str(row) for row in self._rows(model).filter(pk__in=keys)}

    def _rows(self, model: Any) -> Any:
        """A row that is private to others has no name here. Loaded with what its name is made of."""
        told = seeing.TOLD.get(model._meta.db_table)
        rows = told.rows(self.user) if told and not told.whole else model._default_manager.all()
        return rows.for_table() if hasattr(rows, "for_table") else rows.select_related()

    def of(self, model: Any, key: object) -> str | None:
        return self.found.get(model, {}).get(key) if isinstance(key, int) else None


@dataclass(frozen=True)
class Seen:
    """What an event lets somebody see: the columns `told`, as they were before and after; None where there is none."""

    told: set[str]
    before: State | None
    after: State | None


def tell(events: Iterable[HistoryEvent], user: Any) -> list[Change]:
    """In the order they come. Each event says with `hides` whether what was before it is left out."""
    events = list(events)
    wholes = HistoryEvent.objects.wholes([event.pk for event in events if _wants_whole(event)])
    seen = [_seen(event, wholes.get(event.pk)) for event in events]
    names = Names(user)
    for event, what in zip(events, seen, strict=True):
        names.want(get_user_model(), event.user)
        names.want(_model(event), event.row)
        for one in _model(event)._meta.concrete_fields:
            for state in (what.before, what.after):
                if state and one.is_relation and one.column in what.told:
                    names.want(one.related_model, state.get(one.column))
    names.fetch()
    return [_change(event, what, names) for event, what in zip(events, seen, strict=True)]


def facts(model: Any, state: State, user: Any) -> list[FieldChange]:
    """A row's fields as a past state of it had them."""
    names = Names(user)
    for one in model._meta.concrete_fields:
        if one.is_relation:
            names.want(one.related_model, state.get(one.column))
    names.fetch()
    return _fields(Seen(set(state), None, state), model, names)


def _model(event: HistoryEvent) -> Any:
    return seeing.TOLD[event.table].model


def _wants_whole(event: HistoryEvent) -> bool:
    """A release is told as if the row came with it; a sum of money with the word that it was stated with."""
    if event.kind != HistoryEvent.Kind.CHANGED:
        return False
    money = any(isinstance(one, MoneyField) for one in _model(event)._meta.concrete_fields)
    return money or bool(getattr(event, "hides", False))


def _seen(event: HistoryEvent, whole: State | None) -> Seen:
    changed = {*(event.before or {}), *(event.after or {})}
    if whole is None:
        return Seen(changed, event.before, event.after)
    if getattr(event, "hides", False):
        return Seen(set(whole), None, whole)
    return Seen(changed, {**whole, **(event.before or {})}, whole)


def _change(event: HistoryEvent, seen: Seen, names: Names) -> Change:
    model = _model(event)
    name = names.of(model, event.row)
    if model._meta.auto_created:
        kind, name = f"link of {model._meta.auto_created._meta.verbose_name}", None
    else:
        kind = str(model._meta.verbose_name)
    return Change(
        event=event,
        done=DONE[event.kind],
        kind=kind,
        what=name or _title(event, model, names),
        who=_who(event, names),
        at=timezone.localtime(event.at),
        why=event.reason,
        url=address(model, event.row) if name else "",
        fields=_fields(seen, model, names),
    )


def address(model: Any, row: int) -> str:
    return reverse("history", args=[model._meta.model_name, row])


def _title(event: HistoryEvent, model: Any, names: Names) -> str:
    state = event.after or event.before or {}
    if model._meta.auto_created:
        return " and ".join(_words(one, state, names) for one in model._meta.concrete_fields if one.is_relation)
    named = next((str(state[name]) for name in TITLES if state.get(name)), f"number {event.row}")
    return f"{named} (no longer there)"


def _who(event: HistoryEvent, names: Names) -> str:
    if event.system == "history begins":
        return "Already there when the record of changes began"
    name = names.of(get_user_model(), event.user) or ("A former user" if event.user else "The portal")
    return f"{name}, by import {event.batch}" if event.batch else name


def _fields(event: Seen, model: Any, names: Names) -> list[FieldChange]:
    every = [one for one in model._meta.concrete_fields if _is_told(one, event)]
    return [change for one in every if (change := _field(event, one, names))]


def _is_told(one: Any, event: Seen) -> bool:
    if one.generated or one.name in UNTOLD or isinstance(one, QualifierField):
        return False
    return bool(event.told & {one.column, f"{one.column}_qualifier"})


def _field(event: Seen, one: Any, names: Names) -> FieldChange | None:
    label = "name in addresses" if isinstance(one, models.SlugField) else str(one.verbose_name)
    label = label[:1].upper() + label[1:]
    was, now = (None if state is None else _words(one, state, names) for state in (event.before, event.after))
    if was is not None and now is not None:
        marked = difference if _is_text(one) else replacement
        return FieldChange(label, marked(shown(was), shown(now)))
    only = was or now
    return FieldChange(label, only) if only else None


def _is_text(one: Any) -> bool:
    return isinstance(one, models.TextField | models.CharField) and not (
        one.flatchoices or isinstance(one, FuzzyDateField)
    )


def _words(one: Any, state: State, names: Names) -> str:
    """Empty for what is not stated."""
    value = state[one.column]
    if value is None or value == "":
        return ""
    if one.is_relation:
        return names.of(one.related_model, value) or f"number {value} (no longer there, or not for you to see)"
    if one.flatchoices:
        return str(dict(one.flatchoices).get(value, value))
    if isinstance(one, MoneyField):
        return _money(one, value, state)
    return _plain(one, value)


def _money(one: Any, value: Any, state: State) -> str:
    return str(QualifiedMoney(Decimal(value), Qualifier(state.get(f"{one.column}_qualifier", Qualifier.EXACT))))


def _plain(one: Any, value: Any) -> str:
    if isinstance(one, FuzzyDateField):
        return str(FuzzyDate.parse(value))
    if isinstance(one, models.DateTimeField):
        return f"{timezone.localtime(datetime.fromisoformat(value)):%-d %B %Y, %H:%M}"
    if isinstance(one, models.DateField):
        return f"{date.fromisoformat(value):%-d %B %Y}"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return shown(Decimal(value) if isinstance(one, models.DecimalField) else value)
