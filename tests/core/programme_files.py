"""A small programme of two councils as files, and ways to damage it."""

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from sharedservices.core.programme import importing
from sharedservices.core.programme.importing import Outcome
from sharedservices.core.programme.tables import programme

MONDAY = datetime(2024, 3, 4, 9, tzinfo=UTC)
Rows = list[list[str]]

NORTHERN: dict[str, Rows] = {
    "organisations": [
        ["organisation", "name", "short_name", "kind", "gss_code"],
        ["north", "North County Council", "North", "county", "E10000001"],
        ["south", "South District Council", "South", "district", "E07000002"],
    ],
    "partnerships": [["partnership", "name", "status"], ["two", "The Two Councils", "active"]],
    "memberships": [
        ["partnership", "organisation", "role", "joined", "left"],
        ["two", "north", "member", "2010-04", ""],
        ["two", "south", "member", "2010-04", "2013/14"],
    ],
    "governance_bodies": [["partnership", "body", "name", "kind"], ["two", "board", "Joint Board", "board"]],
    "meetings": [["body", "date", "state"], ["two/board", "2011-09-20", "held"]],
    "decisions": [
        ["body", "date", "number", "text"],
        ["two/board", "2011-09-20", "1", "The business case is approved."],
    ],
    "actions": [
        ["partnership", "action", "text", "owner", "owner_office", "due", "body", "date"],
        ["two", "plan", "Bring a plan.", "north", "", "2011-12", "two/board", "2011-09-20"],
    ],
    "workstreams": [
        ["partnership", "workstream", "name", "lead", "stage", "focus", "order"],
        ["two", "waste", "Waste", "north", "delivery", "yes", "1"],
        ["two", "libraries", "Libraries", "", "", "no", "2"],
    ],
    "projects": [
        ["workstream", "project", "name", "start", "end"],
        ["two/waste", "depot", "Shared depot", "2011-10", "2030"],
    ],
    "participations": [
        ["project", "organisation", "role", "unnamed"],
        ["two/waste/depot", "north", "lead", ""],
        ["two/waste/depot", "", "considering", "3"],
    ],
    "milestones": [
        ["workstream", "milestone", "project", "title", "baseline", "forecast"],
        ["two/waste", "open", "two/waste/depot", "Depot opens", "2012-Q3", "early 2013"],
    ],
    "updates": [
        ["workstream", "as_of", "body", "date", "narrative", "time", "state"],
        ["two/waste", "2011-09", "two/board", "2011-09-20", "The site is chosen.", "green", "submitted"],
    ],
    "claims": [
        ["partnership", "claim", "title", "workstream", "type", "status"],
        ["two", "depot-savings", "One depot in place of two", "two/waste", "cashable", "submitted"],
    ],
    "claim_lines": [
        ["claim", "organisation", "period", "forecast", "forecast_qualifier", "achieved"],
        ["two/depot-savings", "north", "2012/13", "20000.50", "up to", ""],
        ["two/depot-savings", "", "by 2014-03", "1250000", "", "0"],
    ],
    "committees": [["organisation", "committee", "name"], ["north", "scrutiny", "Scrutiny Committee"]],
    "house_styles": [["organisation", "house_style", "name"], ["north", "paper", "Committee paper"]],
    "house_style_front": [["house_style", "order", "label", "value"], ["north/paper", "1", "Report to", "committee"]],
    "house_style_sections": [
        ["house_style", "section", "order", "heading", "source", "mandatory"],
        ["north/paper", "background", "1", "Background", "text", "yes"],
        ["north/paper", "next-steps", "2", "Next steps", "text", "no"],
    ],
    "reports": [
        ["report", "partnership", "committee", "house_style", "title", "purpose", "meeting_date", "by_office"],
        [
            "two-2011",
            "two",
            "north/scrutiny",
            "north/paper",
            "Progress",
            "To inform.",
            "2011-11-09",
            "Programme office",
        ],
    ],
    "report_sections": [["report", "section", "text"], ["two-2011", "background", "Two councils work together."]],
    "recommendations": [["report", "order", "text"], ["two-2011", "1", "note the progress"]],
    "background_papers": [["report", "order", "title"], ["two-2011", "1", "Business case"]],
}


def northern(**changes: Rows) -> dict[str, Rows]:
    """The programme, with whole tables replaced."""
    return {**{name: [list(row) for row in rows] for name, rows in NORTHERN.items()}, **changes}


def with_cell(table: str, row: int, column: str, text: str) -> dict[str, Rows]:
    """The programme with one other cell; the row is numbered as in the file, the header is row 1."""
    tables = northern()
    tables[table][row - 1][tables[table][0].index(column)] = text
    return tables


def write(folder: Path, tables: dict[str, Rows]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def load(
    folder: Path, tables: dict[str, Rows] | None = None, *, dry_run: bool = False, at: datetime = MONDAY
) -> Outcome:
    return importing.load(write(folder, northern() if tables is None else tables), at=at, dry_run=dry_run)


def places(outcome: Outcome) -> list[tuple[str, int | None, str]]:
    return [(problem.table, problem.row, problem.column) for problem in outcome.problems]


def words(outcome: Outcome) -> str:
    return "\n".join(problem.message for problem in outcome.problems)


def empty() -> None:
    """Takes every row of every table away."""
    for table in reversed(programme().tables):
        own = [column for column in table.references if column.table == table.name]
        table.model.objects.update(**{column.attribute: None for column in own})
        table.model.objects.all().delete()


def read_back(folder: Path) -> dict[str, Rows]:
    return {path.stem: _rows(path) for path in folder.glob("*.csv")}


def _rows(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def as_cells(rows: Iterable[list[str]]) -> list[dict[str, str]]:
    header, *others = rows
    return [dict(zip(header, row, strict=True)) for row in others]
