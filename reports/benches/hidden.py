"""One record of every kind in one partnership, for those who measure what nobody else may find there."""

import csv
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils import timezone

from partnerships.models import AgendaItem, ExemptText, Organisation, Partnership, User
from reports.models import Rendition, Report, Snapshot
from sharedservices.core.errors import RuleViolation
from sharedservices.core.programme import importing
from workstreams.models import Dependency, Project, Workstream, WorkstreamLead

NAME = "bench"
DAY, YEAR = "2011-10-18", "2011/12"
Cells = dict[str, str]


def fill(partnership: Partnership, owner: User) -> Organisation:
    """Imports a record of each kind, adds what no import brings, and gives the council that all of it is of."""
    with TemporaryDirectory() as folder:
        for table, cells in _rows(partnership.slug).items():
            _write(Path(folder) / f"{table}.csv", cells)
        outcome = importing.load(Path(folder), at=timezone.now())
    for problem in outcome.problems:
        raise RuleViolation(f"{problem.table}, {problem.column}: {problem.message}")
    council = Organisation.objects.get(slug=NAME)
    workstream = Workstream.objects.get(partnership=partnership, slug=NAME)
    WorkstreamLead.objects.create(user=owner, workstream=workstream, valid_from=timezone.localdate(), reason=NAME)
    project, needed = (Project.objects.get_or_create(workstream=workstream, slug=one)[0] for one in (NAME, "needed"))
    Dependency.objects.create(project=project, needs=needed)
    item = AgendaItem.objects.get(meeting__body__partnership=partnership, meeting__body__slug=NAME)
    ExemptText.objects.create(item=item, organisation=council, text=NAME)
    _freeze(Report.objects.get(reference=NAME))
    return council


def _freeze(report: Report) -> None:
    """A version of the paper in the making, with a file that nobody is to come as far as to open."""
    frozen: Any = {"sha256": "0" * 64, "created_at": timezone.now()}
    version = Snapshot.objects.create(
        report=report, number=1, title=NAME, meeting_date=report.meeting_date, content="{}", **frozen
    )
    Rendition.objects.create(snapshot=version, format=Rendition.Format.JSON, file=NAME, size=2, **frozen)


def _write(path: Path, cells: Mapping[str, str]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(cells))
        writer.writeheader()
        writer.writerow(cells)


def _rows(slug: str) -> dict[str, Cells]:
    return (
        _of_people(slug) | _of_governance(slug) | _of_money(slug) | _of_work(slug) | _of_aims(slug) | _of_papers(slug)
    )


def _of_people(slug: str) -> dict[str, Cells]:
    return {
        "organisations": {"organisation": NAME, "name": "Bench Council", "short_name": NAME, "kind": "district"},
        "memberships": {"partnership": slug, "organisation": NAME, "role": "member", "joined": ""},
        "hosting": {"partnership": slug, "function": "base", "host": NAME},
        "agreements": {"partnership": slug, "agreement": NAME, "title": NAME},
        "signatures": {"agreement": f"{slug}/{NAME}", "organisation": NAME, "state": "signed"},
    }


def _of_governance(slug: str) -> dict[str, Cells]:
    body = {"body": f"{slug}/{NAME}"}
    meeting = body | {"date": DAY}
    exempt = {"part": "exempt", "exempt_paragraphs": "3", "public_interest": "Prices."}
    return {
        "governance_bodies": {"partnership": slug, "body": NAME, "name": NAME, "kind": "officers"},
        "body_members": body | {"organisation": NAME, "office": "Councillor"},
        "meetings": meeting | {"state": "held"},
        "agenda_items": meeting | {"number": "1", "title": NAME} | exempt,
        "decisions": meeting | {"number": "1", "text": NAME},
        "endorsements": meeting | {"number": "1", "organisation": NAME, "state": "recommended"},
        "actions": {"partnership": slug, "action": NAME, "text": NAME, "owner": NAME, "state": "open"},
    }


