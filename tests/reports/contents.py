"""A paper's frozen content in small, for tests that need no database, and its document read back."""

import re
from typing import Any

from lxml import html
from lxml.html import HtmlElement

from reports import paper

SHA256 = "0123456789abcdef" * 4


def content(**changes: Any) -> dict[str, Any]:
    """Valid and nearly empty; `sections` and `report` change its style and details, the rest replaces whole entries."""
    base: dict[str, Any] = {
        "format": 1,
        "report": {
            "reference": "north-2011",
            "title": "Progress of the partnership",
            "purpose": "To report progress",
            "meeting_date": "2011-11-09",
            "meeting_words": "9 November 2011",
            "data_as_at": "2011-09-20",
            "data_as_at_words": "20 September 2011",
            "by_office": "Chief Executive",
            "contact_office": "Policy Officer",
            "recommendation_lead": "The Committee is recommended to",
            "committee": {
                "name": "Scrutiny Committee",
                "organisation": {"slug": "north", "name": "North County Council", "gss_code": ""},
            },
            "partnership": {"slug": "ns", "name": "North and South", "acronym": "NS", "purpose": ""},
            **changes.pop("report", {}),
        },
        "style": {
            "name": "Scrutiny update",
            "section_numbers": changes.pop("section_numbers", "1."),
            "front": changes.pop("front", [{"label": "Title of report", "value": "title"}]),
            "sections": changes.pop("sections", []),
        },
        "recommendations": [],
        "background_papers": [],
        "texts": {},
        "workstreams": [],
        "savings": [],
    }
    return base | changes


def section(key: str, source: str = "text", **changes: Any) -> dict[str, Any]:
    base = {"heading": key.title(), "numbering": "none", "mandatory": False, "empty_text": ""}
    return {"key": key, "source": source, **base, **changes}


def workstream(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "slug": name.lower(),
        "name": name,
        "status": "active",
        "status_words": "Active workstream",
        "stage": "development",
        "stage_words": "Development",
        "lead": {"slug": "north", "name": "North County Council"},
        "lead_office": "",
        "purpose": "To share.",
        "update": None,
        "milestones": [],
        "projects": [],
    } | changes


def update(**changes: Any) -> dict[str, Any]:
    return {
        "as_of": "2011-09-20",
        "as_of_words": "20 September 2011",
        "narrative": "Work goes on.",
        "scale": "three",
        "ratings": {"time": "", "cost": "", "delivery": "", "benefits": ""},
        "overall": "",
        "overall_words": "Not rated",
        "reason": "",
        "direction": "Not rated",
    } | changes


def project_rating(project: str, rating: str, words: str, **changes: Any) -> dict[str, Any]:
    return {"project": project, "rating": rating, "words": words, "reason": "", "decides": False} | changes


def milestone(title: str, **changes: Any) -> dict[str, Any]:
    return {
        "title": title,
        "project": "",
        "baseline": "2011-12",
        "forecast": None,
        "actual": None,
        "words": "December 2011",
        "earliest": "2011-12-01",
        "latest": "2011-12-31",
        "timing": "To come",
        "note": "",
    } | changes


def claim(title: str, *lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "title": title,
        "workstream": "",
        "type_words": "Cashable",
        "status_words": "Submitted",
        "due_words": "",
        "lines": list(lines),
    } | changes


def line(**changes: Any) -> dict[str, Any]:
    return {
        "period": "2012/13",
        "period_words": "2012/13",
        "organisation": "",
        "forecast": None,
        "identified": None,
        "achieved": None,
        "note": "",
    } | changes


def render(**changes: Any) -> HtmlElement:
    return html.document_fromstring(paper.render_html(content(**changes), version=2, sha256=SHA256))


def words(element: HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()


def part(document: HtmlElement, key: str) -> HtmlElement:
    return document.get_element_by_id(f"section-{key}")


def rows(element: HtmlElement) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in element.iter("tr")]


def headings(document: HtmlElement) -> list[tuple[str, str]]:
    return [(str(found.tag), words(found)) for found in document.iter("h1", "h2", "h3", "h4", "h5", "h6")]
