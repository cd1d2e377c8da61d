"""On whose behalf the database is asked.

Every transaction tells PostgreSQL who acts (`core.postgres`): its policies decide by it which private rows there are,
and its history records it. Nobody acts until somebody says so, and nobody sees no private row. Said in one place each
for pages (`middleware`), the API (`api.viewsets`), tasks (`sharedservices.celery`) and commands (`manage.py`).
"""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, replace
from enum import Enum

from django.db import connections


@dataclass(frozen=True)
class Actor:
    """A person by their key, or a command or task that acts for the portal itself (`system`), and in which course.

    Through an API `token` a person acts with less than what they hold. `request` is the id of the web request, `batch`
    the import, `reason` why, in a person's words.
    """

    user: int | None = None
    token: int | None = None
    system: str = ""
    request: str = ""
    batch: int | None = None
    reason: str = ""

    def as_setting(self) -> str:
        return json.dumps({name: value for name, value in asdict(self).items() if value})


NOBODY = Actor()
_current: ContextVar[Actor] = ContextVar("actor", default=NOBODY)


def current() -> Actor:
    return _current.get()


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Everything inside is done by this actor, and by nobody else."""
    before = _current.get()
    become(actor)
    try:
        yield
    finally:
        become(before)


def saying(*, reason: str, batch: int | None = None) -> AbstractContextManager[None]:
    """The present actor, with a reason added and, for an import, the key of its batch."""
    actor = replace(_current.get(), reason=reason)
    return acting(actor if batch is None else replace(actor, batch=batch))


def become(actor: Actor) -> None:
    """From here on, and for the transaction that is open: for those who are inside `acting` already."""
    _current.set(actor)
    for connection in connections.all(initialized_only=True):
        connection.tell_actor()  # type: ignore[attr-defined]


class Rights(Enum):
    """With which rights the database is asked: the portal's own, unless a command says otherwise."""

    PORTAL = "portal"
    OWNER = "owner"
    OWNER_WITHOUT_HISTORY = "owner without history"


_rights: ContextVar[Rights] = ContextVar("rights", default=Rights.PORTAL)


@contextmanager
def as_owner(*, keep_history: bool = True) -> Iterator[None]:
    """With the rights of the schema's owner, for what changes the schema: never in a request or a task.

    Without history only for rows that are no record of anything: generated ones, or those of a test.
    """
    token = _rights.set(Rights.OWNER if keep_history else Rights.OWNER_WITHOUT_HISTORY)
    _take_rights()
    try:
        yield
    finally:
        _rights.reset(token)
        _take_rights()


def rights() -> Rights:
    return _rights.get()


def _take_rights() -> None:
    for connection in connections.all(initialized_only=True):
        connection.take_rights()  # type: ignore[attr-defined]
