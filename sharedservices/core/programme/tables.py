"""Tables of the programme format, and how a table's rows are found in the database by their natural keys."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from sharedservices.core.models import TimeStampedModel
from sharedservices.core.programme.columns import Column, Reference, References

Cells = dict[str, str]
Part = tuple[str, Callable[[Any], str]]
Difference = tuple[str, str, str]


@dataclass
class Entry:
    """A row, of the file or of the database or both: `cells` as it is to be, `before` as the database has it.

    `targets` are the rows its references name, `many` those of its columns that name several. `row` is its number in
    the file; a row of the database alone has none.
    A failed row has a fault, a misnamed one in its key: what refers to either is not blamed for it. `conflict` has the
    cells in which the file contradicts a row that was changed at `changed_at`, after the file was written.
    """

    table: "Table"
    path: str
    cells: Cells
    before: Cells | None = None
    pk: int | None = None
    row: int | None = None
    changed_at: datetime | None = None
    conflict: list[Difference] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    targets: dict[str, "Entry | None"] = field(default_factory=dict)
    many: dict[str, list["Entry"]] = field(default_factory=dict)
    instance: TimeStampedModel | None = None
    failed: bool = False
    misnamed: bool = False

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def changed(self) -> list[str]:
        """Names of the columns whose text differs from the database's; of a new row, all that the file has."""
        return [name for name in self.values if self.before is None or self._differs(name, self.before)]

    @property
    def differences(self) -> list[Difference]:
        """Name, text before and text after of each cell that differs."""
        before = self.before or {}
        names = [cell for name in self.changed for cell in self.table.by_name[name].cells]
        cells = [(name, before.get(name, ""), self.cells[name]) for name in names]
        return [cell for cell in cells if cell[1] != cell[2]]

    def _differs(self, name: str, before: Cells) -> bool:
        return any(self.cells[cell] != before[cell] for cell in self.table.by_name[name].cells)

    def names(self) -> Iterator[tuple[str, str]]:
        """The table and path of each row that its cells name."""
        for column in self.table.references:
            path = [self.cells.get(name, "") for name in column.cells]
            if path[0]:
                yield column.table, "/".join(path)
        for several in self.table.several:
            for named in self.cells.get(several.name, "").split():
                yield several.table, named


Fault = tuple[str, str]


def no_faults(_entry: Entry) -> Iterable[Fault]:
    return ()


def no_aliases(_cells: Cells) -> Iterable[Cells]:
    return ()


Known = Mapping[str, Iterable[Entry]]
Blame = tuple[Entry, str, str]


@dataclass(frozen=True)
class Rule:
    """What only several rows show together. Asked when the file has new or changed rows of one of its tables.

    `check` is given every row, as it is to be, of the partnerships that the file mentions, and gives (row, column,
    message); rows that stay as they are (`not entry.changed`) are not to be blamed.
    """

    tables: tuple[str, ...]
    check: Callable[[Known], Iterable[Blame]]


@dataclass(frozen=True)
class Table:
    """What a table holds. `key` names the columns that together name a row, in the order of its path.

    `check` gives (column, message) for what no single cell shows; it is asked about new and changed rows only. `build`
    fills fields that no column holds (their names in `derived`). `extra` are fields that `check` reads beside the
    columns. `rules` look at many rows, `settled` at each new or changed row once all of the file are written: it
    raises RuleViolation. `seconded` gives (column, message) for what a second person has to say in the portal: asked
    about new and changed rows of those who may not bring everything. `aliases` are other keys under which the database
    may know the same row. `shared` rows are exported where an exported row names them, all others with their parent:
    what the first reference of their key (or `parent`) names. A table that stands `alone` can be exported whole under
    its own name. `swapped` is a unique number that rows may exchange in one import. Where a table `holds` what others
    list, its rows are locked while an import changes that.
    """

    name: str
    one: str
    model: type[TimeStampedModel]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    note: str = ""
    check: Callable[[Entry], Iterable[Fault]] = no_faults
    build: Callable[[Any, Cells], None] | None = None
    derived: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    aliases: Callable[[Cells], Iterable[Cells]] = no_aliases
    rules: tuple[Rule, ...] = ()
    settled: Callable[[Any], None] | None = None
    seconded: Callable[[Entry], Iterable[Fault]] = no_faults
    shared: bool = False
    alone: bool = False
    parent: str = ""
    swapped: str = ""
    holds: bool = False

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def references(self) -> list[Reference]:
        return [column for column in self.columns if isinstance(column, Reference)]

    @cached_property
    def own_names(self) -> list[str]:
        """Columns that name one or several rows of this table."""
        columns: list[Reference | References] = [*self.references, *self.several]
        return [column.name for column in columns if column.table == self.name]

    @cached_property
    def several(self) -> list[References]:
        return [column for column in self.columns if isinstance(column, References)]

    @cached_property
    def blanks(self) -> dict[str, Any]:
        """What an empty cell means, per column: the model's default, else nothing."""
        return {column.name: self._blank(column) for column in self.columns if column.is_stored}

    def _blank(self, column: Column) -> Any:
        model_field: Any = self.model._meta.get_field(column.attribute)
        if model_field.many_to_many:
            return ()
        if model_field.has_default():
            return model_field.get_default()
        return None if model_field.null else ""

    def is_needed(self, column: Column) -> bool:
        """No empty cell here: said by the column, or by the model for a reference."""
        if isinstance(column, Reference) and not column.required:
            return not self.model._meta.get_field(column.attribute).null
        return column.required

    def path(self, cells: Mapping[str, str]) -> str:
        """The row's name among those of its table: the cells of its key, joined."""
        return "/".join(cells.get(name, "") for name in self.key)

    @cached_property
    def parent_column(self) -> Reference | None:
        names = [self.parent] if self.parent else self.key
        return next((column for column in self.references if column.name in names), None)


