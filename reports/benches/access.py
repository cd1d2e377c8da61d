"""`manage.py bench access`: what row-level security costs the pages and lists that read private tables.

Each is opened in turns with the policies and without them, by somebody who sees much. In a transaction that is rolled
back: for everybody else the policies stay.
"""

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from reports.benches.visitors import Role, Visitor, busiest_council, partnerships_by_claims, visiting, visitor
from sharedservices.core.acting import as_owner
from sharedservices.core.bench import Bench, Ratio, compare

GOAL = 1.3
ROUNDS = 15
LOCKED = "SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity AND relkind = 'r' ORDER BY 1"
Case = tuple[str, Visitor, str]


def access() -> Bench:
    largest = partnerships_by_claims()[-1]
    workstream = largest.workstreams.order_by("pk")[0]
    with visiting():
        today = timezone.localdate()
        programme = visitor(Role.PROGRAMME_OFFICER, today, partnership=largest)
        member = largest.memberships.order_by("pk")[0].organisation
        council = visitor(Role.COUNCIL_OFFICER, today, organisation=member)
        busiest = visitor(Role.COUNCIL_OFFICER, today, organisation=busiest_council())
        everything = visitor(Role.PORTAL_ADMIN, today)
        savings = reverse("savings:lines", args=[largest.slug])
        cases: list[Case] = [
            ("Partnership, programme officer", programme, largest.get_absolute_url()),
            ("Partnership, council officer", council, largest.get_absolute_url()),
            ("Workstream, council officer", council, workstream.get_absolute_url()),
            ("Savings, programme officer", programme, savings),
            ("Savings, council officer", council, savings),
            ("Savings, administrator", everything, savings),
            ("Workstreams, council officer", busiest, reverse("workstreams:list")),
            ("Workstreams, administrator", everything, reverse("workstreams:list")),
            ("Compendium, council officer", busiest, reverse("compendium:compendium-list")),
            ("Home, programme officer", programme, reverse("home")),
            ("API: workstreams, council officer", busiest, reverse("api-workstreams-list")),
            ("API: updates, council officer", busiest, reverse("api-updates-list")),
            ("API: updates, administrator", everything, reverse("api-updates-list")),
        ]
        tables = _locked()
        results = [_compared(case, tables) for case in cases]
    return Bench(f"{', '.join(tables)}; {largest}, the largest partnership by claims", results)


def _compared(case: Case, tables: list[str]) -> Ratio:
    what, who, address = case
    return compare(
        what,
        lambda: who.get(address),
        "without policies",
        lambda: who.get(address),
        goal=GOAL,
        rounds=ROUNDS,
        first=lambda: _switched(tables, "ENABLE", who, address),
        between=lambda: _switched(tables, "DISABLE", who, address),
    )


def _locked() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(LOCKED)
        return [name for (name,) in cursor.fetchall()]


def _switched(tables: list[str], how: str, who: Visitor, address: str) -> None:
    """The first page after it is not measured: what the session had planned is planned anew."""
    _switch(tables, how)
    who.get(address)


def _switch(tables: list[str], how: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} {how} ROW LEVEL SECURITY")
