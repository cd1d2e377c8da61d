"""The one write of every register."""

import json
from collections.abc import Iterable
from itertools import chain, count
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, models, transaction
from django.utils.text import slugify

from sharedservices.core.acting import saying
from sharedservices.core.decisions import insist
from sharedservices.core.errors import Refused, RuleViolation, is_busy
from sharedservices.core.fields import ENDS_FIRST, ends_first, illegible
from sharedservices.core.registers import history
from sharedservices.core.registers.declared import Facts, Register, read, shown

WAIT = "Somebody is writing here, or importing, at this moment. Nothing is saved yet: try again in a minute."
SLUG_ROOM = 8  # for the number behind a slug that is taken


class Overtaken(RuleViolation):
    """Somebody saved the row since the writer opened it; `version` is the one that stands now."""

    def __init__(self, message: str, version: int) -> None:
        super().__init__(message)
        self.version = version


@transaction.atomic
def keep(
    *, register: Register, scope: Any, pk: int | None, by: Any, version: int, values: dict[str, Any], why: str = ""
) -> Any:
    """Adds a row (`pk` None) or changes one, and notes who did. `version` is what the writer last saw; `why` goes to
    the row's history.

    Locks the scope and the row. Raises ValidationError for what the model refuses."""
    row = locked(register, scope, pk)
    insist(register.may_keep(by, scope) if pk is None else register.may_change(by, scope, row))
    if pk is not None and row.version != version:
        raise Overtaken(_overtaken(register, row, values, version), row.version)
    changed = [name for name in values if pk is None or _held(row, name) != _plain(values[name])]
    if not changed:
        return row
    with saying(reason=why):
        _write(register, row, values)
    if not register.rows(by, scope).filter(pk=row.pk).exists():
        raise Refused("This would move the record out of your sight.")
    labels = [register.label(name) for name in changed if name in register.fields]
    done = {"added": {}} if pk is None else {"changed": {"fields": labels}}
    note(row, by, ADDITION if pk is None else CHANGE, json.dumps([done]))
    return row


def _write(register: Register, row: Any, values: dict[str, Any]) -> None:
    many = {field.name for field in row._meta.many_to_many}
    for name in set(values) - many:
        setattr(row, name, values[name])
    _name(row, register.reserved)
    row.full_clean()
    if found := illegible(row):
        raise RuleViolation(found[1], field=found[0])
    if end := ends_first(row):
        raise RuleViolation(ENDS_FIRST, field=end)
    register.check(row)
    row.save()
    for name in many & set(values):
        getattr(row, name).set(values[name])
    register.check_linked(row)


def locked(register: Register, scope: Any, pk: int | None) -> Any:
    """The row, or a new one. Locks the scope first: of two who write in it, the second sees what the first saved."""
    try:
        if scope is not None:
            type(scope).objects.select_for_update(no_key=True).get(pk=scope.pk)
        if pk is None:
            return register.blank(scope)
        rows: Any = register.within(register.model._default_manager.all(), scope)
        row = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    except OperationalError as error:
        if is_busy(error):
            raise RuleViolation(WAIT) from error
        raise
    if row is None:
        raise RuleViolation(f"Somebody deleted this {register.one} meanwhile. Copy what you need from this page.")
    return row


def _held(row: Any, name: str) -> Any:
    return _plain(getattr(row, name))


def _plain(value: Any) -> Any:
    """Several rows compare by their keys."""
    if isinstance(value, models.Manager | models.QuerySet):
        return set(value.values_list("pk", flat=True))
    return value


def _name(row: Any, reserved: Iterable[str]) -> None:
    """A slug for a new row, from its short name, free among the rows it must differ from and the words kept back."""
    if not hasattr(row, "slug") or row.slug:
        return
    room = row._meta.get_field("slug").max_length - SLUG_ROOM
    base = slugify(getattr(row, "short_name", "") or str(row))[:room].strip("-") or row._meta.model_name
    keys = next((item.fields for item in row._meta.constraints if "slug" in getattr(item, "fields", ())), ())
    beside = {name: getattr(row, name) for name in keys if name != "slug"}
    taken = set(reserved) | set(
        type(row).objects.filter(slug__startswith=base, **beside).values_list("slug", flat=True)
    )
    numbered = (f"{base}-{number}" for number in count(2))
    row.slug = next(slug for slug in chain([base], numbered) if slug not in taken)


def note(row: Any, by: Any, flag: int, message: str) -> None:
    """In the log that the administration shows, too."""
    LogEntry.objects.create(
        user_id=by.pk,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=str(row)[:200],
        action_flag=flag,
        change_message=message,
    )


def _overtaken(register: Register, row: Any, values: dict[str, Any], version: int) -> str:
    """Who saved in between, and where the row now says something else than the writer."""
    recent = history.entries(row)[: max(row.version - version, 1)]
    who = " and ".join(dict.fromkeys(str(entry.user) for entry in recent)) or "Somebody else"
    differing = [name for name in register.fields if name in values and _held(row, name) != _plain(values[name])]
    return overtaken(who, register.one, [(register.label(name), read(row, name)) for name in differing])


def overtaken(who: str, one: str, differing: Facts) -> str:
    """What the second of two writers is told; `differing` is what stands now where they typed something else."""
    now = "; ".join(f"{label}: “{shown(value)}”" for label, value in differing)
    stop = "" if now.endswith(".”") else "."
    saved = f"Saved now, unlike yours: {now}{stop}" if now else "What is saved now is what you typed."
    return (
        f"{who} changed this {one} while you were writing. {saved} "
        "Your text is still below, and nothing of it is saved yet. Save again to put it in place of theirs."
    )