class Programme:
    """All tables, in the order of their references; with a reader, only what they may see is in the database."""

    def __init__(self, tables: Iterable[Table], reader: Any = None) -> None:
        self.reader = reader
        self.tables = list(tables)
        self.by_name = {table.name: table for table in self.tables}
        self.rules = [rule for table in self.tables for rule in table.rules]

    def seen_by(self, reader: Any) -> "Programme":
        return Programme(self.tables, reader)

    def _rows(self, table: Table) -> Any:
        rows: Any = table.model._default_manager.all()
        return rows if self.reader is None else rows.visible_to(self.reader)

    def key_parts(self, table: Table) -> list[Part]:
        """The lookups that give a row's path, with how each part is written."""
        parts: list[Part] = []
        beside = {name for column in table.references for name in column.beside}
        for name in table.key:
            if name not in beside:
                parts += self.column_parts(table.by_name[name])
        return parts

    def column_parts(self, column: Column) -> list[Part]:
        if not isinstance(column, Reference):
            return [(column.attribute, column.format)]
        return [
            (f"{column.attribute}__{lookup}", written) for lookup, written in self.key_parts(self.by_name[column.table])
        ]

    def has_more(self, table: Table, condition: Q, *, than: int) -> bool:
        return bool(self._rows(table).filter(condition).order_by()[than : than + 1].exists())

    def in_database(self, table: Table, condition: Q) -> Iterator[Entry]:
        """The rows as they would be exported. `condition` chooses which.

        One query whatever their number, and one more for each column that names several rows.
        """
        single = [column for column in table.columns if column.is_stored and column not in table.several]
        shape = [(column, self.column_parts(column)) for column in single]
        several = {column: self._several(table, column, condition) for column in table.several}
        lookups = [lookup for _, parts in shape for lookup, _ in parts]
        rows = self._rows(table).filter(condition).order_by()
        named = ("pk", "updated_at", *lookups, *table.extra.values())
        for pk, changed_at, *values in rows.values_list(*named).iterator(chunk_size=2000):
            cells: Cells = {}
            remaining = iter(values)
            for column, parts in shape:
                _put(cells, column, [_written(next(remaining), how) for _, how in parts])
            cells |= {name: _written(value, str) for name, value in zip(table.extra, remaining, strict=True)}
            cells |= {column.name: column.format(tuple(sorted(named.get(pk, ())))) for column, named in several.items()}
            yield Entry(table, table.path(cells), cells, before=cells, pk=pk, changed_at=changed_at)

    def _several(self, table: Table, column: References, condition: Q) -> dict[int, list[str]]:
        """The paths that a column of several references has, by the row's primary key."""
        parts = [(f"{column.attribute}__{name}", how) for name, how in self.key_parts(self.by_name[column.table])]
        found: dict[int, list[str]] = {}
        named = self._rows(table).filter(condition, **{f"{column.attribute}__isnull": False}).order_by()
        for pk, *values in named.values_list("pk", *(lookup for lookup, _ in parts)):
            path = "/".join(_written(value, how) for value, (_, how) in zip(values, parts, strict=True))
            found.setdefault(pk, []).append(path)
        return found

    def under(self, table: Table, roots: Iterable[str]) -> Q:
        """Rows whose path begins with one of these short names."""
        return Q(**{f"{self.key_parts(table)[0][0]}__in": list(roots)})


def _written(value: Any, how: Callable[[Any], str]) -> str:
    return "" if value is None else how(value)


def _put(cells: Cells, column: Column, texts: list[str]) -> None:
    """A reference's parts go into its own cell as a path, the last ones into the cells beside it, if any."""
    for name in reversed(column.cells[1:]):
        cells[name] = texts.pop()
    cells[column.name] = "/".join(texts) if texts[0] else ""


@cache
def programme() -> Programme:
    """The tables that the settings list."""
    return Programme(table for path in settings.PROGRAMME_TABLES for table in import_string(path))
