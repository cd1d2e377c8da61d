"""What an import would do: every row of the file as new, changed or unchanged, and every problem. Writes nothing.

Two queries per table: the rows that the file's names could mean, and, locked, those that would change.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Q, UniqueConstraint

from sharedservices.core import circles
from sharedservices.core.programme import conflicts, filling, rules
from sharedservices.core.programme.columns import Reference, References
from sharedservices.core.programme.conflicts import Conflicts
from sharedservices.core.programme.parsing import Parsed
from sharedservices.core.programme.problems import Problem, did_you_mean, nearest, shortened
from sharedservices.core.programme.tables import Entry, Programme, Rule, Table

OVERTAKEN = "Somebody is changing this row at this moment. Try again in a minute."
HINTS = 200  # looking for the nearest name is slow: a file with more unknown names than this has another fault


class State(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"


@dataclass
class Plan:
    """The rows of the file in the order they are to be written, and what stands against it."""

    entries: dict[str, list[Entry]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def conflicts(self) -> list[Entry]:
        return [entry for entries in self.entries.values() for entry in entries if entry.conflict]

    def counts(self) -> dict[str, Counter[State]]:
        return {name: Counter(state(entry) for entry in entries) for name, entries in self.entries.items()}


def state(entry: Entry) -> State:
    if entry.is_new:
        return State.NEW
    if entry.conflict:
        return State.CONFLICT
    return State.CHANGED if entry.changed else State.UNCHANGED


def plan(parsed: Parsed, programme: Programme, choice: Conflicts = Conflicts.KEEP) -> Plan:
    """Needs a transaction: rows that would change are locked until it ends."""
    return _Planner(parsed, programme, choice).run()


class _Planner:
    def __init__(self, parsed: Parsed, programme: Programme, choice: Conflicts) -> None:
        self.programme, self.parsed, self.choice = programme, parsed, choice
        self.plan = Plan(parsed.entries, list(parsed.problems))
        self.known: dict[str, dict[str, Entry]] = {}
        self.misnamed: dict[str, list[str]] = {}
        self.names: dict[str, dict[str, str]] = {}
        self.hints = 0

    def run(self) -> Plan:
        roots = self._roots()
        self._hold(roots)
        for table in self.programme.tables:
            condition = self.programme.under(table, roots[table.name])
            rows = self.programme.in_database(table, condition) if roots[table.name] else ()
            self.known[table.name] = {entry.path: entry for entry in rows}
            self._table(table, self.plan.entries.get(table.name, []))
        for rule in [rule for rule in self.programme.rules if self._can_be_asked(rule)]:
            for blamed in rule.check({name: list(self.known[name].values()) for name in rule.tables}):
                self._report(*blamed)
        order = {table.name: place for place, table in enumerate(self.programme.tables)}
        self.plan.problems.sort(key=lambda problem: (order.get(problem.table, -1), problem.row or 0))
        return self.plan

    def _roots(self) -> dict[str, set[str]]:
        """First names of all paths that the file mentions, per table: what could be meant in the database."""
        roots: dict[str, set[str]] = {table.name: set() for table in self.programme.tables}
        for name, entries in self.plan.entries.items():
            for entry in entries:
                for table, path in ((name, entry.path), *entry.names()):
                    roots[table].add(path.partition("/")[0])
        for rule in self.programme.rules:
            if any(self.plan.entries.get(name) for name in rule.tables):
                together = set().union(*(roots[name] for name in rule.tables))
                roots |= {name: roots[name] | together for name in rule.tables}
        return roots

    def _hold(self, roots: dict[str, set[str]]) -> None:
        """Locks what the rows stand in: who saves there in the browser waits, and each sees what the other wrote."""
        mentioned = set().union(*(roots[table.name] for table in self.programme.tables if not table.shared))
        for table in [table for table in self.programme.tables if table.holds]:
            rows = table.model._default_manager.filter(self.programme.under(table, mentioned))
            list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))

    def _can_be_asked(self, rule: Rule) -> bool:
        """Only about rows that could all be read: else it might blame a row for what another one lacks."""
        entries = [entry for name in rule.tables for entry in self.plan.entries.get(name, [])]
        whole = not self.parsed.partial.intersection(rule.tables) and not any(entry.failed for entry in entries)
        return whole and any(entry.changed for entry in entries)

    def _table(self, table: Table, entries: list[Entry]) -> None:
        known = self.known[table.name]
        rows = self._once(entries)
        for entry in entries:
            self._match(entry, known, rows)
        known |= {entry.path: entry for entry in rows.values()}
        for entry in entries:
            for column in table.references:
                if column.name in entry.cells:
                    self._resolve(entry, column)
            for several in table.several:
                if several.name in entry.values:
                    self._resolve_several(entry, several)
        for name in table.own_names:
            self._circles(table, name, [entry for entry in entries if name in entry.changed])
        self._validate(table, [entry for entry in entries if entry.failed or entry.changed])

    def _once(self, entries: Iterable[Entry]) -> dict[str, Entry]:
        """The rows by path; a second row with the same names is a problem."""
        rows: dict[str, Entry] = {}
        for entry in entries:
            first = rows.setdefault(entry.path, entry)
            if first is not entry and not entry.failed:
                names = " and ".join(entry.table.key)
                message = f"Row {first.row} has the same {names}. Keep one of the two rows."
                self._report(entry, entry.table.key[-1], message, value=entry.path)
        return rows

    def _match(self, entry: Entry, known: dict[str, Entry], rows: dict[str, Entry]) -> None:
        """Finds the row in the database; cells that the file does not have stay as they are there."""
        paths = [entry.table.path(cells) for cells in entry.table.aliases(entry.cells)]
        others = (known[path] for path in paths if path in known and path not in rows)
        found = known.get(entry.path) or next(others, None)
        if found:
            entry.pk, entry.before, entry.changed_at = found.pk, found.cells, found.changed_at
            entry.cells = found.cells | entry.cells
            conflicts.note(entry, exported_at=self.parsed.exported_at, choice=self.choice)
        else:
            entry.cells = filling.defaults(entry.table) | entry.cells

    def _resolve(self, entry: Entry, column: Reference) -> None:
        text = entry.cells[column.name]
        alone = [name for name in column.beside if entry.cells.get(name)]
        if not text and alone:
            self._report(entry, column.name, f"Fill “{column.name}” too: “{alone[0]}” alone is not enough.")
        path = "/".join(entry.cells.get(name, "") for name in column.cells)
        target = self.known[column.table].get(path) if text else None
        entry.targets[column.name] = target
        if column.name not in entry.values:
            return
        if text and not target and not self._may_be_meant(path, column.table):
            self._unknown(entry, column, path)
        elif text and (not target or target.failed):
            entry.failed = True

    def _circles(self, table: Table, name: str, entries: list[Entry]) -> None:
        """Rows that would stand above themselves. Those above that the file does not mention are read too."""
        known: dict[str, Entry | None] = {**self.known[table.name]}
        while entries and (
            unread := {path for row in known.values() if row for path in _above(row, name)} - known.keys()
        ):
            above = self.programme.under(table, {path.partition("/")[0] for path in unread})
            rows = {entry.path: entry for entry in self.programme.in_database(table, above)}
            known = dict.fromkeys(unread) | rows | known
        for entry in entries:
            if circle := circles.circle(entry.path, lambda path: _above(known.get(path), name)):
                self._report(entry, name, circles.told(circle))

    def _resolve_several(self, entry: Entry, column: References) -> None:
        for path in entry.cells[column.name].split():
            target = self.known[column.table].get(path)
            if target and not target.failed:
                entry.many.setdefault(column.name, []).append(target)
            elif target or self._may_be_meant(path, column.table):
                entry.failed = True
            else:
                self._unknown(entry, column, path)

    def _may_be_meant(self, path: str, table: str) -> bool:
        """Whether a row that could not be read, or whose name has a fault, may be the one that the path names."""
        if table not in self.misnamed:
            self.misnamed[table] = [entry.path for entry in self.plan.entries.get(table, []) if entry.misnamed][:HINTS]
        misnamed = self.misnamed[table]
        return table in self.parsed.partial or bool(misnamed and (self._tired() or nearest(path, misnamed)))

    def _tired(self) -> bool:
        self.hints += 1
        return self.hints > HINTS

    def _unknown(self, entry: Entry, column: Reference | References, path: str) -> None:
        table = self.programme.by_name[column.table]
        hint = "" if self._tired() else did_you_mean(path, self._names(table))
        message = f"“{shortened(path)}” is not {table.one} in this file or the portal."
        blamed = column.name
        if isinstance(column, Reference) and column.beside:
            half_known = any(name.startswith(f"{entry.cells[column.name]}/") for name in self.known[table.name])
            blamed = column.beside[-1] if half_known else column.name
        self._report(entry, blamed, message + (hint or f" Correct it, or add it to {table.name}."))

    def _names(self, table: Table) -> dict[str, str]:
        """What people may have written, and the path that it stands for. Short names and full names alike."""
        if table.name not in self.names:
            everywhere = self.programme.in_database(table, Q()) if len(table.key) == 1 else ()
            known = {entry.path: entry for entry in everywhere} | self.known[table.name]
            words = {entry.cells.get("name") or entry.cells.get("title", path): path for path, entry in known.items()}
            self.names[table.name] = words | {path: path for path in known}
        return self.names[table.name]

    def _validate(self, table: Table, entries: list[Entry]) -> None:
        stored = table.model._default_manager.select_for_update(of=("self",)).order_by("pk")
        changed = {row.pk: row for row in stored.filter(pk__in=[entry.pk for entry in entries if entry.pk])}
        for entry in entries:
            row = changed.get(entry.pk or 0)
            if entry.pk and (row is None or row.updated_at != entry.changed_at):
                self._report(entry, table.key[-1], OVERTAKEN)
            entry.instance = filling.filled(entry, row or table.model())
            for column, message in filling.faults(entry):
                self._report(entry, column, message)
        for constraint in table.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint):
                self._unique(constraint, table, [entry for entry in entries if not entry.failed])

    def _unique(self, constraint: UniqueConstraint, table: Table, entries: Iterable[Entry]) -> None:
        """Two rows of the file that the database would refuse together. Rows it has already are its own to judge."""
        named = [column for column in table.columns if column.is_stored and column.attribute in constraint.fields]
        columns = [name for column in named for name in column.cells]
        first: dict[tuple[str, ...], Entry] = {}
        for entry in entries if len(named) == len(constraint.fields) else ():
            texts = tuple(entry.cells[name] for name in columns)
            applies = all(texts) and (
                not constraint.condition or rules.holds(constraint.condition, filling.row_of(entry))
            )
            if applies and first.setdefault(texts, entry) is not entry:
                self._report(entry, columns[-1], f"Row {first[texts].row} has the same {' and '.join(columns)}.")

    def _report(self, entry: Entry, column: str, message: str, value: str | None = None) -> None:
        entry.failed = True
        entry.misnamed |= column in entry.table.key
        text = entry.cells.get(column, "") if value is None else value
        self.plan.problems.append(Problem(entry.table.name, entry.row, column, shortened(text), message))


def _above(entry: Entry | None, column: str) -> list[str]:
    return entry.cells[column].split() if entry else []
