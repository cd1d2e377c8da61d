"""A made programme as a workbook: one partnership, as many rows as asked for, the same ones every time."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from sharedservices.core.programme import sheets
from sharedservices.core.programme.tables import Entry, programme

MEMBERS = 20
SLUG = "bench"
NARRATIVE = "The councils have agreed how the costs are shared. Work goes on as planned, and nothing is held up. " * 3
Row = tuple[str, dict[str, str]]


def write(path: Path, *, size: int, at: datetime) -> None:
    """The portal's own writer makes it, with every note and drop-down list. It does not say when it was exported."""
    tables = programme()
    rows: dict[str, list[Entry]] = {}
    for name, stated in islice(_rows(), size):
        table = tables.by_name[name]
        cells = dict.fromkeys(table.by_name, "") | stated
        rows.setdefault(name, []).append(Entry(table, table.path(cells), cells))
    sheets.write_filled_in(path, tables, rows, at=at)


def _rows() -> Iterator[Row]:
    """Without end: members first, then workstream after workstream with all that belongs to it."""
    yield "partnerships", {"partnership": SLUG, "name": "The councils of the bench", "status": "active"}
    for number in range(1, MEMBERS + 1):
        member = _member(number)
        name = f"{member.replace('-', ' ').capitalize()} Council"
        yield "organisations", {"organisation": member, "name": name, "short_name": member, "kind": "district"}
        yield "memberships", {"partnership": SLUG, "organisation": member, "role": "member", "joined": "2010-04"}
    number = 0
    while number := number + 1:
        yield from _workstream(number)


def _member(number: int) -> str:
    return f"{SLUG}-{(number - 1) % MEMBERS + 1}"


def _workstream(number: int) -> Iterator[Row]:
    slug, lead = f"ws-{number}", _member(number)
    path = f"{SLUG}/{slug}"
    named = {"partnership": SLUG, "workstream": slug, "name": f"Service {number}"}
    yield "workstreams", {**named, "lead": lead, "stage": "delivery", "purpose": NARRATIVE, "order": str(number)}
    for part in range(1, 5):
        project = f"{path}/project-{part}"
        name = f"Project {part} of service {number}"
        yield "projects", {"workstream": path, "project": f"project-{part}", "name": name, "start": "2011-10"}
        for role, council in (("lead", lead), ("participant", _member(number + part))):
            yield "participations", {"project": project, "organisation": council, "role": role}
        milestone = {"workstream": path, "milestone": f"step-{part}", "project": project, "title": f"Step {part}"}
        yield "milestones", {**milestone, "baseline": f"2012-Q{part}", "forecast": f"2012-Q{part}"}
        told = {"workstream": path, "as_of": f"2011-{part + 2:02}", "state": "submitted", "narrative": NARRATIVE}
        yield "updates", {**told, "cost": "green", "benefits": "amber", "author_office": "Programme officer"}
        claim = {"partnership": SLUG, "claim": f"{slug}-{part}", "title": f"Saving {part} of service {number}"}
        yield "claims", {**claim, "workstream": path, "type": "cashable", "status": "submitted"}
        yield from _lines(f"{SLUG}/{slug}-{part}", number, part)


def _lines(claim: str, number: int, part: int) -> Iterator[Row]:
    for year in range(12, 16):
        line = {"claim": claim, "organisation": _member(number + year), "period": f"20{year}/{year + 1}"}
        yield "claim_lines", {**line, "forecast": str(1_000 * year + part), "forecast_qualifier": "about"}
