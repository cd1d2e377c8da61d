"""Freezes what a paper says: every value it shows, as plain data that no later change in the portal can reach."""

import hashlib
import json
from datetime import date
from typing import Any

from partnerships import snapshots as partners
from reports.models import HouseStyle, Report
from reports.rules import Source
from savings import snapshots as money
from sharedservices.core.dates import FuzzyDate
from sharedservices.core.models import HistoryLink
from workstreams import snapshots as work

FORMAT = 1
OF_WORKSTREAMS = {Source.OVERVIEW, Source.TIMELINE, Source.WORKSTREAMS}


def freeze_content(report: Report, *, on: date) -> dict[str, Any]:
    """What the house style prints, and no more: the data are published with the paper. Seventeen queries at most,
    however large the programme. `on` is the cut-off of a report that names none."""
    report = Report.objects.select_related("committee__organisation", "partnership", "house_style").get(pk=report.pk)
    as_at = report.data_as_at or FuzzyDate.of(on)
    style = _style(report.house_style)
    sources = {section["source"] for section in style["sections"]}
    return {
        "format": FORMAT,
        "report": _report(report, as_at),
        "style": style,
        "recommendations": [row.text for row in report.recommendations.all()],
        "background_papers": [row.title for row in report.background_papers.all()],
        "texts": _texts(report, keys={section["key"] for section in style["sections"]}),
        "workstreams": work.workstreams(report.partnership, on=as_at.latest) if sources & OF_WORKSTREAMS else [],
        "savings": money.savings(report.partnership, report.committee.organisation)
        if Source.SAVINGS in sources
        else [],
        **_history(report.partnership_id),
    }


def same(one: str, other: str) -> bool:
    """Whether two frozen contents say the same: the record of changes grows beside what a paper says."""
    return one == other or _told(one) == _told(other)


def _told(text: str) -> dict[str, Any]:
    return {name: value for name, value in json.loads(text).items() if name != "history"}


def _history(partnership: int) -> dict[str, Any]:
    """The head of the partnership's record of changes, for whoever has to verify it later. Older papers have none."""
    head = HistoryLink.objects.of(partnership).last()
    return {"history": {"link": head.number, "sha256": head.sha256}} if head else {}


def canonical(content: dict[str, Any]) -> str:
    """The one text of this content: the same values give the same characters, in every process."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _report(report: Report, as_at: FuzzyDate) -> dict[str, Any]:
    committee, partnership = report.committee, report.partnership
    council = committee.organisation
    return {
        "reference": report.reference,
        "title": report.title,
        "purpose": report.purpose,
        "meeting_date": report.meeting_date.text,
        "meeting_words": report.meeting_date.words,
        "data_as_at": as_at.text,
        "data_as_at_words": as_at.words,
        "by_office": report.by_office,
        "contact_office": report.contact_office,
        "recommendation_lead": report.recommendation_lead,
        "committee": {
            "name": committee.name,
            "organisation": {**partners.organisation(council), "gss_code": council.gss_code},
        },
        "partnership": {
            "slug": partnership.slug,
            "name": partnership.name,
            "acronym": partnership.acronym,
            "purpose": partnership.purpose,
        },
    }


def _style(style: HouseStyle) -> dict[str, Any]:
    return {
        "name": style.name,
        "section_numbers": style.section_numbers,
        "front": [{"label": row.label, "value": row.value} for row in style.front_fields.all()],
        "sections": [
            {
                "key": row.key,
                "heading": row.heading,
                "source": row.source,
                "numbering": row.numbering,
                "mandatory": row.mandatory,
                "empty_text": row.empty_text,
            }
            for row in style.sections.all()
        ],
    }


def _texts(report: Report, *, keys: set[str]) -> dict[str, str]:
    """Texts of the house style's sections; one left over from another style is not part of the paper."""
    return {row.key: row.text for row in report.sections.all() if row.key in keys and row.text.strip()}
