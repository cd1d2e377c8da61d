"""Who sees which events. An app's module `history` says it for its models: what nobody spoke for, nobody sees.

A person who sees a row sees what became of it. Where rows are private for a while (drafts), others see what happened
from the event that released the row, and what was in it before stays hidden from them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, BooleanField, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Case, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from sharedservices.core.history.models import HistoryEvent
from sharedservices.core.history.operations import NO_PARTNERSHIP, partnership_of
from sharedservices.core.history.querysets import HistoryEventQuerySet


@dataclass(frozen=True)
class Private:
    """While `column` holds one of `values`, only the `writers` of a row see what happens to it.

    `owner` is the key to the row of `table` that has the column; empty where the row has it itself. Who manages the
    partnership is told all the same, unless it is kept `from_managers` too. `notes` are columns between those who work
    on the row: once it is nobody's own any more, they are no part of it.
    """

    column: str
    values: tuple[str, ...]
    writers: Callable[[Any], QuerySet[Any]]
    owner: str = ""
    table: str = ""
    from_managers: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """What a model's history may tell. `whole`: all who see the partnership see every row that is there, and its
    officers removed ones too. `parts` name related rows whose history is told on the same page, `labels` the fields
    that pages call otherwise than the model does."""

    model: type[Model]
    whole: bool = False
    private: tuple[Private, ...] = ()
    parts: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def is_of_partnerships(self) -> bool:
        return partnership_of(self.model) != NO_PARTNERSHIP

    def notes_of(self, state: Mapping[str, Any]) -> set[str]:
        """What a state of a row has of them and does not tell."""
        over = (one for one in self.private if not one.owner and state.get(one.column) not in one.values)
        return {note for one in over for note in one.notes}

    def rows(self, user: Any) -> Any:
        """The rows that are there now and that this person sees."""
        visible: Any = self.model._default_manager
        return visible.all() if self.model._meta.auto_created else visible.visible_to(user)


TOLD: dict[str, Told] = {}
WITHOUT: set[type[Model]] = set()


def tell(
    *models: type[Model],
    whole: bool = False,
    private: tuple[Private, ...] = (),
    parts: tuple[str, ...] = (),
    labels: tuple[tuple[str, str], ...] = (),
) -> None:
    """Links to many others are told as the model itself."""
    for model in models:
        told = Told(model, whole, private, parts, labels)
        TOLD[told.table] = told
        for link in model._meta.local_many_to_many:
            through: Any = link.remote_field.through
            if through._meta.auto_created:
                TOLD[through._meta.db_table] = Told(through, whole)


def without(*models: type[Model]) -> None:
    """Rows that come and go with the work of the machine, and are no record of anything."""
    WITHOUT.update(models)


def of_kind(kind: str) -> Told | None:
    """By the name in an address: the model's, in small letters."""
    named = (told for told in TOLD.values() if not told.model._meta.auto_created)
    return next((told for told in named if told.model._meta.model_name == kind), None)


def of_partnership(user: Any, partnership: int, *, manages: bool) -> HistoryEventQuerySet[HistoryEvent]:
    """What this person may know of what happened in a partnership that they see, newest first. In the order of its
    index, so that the first page reads no further than itself."""
    events: Any = HistoryEvent.objects.filter(partnership=partnership).alias(last=Subquery(_last_kind()))
    whole = [table for table, told in TOLD.items() if told.whole]
    private = {told: _kept_from(told, manages=manages) for told in TOLD.values() if told.private}
    seen = Q(table__in=whole)
    for told, kept in private.items():
        seen |= Q(table=told.table) & _released(kept, user) & (_seen_today(told, user) if kept else Q())
    for told in TOLD.values():
        if not told.whole and not told.private and told.is_of_partnerships:
            seen |= Q(table=told.table, row__in=told.rows(user).values("pk"))
    if not manages:
        events = events.exclude(last=HistoryEvent.Kind.REMOVED)
    return _hiding(events.filter(seen), private, user).order_by("-at", "-pk")


