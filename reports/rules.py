"""The life of a report, what a house style may ask for, and what must be filled before a paper leaves. Pure Python."""

from enum import StrEnum


class Status(StrEnum):
    DRAFT = "draft"
    IN_CLEARANCE = "in_clearance"
    CLEARED = "cleared"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


TRANSITIONS = {
    Status.DRAFT: {Status.IN_CLEARANCE},
    Status.IN_CLEARANCE: {Status.CLEARED, Status.DRAFT},
    Status.CLEARED: {Status.PUBLISHED, Status.DRAFT},
    Status.PUBLISHED: {Status.DRAFT, Status.SUPERSEDED, Status.WITHDRAWN},
    Status.SUPERSEDED: set(),
    Status.WITHDRAWN: set(),
}


class Source(StrEnum):
    """Where a section of a paper comes from."""

    TEXT = "text"
    RECOMMENDATIONS = "recommendations"
    OVERVIEW = "overview"
    TIMELINE = "timeline"
    SAVINGS = "savings"
    WORKSTREAMS = "workstreams"
    SIGN_OFF = "sign_off"
    CONTACT = "contact"
    BACKGROUND_PAPERS = "background_papers"


WRITTEN = {Source.TEXT}


class Numbering(StrEnum):
    """How a section and its paragraphs are numbered."""

    NONE = "none"
    DECIMAL = "decimal"
    APPENDIX = "appendix"


class FrontField(StrEnum):
    """What a front sheet may show of a report."""

    COMMITTEE = "committee"
    MEETING_DATE = "meeting_date"
    BY = "by"
    TITLE = "title"
    PURPOSE = "purpose"
    PARTNERSHIP = "partnership"


def unfilled(sections: list[tuple[str, Source, bool]], *, texts: set[str], recommendations: int) -> list[str]:
    """Headings of mandatory sections that are still empty: (key or heading, source, mandatory) in the style's order."""
    empty = []
    for key, source, mandatory in sections:
        if not mandatory:
            continue
        if (source in WRITTEN and key not in texts) or (source is Source.RECOMMENDATIONS and not recommendations):
            empty.append(key)
    return empty