def _of_money(slug: str) -> dict[str, Cells]:
    part, award, claim = {"partnership": slug}, {"award": f"{slug}/{NAME}"}, {"claim": f"{slug}/{NAME}"}
    asked = {"type": "cashable", "status": "submitted"}
    return {
        "funding": part | {"award": NAME, "funder": NAME, "kind": "revenue", "state": "awarded", "amount": "2000"},
        "spending": award | {"period": YEAR, "spent": "1000"},
        "contributions": part | {"organisation": NAME, "purpose": NAME, "period": YEAR, "amount": "1000"},
        "allocations": award | {"allocation": NAME, "title": NAME, "amount": "1000"},
        "claims": part | {"claim": NAME, "title": NAME, "workstream": f"{slug}/{NAME}", "organisation": NAME} | asked,
        "claim_lines": claim | {"organisation": NAME, "period": YEAR, "forecast": "1000"},
        "targets": part | {"target": NAME, "title": NAME, "period": YEAR, "amount": "1000"},
    }


def _of_work(slug: str) -> dict[str, Cells]:
    part, workstream = {"partnership": slug}, {"workstream": f"{slug}/{NAME}"}
    project = {"project": f"{slug}/{NAME}/{NAME}"}
    step = workstream | {"milestone": NAME, "title": NAME, "baseline": "2012-Q2", "forecast": "2012-Q2"}
    moved = {"milestone": f"{slug}/{NAME}/{NAME}", "number": "1", "before": "2012-Q1", "after": "2012-Q2"}
    told = {"narrative": NAME, "cost": "green", "author_office": "Programme officer"}
    return {
        "workstreams": part | {"workstream": NAME, "name": NAME, "lead": NAME, "stage": "delivery"},
        "projects": workstream | {"project": NAME, "name": NAME},
        "participations": project | {"organisation": NAME, "role": "lead"},
        "milestones": step,
        "rebaselines": moved | {"reason": NAME},
        "updates": workstream | {"as_of": DAY, "state": "submitted"} | told,
        "project_ratings": workstream | {"as_of": DAY, "state": "submitted", "rating": "green"} | project,
        "rounds": part | {"round": NAME, "title": NAME, "period": YEAR, "opens": DAY, "due": DAY, "closes": DAY},
        "stage_gates": part | {"stage": "delivery", "order": "90"},
    }


def _of_aims(slug: str) -> dict[str, Cells]:
    part, outside = {"partnership": slug}, {"outside_programme": f"{slug}/{NAME}"}
    return {
        "themes": part | {"theme": NAME, "name": NAME},
        "focuses": part | {"focus": NAME, "name": NAME},
        "outside_programmes": part | {"outside_programme": NAME, "name": NAME},
        "acceptances": outside | {"organisation": NAME, "state": "accepted"},
        "risks": part | {"risk": NAME, "title": NAME, "kind": "issue", "state": "open"},
        "measures": part | {"measure": NAME, "name": NAME, "direction": "up"},
        "measure_values": {"measure": f"{slug}/{NAME}", "period": YEAR, "kind": "actual", "value": "1"},
    }


def _of_papers(slug: str) -> dict[str, Cells]:
    style, paper = {"house_style": f"{NAME}/{NAME}"}, {"report": NAME}
    where = {"partnership": slug, "committee": f"{NAME}/{NAME}"} | style
    return {
        "committees": {"organisation": NAME, "committee": NAME, "name": NAME},
        "house_styles": {"organisation": NAME, "house_style": NAME, "name": NAME},
        "house_style_sections": style | {"section": "text", "order": "1", "heading": NAME, "source": "text"},
        "reports": paper
        | where
        | {"title": NAME, "purpose": NAME, "meeting_date": DAY, "by_office": "Chief Executive"},
        "report_sections": paper | {"section": "text", "text": NAME},
        "recommendations": paper | {"order": "1", "text": NAME},
        "background_papers": paper | {"order": "1", "title": NAME},
    }
