"""Events in words: who, when, why, and each field as people read it. A query for each kind of row that is named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst

from sharedservices.core.dates import FuzzyDate
from sharedservices.core.fields import FuzzyDateField, MoneyField, QualifierField
from sharedservices.core.history import seeing
from sharedservices.core.history.models import HistoryEvent
from sharedservices.core.history.naming import APART, TITLES, Names, State, tells_apart
from sharedservices.core.history.wording import difference, replacement
from sharedservices.core.money import QualifiedMoney, Qualifier
from sharedservices.core.registers.declared import called, listed, shown

UNTOLD = {"id", "created_at", "updated_at", "version"}
LONGEST_TITLE = 100
DONE = {"added": "Added", "changed": "Changed", "removed": "Deleted"}
LINKED = DONE | {"removed": "Removed"}


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
        if not _is_link(event):
            names.want(_model(event), event.row)
        for state in (what.before, what.after):
            names.want_all(_model(event), {name: (state or {}).get(name) for name in what.told})
    names.fetch()
    gone = _gone(events, names)
    return [_change(event, what, names, gone.get(event.pk, {})) for event, what in zip(events, seen, strict=True)]


def _gone(events: list[HistoryEvent], names: Names) -> dict[int, State]:
    """Of events of rows that are not there any more, the rows as they left them: from these they are named."""
    nameless = [one for one in events if _is_link(one) or names.of(_model(one), one.row) is None]
    states: dict[int, State] = dict(HistoryEvent.objects.wholes([one.pk for one in nameless]))
    for one in nameless:
        states[one.pk] = {**states.get(one.pk, {}), **(one.before or {}), **(one.after or {})}
        names.want_all(_model(one), states[one.pk])
    names.fetch()
    return states


def facts(model: Any, state: State, user: Any) -> list[FieldChange]:
    """A row's fields as a past state of it had them."""
    names = Names(user)
    names.want_all(model, state)
    names.fetch()
    told = set(state) - seeing.TOLD[model._meta.db_table].notes_of(state)
    return _fields(Seen(told, None, state), model, names)


def _model(event: HistoryEvent) -> Any:
    return seeing.TOLD[event.table].model


def _is_link(event: HistoryEvent) -> bool:
    return bool(_model(event)._meta.auto_created)


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
        return Seen(set(whole) - seeing.TOLD[event.table].notes_of(whole), None, whole)
    return Seen(changed, {**whole, **(event.before or {})}, whole)


def _change(event: HistoryEvent, seen: Seen, names: Names, gone: State) -> Change:
    model = _model(event)
    owner = model._meta.auto_created
    name = None if owner else names.of(model, event.row)
    return Change(
        event=event,
        done=(LINKED if owner else DONE)[event.kind],
        kind=_link(owner, model) if owner else called(model),
        what=name or _title(model, gone, names),
        who=_who(event, names),
        at=timezone.localtime(event.at),
        why=event.reason,
        url=address(model, event.row) if name else "",
        fields=_fields(seen, model, names),
    )


def _link(owner: Any, model: Any) -> str:
    """As "projects of outside programme"."""
    link = next(one for one in owner._meta.local_many_to_many if one.remote_field.through is model)
    return f"{link.verbose_name} of {called(owner)}"


def address(model: Any, row: int) -> str:
    return reverse("history", args=[model._meta.model_name, row])


def _title(model: Any, state: State, names: Names) -> str:
    """What a row was called that is not there any more."""
    every = [one for one in model._meta.concrete_fields if state.get(one.column) is not None]
    owners = [name for one in every if tells_apart(one) and (name := names.of(one.related_model, state[one.column]))]
    if model._meta.auto_created:
        return " and ".join(owners)
    said = {one.name: _words(one, state, names) for one in every if one.name in (*TITLES, *APART)}
    title, apart = (next((said[name] for name in some if said.get(name)), "") for some in (TITLES, APART))
    words = Truncator(title or ", ".join(filter(None, [*owners, apart]))).chars(LONGEST_TITLE)
    return f"{words} (no longer there)" if words else "no longer there"


def _who(event: HistoryEvent, names: Names) -> str:
    if event.system == "history begins":
        return "Already there when the record of changes began"
    name = names.of(get_user_model(), event.user) or ("a former user" if event.user else _portal(event))
    return f"By {name}, in import {event.batch}" if event.batch else f"By {name}"


def _portal(event: HistoryEvent) -> str:
    """With the command that somebody gave it on the server."""
    command = event.system.removeprefix("manage.py ")
    return "the portal" if command == event.system else f"the portal (command {command})"


def _fields(event: Seen, model: Any, names: Names) -> list[FieldChange]:
    every = [one for one in model._meta.concrete_fields if _is_told(one, event)]
    return [change for one in every if (change := _field(event, one, model, names))]


def _is_told(one: Any, event: Seen) -> bool:
    if one.generated or one.name in UNTOLD or isinstance(one, QualifierField):
        return False
    return bool(event.told & {one.column, f"{one.column}_qualifier"})


def _field(event: Seen, one: Any, model: Any, names: Names) -> FieldChange | None:
    label = _label(one, model)
    was, now = (None if state is None else _words(one, state, names) for state in (event.before, event.after))
    if was is not None and now is not None:
        marked = difference if _is_text(one) and was and now else replacement
        return FieldChange(label, marked(shown(was), shown(now)))
    only = was or now
    return FieldChange(label, only) if only else None


def _label(one: Any, model: Any) -> str:
    """As the pages call the field."""
    if label := dict(seeing.TOLD[model._meta.db_table].labels).get(one.name):
        return label
    if isinstance(one, models.SlugField):
        return "Name in web addresses"
    is_link = model._meta.auto_created and one.name == one.related_model._meta.model_name
    return capfirst(called(one.related_model) if is_link else one.verbose_name)


def _is_text(one: Any) -> bool:
    return isinstance(one, models.TextField | models.CharField) and not (
        one.flatchoices or isinstance(one, FuzzyDateField)
    )


def _words(one: Any, state: State, names: Names) -> str:
    """Empty for what is not stated."""
    value = state.get(one.column)
    if value is None or value == "":
        return ""
    if one.is_relation:
        return names.of(one.related_model, value) or "No longer there, or not for you to see"
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
    if isinstance(value, list):
        meanings = dict(getattr(one, "base_field", one).flatchoices)
        return listed(meanings.get(item, item) for item in value)
    return shown(Decimal(value) if isinstance(one, models.DecimalField) else value)