def of_record(told: Told, record: Any, user: Any) -> QuerySet[HistoryEvent]:
    """What this person may know of a record that they see, of its parts and of its links to others, newest first. The
    parts are asked for before, a query for each kind: their keys, other than a subquery, are looked up in the index."""
    seen = Q(table=told.table, row=record.pk)
    every = [told]
    for name in told.parts:
        part = TOLD[record._meta.get_field(name).related_model._meta.db_table]
        key = record._meta.get_field(name).field.name
        every.append(part)
        keys = part.rows(user).filter(**{key: record.pk}).values_list("pk", flat=True)
        seen |= Q(table=part.table, row__in=list(keys))
    for link in record._meta.local_many_to_many:
        column = link.m2m_column_name()
        named = Q(**{f"after__{column}": record.pk}) | Q(**{f"before__{column}": record.pk})
        seen |= Q(table=link.m2m_db_table()) & named
    private = {one: one.private for one in every if one.private}
    events = HistoryEvent.objects.filter(seen)
    for one, kept in private.items():
        events = events.filter(~Q(table=one.table) | _released(kept, user))
    return _hiding(events, private, user).order_by("-pk")


def seen_as_at(told: Told, record: Any, user: Any, moment: datetime) -> dict[str, Any] | None:
    """The record as it was at a moment; None where it was not there, or private to others."""
    state: dict[str, Any] | None = HistoryEvent.objects.row_as_at(told.table, moment, row=record.pk)
    if state is None or not told.private:
        return state
    last = HistoryEvent.objects.of(record).until(moment).filter(_released(told.private, user)).last()
    newest = HistoryEvent.objects.of(record).until(moment).last()
    return state if last == newest else None


def _seen_today(told: Told, user: Any) -> Q:
    """What was taken back is not told any more, even of the time when it was out; of what is gone, all that was."""
    return Q(Exists(told.rows(user).filter(pk=OuterRef("row")))) | Q(last=HistoryEvent.Kind.REMOVED)


def _last_kind() -> Any:
    """What was last done to the row of an event: where it was removed, it is not there any more."""
    same = HistoryEvent.objects.filter(table=OuterRef("table"), row=OuterRef("row"))
    return same.order_by("-pk").values("kind")[:1]


def _kept_from(told: Told, *, manages: bool) -> tuple[Private, ...]:
    return tuple(private for private in told.private if private.from_managers or not manages)


def _released(kept: tuple[Private, ...], user: Any) -> Q:
    """For its writers every event; for others those after which the row was nobody's own any more."""
    told = Q()
    for private in kept:
        told &= Q(row__in=private.writers(user).values("pk")) | Q(
            Exists(_states(private, "pk__lte").filter(~_held(private)))
        )
    return told


def _hiding(events: Any, private: dict[Told, tuple[Private, ...]], user: Any) -> Any:
    """Adds `hides`: whether what was before the event is not for this person."""
    cases = [
        When(
            Q(table=told.table)
            & ~Q(row__in=one.writers(user).values("pk"))
            & Exists(_states(one, "pk__lt").filter(_held(one))),
            then=Value(value=True),
        )
        for told, kept in private.items()
        for one in kept
    ]
    return events.annotate(hides=Case(*cases, default=Value(value=False), output_field=BooleanField()))


def _held(private: Private) -> Q:
    return Q(state__in=private.values)


def _states(private: Private, until: str) -> QuerySet[HistoryEvent]:
    """The last event, up to this one, that set the state which makes the row private; none is not private either."""
    newest = _settings(private, until).order_by("-pk").values("pk")[:1]
    state = KeyTextTransform(private.column, "after")
    return HistoryEvent.objects.annotate(state=state).filter(pk=Subquery(newest))


def _settings(private: Private, until: str) -> QuerySet[HistoryEvent]:
    events = HistoryEvent.objects.filter(**{until: OuterRef(OuterRef("pk")), "after__has_key": private.column})
    if not private.owner:
        return events.filter(table=OuterRef(OuterRef("table")), row=OuterRef(OuterRef("row")))
    named = HistoryEvent.objects.filter(
        table=OuterRef(OuterRef(OuterRef("table"))),
        row=OuterRef(OuterRef(OuterRef("row"))),
        after__has_key=private.owner,
    )
    owner = named.annotate(owner=Cast(KeyTextTransform(private.owner, F("after")), BigIntegerField()))
    return events.filter(table=private.table, row=Subquery(owner.order_by("-pk").values("owner")[:1]))
