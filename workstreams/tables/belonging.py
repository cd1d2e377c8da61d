"""Rows are named within one partnership only: a theme, workstream or project of another one is never theirs."""

from collections.abc import Callable, Iterable, Iterator

from sharedservices.core.programme.tables import Entry, Fault

Check = Callable[[Entry], Iterable[Fault]]


def within(*names: str) -> Check:
    """A check that what these columns name belongs to the row's own partnership: the first name of every path."""

    def faults(entry: Entry) -> Iterator[Fault]:
        own = _root(entry.path)
        for name in names:
            foreign = [path for path in entry.cells[name].split() if _root(path) != own]
            if foreign:
                yield name, f"“{foreign[0]}” belongs to another partnership. Name one of “{own}”."

    return faults


def of_its_workstream(entry: Entry) -> Iterator[Fault]:
    """A project beside a workstream is one of its projects."""
    workstream, project = entry.cells["workstream"], entry.cells["project"]
    if workstream and project and not project.startswith(f"{workstream}/"):
        yield "project", f"This is no project of “{workstream}”. Name a project of this workstream."


def every(*checks: Check) -> Check:
    def faults(entry: Entry) -> Iterator[Fault]:
        for check in checks:
            yield from check(entry)

    return faults


def _root(path: str) -> str:
    return path.partition("/")[0]
