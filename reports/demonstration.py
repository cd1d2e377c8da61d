"""The demonstration: programmes from published papers, and one account for each role, named by its office."""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from partnerships.models import Organisation, Partnership, RoleGrant, User
from partnerships.rules import Role
from reports import services
from reports.models import Report
from reports.rules import Status
from savings.models import CompendiumEntry
from sharedservices.core.models import Job
from workstreams.models import Workstream, WorkstreamLead

SINCE = date(2011, 1, 1)
COUNCIL_ACCOUNTS = {
    "council.officer": ("Council officer", Role.COUNCIL_OFFICER),
    "finance.verifier": ("Finance verifier", Role.FINANCE_VERIFIER),
    "report.author": ("Report author", Role.REPORT_AUTHOR),
    "implications.verifier": ("Implications verifier", Role.IMPLICATIONS_VERIFIER),
    "clerk": ("Committee clerk", Role.CLERK),
    "viewer": ("Viewer", Role.VIEWER),
}


def folders(root: Path) -> list[Path]:
    """The folders in the programme format under `root`, by name; a compendium, which may name any partnership, last."""
    found = {path.parent for table in ("partnerships", "compendium") for path in root.glob(f"*/{table}.csv")}
    return sorted(found, key=lambda folder: ((folder / "compendium.csv").exists(), folder.name))


def is_new(folder: Path) -> bool:
    """Whether the portal lacks a partnership or compendium entry of the folder."""
    partnerships, entries = _names(folder, "partnerships", "partnership"), _names(folder, "compendium", "entry")
    return Partnership.objects.filter(slug__in=partnerships).count() < len(
        partnerships
    ) or CompendiumEntry.objects.filter(slug__in=entries).count() < len(entries)


def _names(folder: Path, table: str, key: str) -> set[str]:
    path = folder / f"{table}.csv"
    if not path.exists():
        return set()
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row[key] for row in csv.DictReader(file)}


def account(local: str, at: str, name: str, organisation: Organisation | None = None) -> User:
    """An account without a usable password, in a domain that no mail reaches."""
    user: User
    user, created = User.objects.get_or_create(
        email=f"{local}@{at}.example", defaults={"name": name[:120], "organisation": organisation}
    )
    if created:
        user.set_unusable_password()
        user.save()
    return user


def grant(
    user: User, role: Role, *, partnership: Partnership | None = None, organisation: Organisation | None = None
) -> None:
    RoleGrant.objects.get_or_create(
        user=user,
        role=role,
        partnership=partnership,
        organisation=organisation,
        defaults={"valid_from": SINCE, "reason": "Demonstration"},
    )


def create_accounts() -> None:
    """One account per role: the portal's, each partnership's, and each reporting council's."""
    administrator = account("administrator", "portal", "Portal administrator")
    grant(administrator, Role.PORTAL_ADMIN)
    for partnership in Partnership.objects.all():
        officer = account("programme.officer", partnership.slug, f"Programme officer, {partnership.short_name}")
        grant(officer, Role.PROGRAMME_OFFICER, partnership=partnership)
        for workstream in Workstream.objects.filter(partnership=partnership, status="active"):
            if workstream.lead:
                _create_lead(workstream, workstream.lead)
    for organisation in Organisation.objects.filter(committees__isnull=False).distinct():
        for local, (office, role) in COUNCIL_ACCOUNTS.items():
            user = account(local, organisation.slug, f"{office}, {organisation.short_name}", organisation)
            grant(user, role, organisation=organisation)


def _create_lead(workstream: Workstream, council: Organisation) -> None:
    name = f"{workstream.name} lead, {council.short_name}"
    lead = account(f"{workstream.slug}.lead", council.slug, name, council)
    grant(lead, Role.VIEWER, organisation=council)
    term = {"valid_from": SINCE, "reason": "Demonstration"}
    WorkstreamLead.objects.get_or_create(workstream=workstream, user=lead, defaults=term)


def officer_of(report: Report, role: Role) -> User:
    user: User = User.objects.filter(
        grants__in=RoleGrant.objects.in_force().for_role(role).filter(organisation=report.committee.organisation)
    ).earliest("pk")
    return user


def compile_paper(report: Report) -> Job | None:
    """Asks for the paper's files; None when they are there, or the paper is past its clearance."""
    if report.status != Status.DRAFT:
        return None
    author = officer_of(report, Role.REPORT_AUTHOR)
    return services.compile_version(report=report, by=author, at=timezone.now())[1]


def clear_and_publish(report: Report) -> None:
    """Takes a compiled paper the rest of its way, from wherever an interrupted start left it."""
    report.refresh_from_db()
    with transaction.atomic():
        version = report.snapshots.latest("number").number
    if report.status == Status.DRAFT:
        author = officer_of(report, Role.REPORT_AUTHOR)
        report = services.send_for_clearance(report=report, by=author, version=version)
    if report.status == Status.IN_CLEARANCE:
        verifier = officer_of(report, Role.IMPLICATIONS_VERIFIER)
        report = services.clear(report=report, by=verifier, version=version)
    if report.status == Status.CLEARED:
        clerk = officer_of(report, Role.CLERK)
        services.publish(report=report, by=clerk, version=version, at=timezone.now())
