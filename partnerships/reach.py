"""How far a person's import reaches: whose rows it may hold, and whose it may name.

Asked before the file is compared with the database, so that no answer tells of a partnership that is not theirs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from partnerships.models import Organisation, Partnership
from partnerships.rules import Role
from sharedservices.core.programme.columns import Reference, References
from sharedservices.core.programme.parsing import Parsed
from sharedservices.core.programme.planning import Plan
from sharedservices.core.programme.problems import Problem, shortened
from sharedservices.core.programme.tables import Entry, Programme, Table, programme

ROOT, SHARED = "partnerships", "organisations"
Rows = dict[str, list[Entry]]
NOT_YOURS = "“{}” is not a partnership that you manage. Take the row out, or ask a portal administrator to bring it."
NOT_NAMED = "“{}” is not a partnership that you can see. Correct it, or leave the cell as it was."
NOT_THIS_TABLE = "Only portal administrators bring this table. Delete its rows, or the whole sheet."
NOT_THIS_ORGANISATION = "You do not manage this organisation, so you cannot {} it here. Ask a portal administrator."


def rooted(table: Table, tables: Programme) -> bool:
    """Whether the paths of its rows begin with the short name of the partnership that they belong to."""
    if table.name == ROOT:
        return True
    first = table.by_name[table.key[0]]
    return isinstance(first, Reference) and rooted(tables.by_name[first.table], tables)


@dataclass(frozen=True)
class Reach:
    """Short names: of partnerships whose rows may be written or named, of organisations that may be changed or are
    seen."""

    everything: bool
    partnerships: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()

    def tables(self) -> Programme:
        """The tables that such a person's workbook has. Papers and house styles are the councils' own."""
        tables = programme()
        if self.everything:
            return tables
        return Programme(table for table in tables.tables if table.name == SHARED or rooted(table, tables))

    def within(self, rows: Rows) -> Rows:
        """Of exported rows those that such a person may bring back, and the organisations that these name."""
        if self.everything:
            return rows
        tables = programme()
        kept: Rows = {
            name: [entry for entry in entries if _root(entry.path) in self.partnerships]
            for name, entries in rows.items()
            if rooted(tables.by_name[name], tables)
        }
        known = {entry.path: entry for entry in rows.get(SHARED, ())}
        named: dict[str, Entry] = {}
        further = [entry for entries in kept.values() for entry in entries]
        while further:
            paths = {path for entry in further for table, path in entry.names() if table == SHARED}
            new = {path: known[path] for path in paths & known.keys() - named.keys()}
            named |= new
            further = list(new.values())
        return kept | {SHARED: [entry for path, entry in known.items() if path in named]}

    def holds(self, name: str, path: str) -> bool:
        """Whether such a person may write the row of this table and path."""
        if self.everything or name == SHARED:
            return self.everything or path in self.organisations
        tables = programme()
        return rooted(tables.by_name[name], tables) and _root(path) in self.partnerships

    def faults(self, parsed: Parsed) -> list[Problem]:
        """What the file may not hold, from the file alone."""
        if self.everything:
            return []
        own = {table.name for table in self.tables().tables}
        found = []
        for name, entries in parsed.entries.items():
            if entries and name not in own:
                found.append(Problem(name, None, "", "", NOT_THIS_TABLE))
            else:
                found += [fault for entry in entries for fault in self._row(entry)]
        return found

    def _row(self, entry: Entry) -> Iterator[Problem]:
        table, tables = entry.table, programme()
        root = _root(entry.path)
        if rooted(table, tables) and root and root not in self.partnerships:
            yield Problem(table.name, entry.row, table.key[0], shortened(root), NOT_YOURS.format(shortened(root)))
            return
        columns: list[Reference | References] = [*table.references, *table.several]
        for column in columns:
            roots = [_root(path) for path in entry.cells.get(column.name, "").split()]
            foreign = [root for root in roots if root not in self.named]
            if foreign and rooted(tables.by_name[column.table], tables):
                message = NOT_NAMED.format(shortened(foreign[0]))
                yield Problem(table.name, entry.row, column.name, shortened(foreign[0]), message)

    def faults_of(self, plan: Plan) -> list[Problem]:
        """What the file would do to rows that are not theirs, of one that they do not see not even how it differs; and
        what it would say in place of a second person."""
        if self.everything:
            return []
        found = [fault for entries in plan.entries.values() for entry in entries for fault in _alone(entry)]
        for entry in plan.entries.get(SHARED, ()):
            unseen = bool(entry.conflict) and entry.path not in self.seen
            if (entry.changed or unseen) and not entry.failed and entry.path not in self.organisations:
                message = NOT_THIS_ORGANISATION.format("add" if entry.is_new else "change")
                column = entry.changed[0] if entry.changed and not entry.is_new else entry.table.key[0]
                found.append(Problem(SHARED, entry.row, column, shortened(entry.cells[column]), message))
        return found


def _alone(entry: Entry) -> Iterator[Problem]:
    if entry.changed and not entry.failed:
        for column, message in entry.table.seconded(entry):
            yield Problem(entry.table.name, entry.row, column, shortened(entry.cells[column]), message)


def _root(path: str) -> str:
    return path.partition("/")[0]


def reach_of(user: Any) -> Reach:
    """Portal administrators reach everything; programme officers the partnerships they hold a grant on, and those
    organisations for which they are a council officer too."""
    grants = user.grants.in_force()
    if grants.for_role(Role.PORTAL_ADMIN).exists():
        return Reach(everything=True)
    managed = Partnership.objects.managed_by(user)
    visible = Partnership.objects.visible_to(user).values_list("slug", flat=True)
    parents = managed.exclude(parent=None).values_list("parent__slug", flat=True)
    kept = grants.for_role(Role.COUNCIL_OFFICER).values("organisation")
    return Reach(
        everything=False,
        partnerships=frozenset(managed.values_list("slug", flat=True)),
        named=frozenset([*visible, *parents]),
        organisations=frozenset(Organisation.objects.filter(pk__in=kept).values_list("slug", flat=True)),
        seen=frozenset(Organisation.objects.visible_to(user).values_list("slug", flat=True)),
    )
