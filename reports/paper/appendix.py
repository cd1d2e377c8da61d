"""The blocks about each workstream, and the shared ideas, from the frozen content."""

from typing import Any

from reports.paper import figures
from reports.paper.parts import Appendix, Idea, Numbered, ProjectLine, Rating, UpdateText, WorkstreamBlock
from sharedservices.core import narrative
from workstreams.rules import WORDS, Rag

Content = dict[str, Any]
HEADING = 5


def appendix(content: Content) -> Appendix | None:
    streams = content["workstreams"]
    told = [_workstream(stream) for stream in streams if stream["status"] != "idea"]
    ideas = [_idea(stream) for stream in streams if stream["status"] == "idea"]
    return Appendix(told, ideas) if streams else None


def _heading(stream: Content) -> str:
    lead = stream["lead"]["name"] if stream["lead"] else stream["lead_office"]
    return f"{stream['name']} – Led by {lead}" if lead else stream["name"]


def _workstream(stream: Content) -> WorkstreamBlock:
    return WorkstreamBlock(
        heading=_heading(stream),
        stage=stream["stage_words"],
        purpose=_pieces(stream["purpose"]),
        update=_update(stream["update"]) if stream["update"] else None,
        milestones=[figures.milestone(stream, row) for row in stream["milestones"]],
        projects=[_project(row) for row in stream["projects"]],
    )


def _update(update: Content) -> UpdateText:
    aspects = [(name, Rating.of(value, WORDS[Rag(value)])) for name, value in update["ratings"].items()]
    return UpdateText(
        as_of=update["as_of_words"],
        pieces=_pieces(update["narrative"]),
        rating=figures.rating(update),
        trend=figures.trend(update),
        aspects=aspects if update["overall"] else [],
        reason=narrative.line(update["reason"]),
        projects=figures.projects(update),
    )


def _pieces(text: str) -> list[Numbered]:
    return [Numbered(piece) for piece in narrative.pieces(text, heading=HEADING)]


def _project(row: Content) -> ProjectLine:
    kind, stage = row["kind_words"], row["stage_words"]
    parts = (kind, stage.lower() if kind else stage, _times(row["start_words"], row["end_words"]))
    return ProjectLine(
        name=row["name"],
        facts=", ".join(part for part in parts if part),
        programme=row["programme"],
        summary=narrative.line(row["summary"]),
        participants="; ".join(row["participants"]),
    )


def _times(start: str, end: str) -> str:
    if start and end:
        return f"{start} to {end}"
    return f"from {start}" if start else f"until {end}" if end else ""


def _idea(stream: Content) -> Idea:
    update = stream["update"] or {"narrative": ""}
    sentences = [narrative.line(text) for text in (stream["purpose"], update["narrative"]) if text]
    return Idea(_heading(stream), sentences)
