"""What a row names beside each other fits together, as the importer asks it."""

from collections.abc import Callable, Iterable, Iterator

from sharedservices.core.programme.tables import Entry, Fault

Check = Callable[[Entry], Iterable[Fault]]


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
