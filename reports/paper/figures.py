"""Tables of a paper: overview, milestones and savings, from the frozen content."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from reports import charts
from reports.paper.parts import (
    AwaitedRow,
    MilestoneLine,
    Overview,
    OverviewRow,
    ProjectRating,
    Rating,
    Savings,
    SavingsRow,
    SavingsTable,
    Timeline,
    Trend,
)
from savings.rules import NOT_REPORTED
from sharedservices.core import narrative
from sharedservices.core.dates import FuzzyDate
from sharedservices.core.money import QualifiedMoney, Qualifier
from workstreams.rules import SCALE_POINTS, SEVERITY, WORDS, Direction, Rag, RagScale, Timing

Content = dict[str, Any]
MOST_ROWS = 100
FIGURES = ("forecast", "identified", "achieved")
SCALE_NAMES = {RagScale.THREE: "three-point", RagScale.FIVE: "five-point"}


def overview(content: Content) -> Overview | None:
    streams = [stream for stream in content["workstreams"] if stream["status"] != "idea"]
    rated = {stream["update"]["scale"] for stream in streams if stream["update"] and stream["update"]["overall"]}
    return (
        Overview([_overview_row(stream) for stream in streams], [_scale(scale) for scale in sorted(rated)])
        if streams
        else None
    )


def _overview_row(stream: Content) -> OverviewRow:
    return OverviewRow(
        name=stream["name"],
        is_further=stream["status"] == "further",
        lead=stream["lead"]["name"] if stream["lead"] else stream["lead_office"],
        stage=stream["stage_words"],
        rating=rating(stream["update"]),
        trend=trend(stream["update"]),
        upcoming=_upcoming(stream),
        projects=projects(stream["update"]),
    )


def projects(update: Content | None) -> list[ProjectRating]:
    """As the update rates them; papers frozen before projects were rated have none."""
    return [
        ProjectRating(
            project=row["project"],
            rating=Rating.of(row["rating"], row["words"]),
            reason=narrative.line(row["reason"]),
            decides=row["decides"],
        )
        for row in (update or {}).get("project_ratings", [])
    ]


def rating(update: Content | None) -> Rating:
    return Rating.of(update["overall"], update["overall_words"]) if update else Rating.of("", WORDS[Rag.NOT_RATED])


def trend(update: Content | None) -> Trend:
    return Trend.of(update["direction"] if update else Direction.NONE)


def _scale(scale: str) -> str:
    """The scale's name and its points from best to worst."""
    points = [WORDS[rag].lower() for rag in reversed(SEVERITY) if rag in SCALE_POINTS[RagScale(scale)]]
    return f"{SCALE_NAMES[RagScale(scale)]} scale ({', '.join(points)})"


def _upcoming(stream: Content) -> MilestoneLine | None:
    """The earliest milestone not reached: a late one comes before those to come."""
    open_ones = [row for row in stream["milestones"] if row["timing"] in (Timing.LATE, Timing.UNDER_WAY, Timing.DUE)]
    return milestone(stream, min(open_ones, key=lambda row: row["latest"])) if open_ones else None


def milestone(stream: Content, row: Content) -> MilestoneLine:
    moved = row["baseline"] and row["actual"] is None and row["forecast"] not in (None, row["baseline"])
    promised = f"Promised for {FuzzyDate.parse(row['baseline'])}." if moved else ""
    return MilestoneLine(
        workstream=stream["name"],
        title=row["title"],
        words=row["words"],
        timing=row["timing"],
        extra=" ".join(part for part in (promised, row["note"]) if part),
    )


def timeline(content: Content) -> Timeline | None:
    streams = [stream for stream in content["workstreams"] if stream["milestones"]]
    rows = [milestone(stream, row) for stream in streams for row in stream["milestones"]]
    if not rows:
        return None
    lanes = [charts.Lane(stream["name"], [_mark(row) for row in stream["milestones"]]) for stream in streams]
    on = FuzzyDate.parse(content["report"]["data_as_at"]).latest
    return Timeline(charts.timeline(lanes, on=on), rows[:MOST_ROWS], len(rows[MOST_ROWS:]))


def _mark(row: Content) -> charts.Mark:
    earliest, latest = (date.fromisoformat(row[end]) if row[end] else None for end in ("earliest", "latest"))
    return charts.Mark(row["title"], earliest, latest, row["words"], Timing(row["timing"]))


def savings(content: Content) -> Savings | None:
    """Claims with any figure are tabled line by line under their type; the others only say what was asked for."""
    told = [claim for claim in content["savings"] if any(line[name] for line in claim["lines"] for name in FIGURES)]
    awaited = [_awaited(claim) for claim in content["savings"] if claim not in told]
    if not told and not awaited:
        return None
    lines = [(claim["type_words"], _savings_row(claim, line)) for claim in told for line in claim["lines"]]
    return Savings(
        _by_type(lines[:MOST_ROWS]),
        awaited[:MOST_ROWS],
        sum(max(len(rows) - MOST_ROWS, 0) for rows in (lines, awaited)),
    )


def _by_type(lines: Iterable[tuple[str, SavingsRow]]) -> list[SavingsTable]:
    tables: dict[str, list[SavingsRow]] = {}
    for kind, row in lines:
        tables.setdefault(kind, []).append(row)
    return [SavingsTable(kind, rows) for kind, rows in tables.items()]


def _savings_row(claim: Content, line: Content) -> SavingsRow:
    return SavingsRow(
        title=claim["title"],
        remarks=[part for part in (claim["workstream"], line["note"]) if part],
        period=line["period_words"],
        organisation=line["organisation"] or "All councils together",
        status=claim["status_words"],
        **{name: money(line[name]) for name in FIGURES},
    )


def money(stated: dict[str, str] | None) -> str:
    """As it was stated, "up to £20k"; what nobody reported is said to be so, never 0."""
    return str(QualifiedMoney(Decimal(stated["amount"]), Qualifier(stated["qualifier"]))) if stated else NOT_REPORTED


def _awaited(claim: Content) -> AwaitedRow:
    asked: dict[str, dict[str, None]] = {}
    for line in claim["lines"]:
        asked.setdefault(line["note"].rstrip("."), {})[line["period_words"]] = None
    periods = [f"{note} ({', '.join(found)})" if note else ", ".join(found) for note, found in asked.items()]
    return AwaitedRow(claim["title"], claim["status_words"], claim["due_words"], periods)
