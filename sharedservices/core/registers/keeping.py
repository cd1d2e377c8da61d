"""The one write of every register."""

import json
from itertools import chain, count
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.text import slugify

from sharedservices.core.decisions import insist
from sharedservices.core.errors import Refused, RuleViolation
from sharedservices.core.registers.declared import Register, read, shown

SLUG_ROOM = 8  # for the number behind a slug that is taken


class Overtaken(RuleViolation):
    """Somebody saved the row since the writer opened it; `version` is the one that stands now."""

    def __init__(self, message: str, version: int) -> None:
        super().__init__(message)
        self.version = version


@transaction.atomic
def keep(*, register: Register, scope: Any, pk: int | None, by: Any, version: int, values: dict[str, Any]) -> Any:
    """Adds a row (`pk` None) or changes one, and notes who did. `version` is what the writer last saw.

    Locks the row, or for a new one the scope. Raises ValidationError for what the model refuses."""
    insist(register.may_keep(by, scope))
    row = _locked(register, scope, pk)
    if pk is not None and row.version != version:
        raise Overtaken(_overtaken(register, row, values, version), row.version)
    changed = [name for name in values if pk is None or _held(row, name) != _plain(values[name])]
    if not changed:
        return row
    many = {field.name for field in row._meta.many_to_many}
    for name in set(values) - many:
        setattr(row, name, values[name])
    _name(row)
    row.full_clean()
    register.check(row)
    row.save()
    for name in many & set(values):
        getattr(row, name).set(values[name])
    if not register.rows(by, scope).filter(pk=row.pk).exists():
        raise Refused("This would move the record out of your sight.")
    _note(register, row, by, changed, ADDITION if pk is None else CHANGE)
    return row


def _locked(register: Register, scope: Any, pk: int | None) -> Any:
    if pk is not None:
        rows: Any = register.within(register.model._default_manager.all(), scope)
        return rows.select_for_update(of=("self",)).get(pk=pk)
    if scope is not None:
        type(scope).objects.select_for_update().get(pk=scope.pk)
    return register.blank(scope)


def _held(row: Any, name: str) -> Any:
    return _plain(getattr(row, name))


def _plain(value: Any) -> Any:
    """Several rows compare by their keys."""
    if isinstance(value, models.Manager | models.QuerySet):
        return set(value.values_list("pk", flat=True))
    return value


def _name(row: Any) -> None:
    """A slug for a new row, from its name, free among the rows it must differ from."""
    if not hasattr(row, "slug") or row.slug:
        return
    room = row._meta.get_field("slug").max_length - SLUG_ROOM
    base = slugify(str(row))[:room].strip("-") or row._meta.model_name
    keys = next((item.fields for item in row._meta.constraints if "slug" in getattr(item, "fields", ())), ())
    beside = {name: getattr(row, name) for name in keys if name != "slug"}
    taken = set(type(row).objects.filter(slug__startswith=base, **beside).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in count(2))
    row.slug = next(slug for slug in chain([base], numbered) if slug not in taken)


def _note(register: Register, row: Any, by: Any, changed: list[str], flag: int) -> None:
    """In the log that the administration shows, too."""
    labels = [register.label(name) for name in changed if name in register.fields]
    message = [{"added": {}}] if flag == ADDITION else [{"changed": {"fields": labels}}]
    LogEntry.objects.create(
        user_id=by.pk,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=str(row)[:200],
        action_flag=flag,
        change_message=json.dumps(message),
    )


def _overtaken(register: Register, row: Any, values: dict[str, Any], version: int) -> str:
    """Who saved in between, and where the row now says something else than the writer."""
    entries = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk))
    recent = entries.select_related("user").order_by("-action_time", "-pk")[: max(row.version - version, 1)]
    who = " and ".join(dict.fromkeys(str(entry.user) for entry in recent)) or "Somebody else"
    differing = [name for name in register.fields if name in values and _held(row, name) != _plain(values[name])]
    now = "; ".join(f"{register.label(name)}: {shown(read(row, name))}" for name in differing)
    saved = f"Saved now, unlike yours: {now}." if now else "What is saved now is what you typed."
    return (
        f"{who} changed this {register.one} while you were writing. {saved} "
        "Your text is still below: saving it again puts it in place of theirs."
    )
