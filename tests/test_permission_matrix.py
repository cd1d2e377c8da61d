"""Who gets which answer from which address. This table is the specification: an address missing here fails the suite.

404: it is not for this person to know that it is there. 403: seen, but refused with the reason. 409: not now. 302 for
those not signed in leads to the sign-in page; the API answers 401.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from partnerships.models import AgendaItem, ExemptText, ImportBatch, User
from partnerships.models.imports import import_storage
from partnerships.registers import ORGANISATIONS
from partnerships.services import issue_token
from reports import services, snapshots
from reports.models import Rendition, Report, Snapshot, rendition_storage
from reports.rules import Status
from savings.registers import COMPENDIUM
from sharedservices.core.registers.declared import Register
from tests.factories.partnerships import GovernanceBodyFactory, MeetingFactory
from tests.factories.programme import MeasureFactory, RiskFactory
from tests.factories.reports import (
    CommitteeFactory,
    HouseStyleFactory,
    RecommendationFactory,
    ReportFactory,
    ReportSectionFactory,
)
from tests.factories.savings import SavingsClaimFactory, SavingsLineFactory
from tests.factories.workstreams import (
    MilestoneFactory,
    ProgressUpdateFactory,
    ProjectFactory,
    ReportingRoundFactory,
    WorkstreamFactory,
    WorkstreamLeadFactory,
)
from tests.partnerships import people_matrix
from tests.partnerships.sign_in_matrix import NOT_LED_BACK, SIGN_IN
from tests.registers import CASES, REGISTERS, scope
from tests.world import World

PERSONAS = ("anonymous", "charlie", "bob", "officer", "clerk", "verifier", "alice", "administrator")
# fmt: off
MATRIX = [
    # method, address, then one answer for each persona in the order above
    ("get", "/", 302, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/partnerships/", 302, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/partnerships/import/", 302, 403, 403, 200, 403, 403, 403, 200),
    ("post", "/partnerships/import/", 302, 403, 403, 200, 403, 403, 403, 200),
    ("get", "/partnerships/rivers/export/", 302, 404, 200, 200, 200, 200, 200, 200),
    ("get", "/partnerships/hills/export/", 302, 200, 404, 404, 404, 404, 404, 200),
    ("get", "/partnerships/import/template.xlsx", 302, 403, 403, 200, 403, 403, 403, 200),
    ("get", "/partnerships/import/current/rivers.xlsx", 302, 403, 403, 200, 403, 403, 403, 200),
    ("get", "/partnerships/import/current/hills.xlsx", 302, 403, 403, 404, 403, 403, 403, 200),
    ("get", "/partnerships/import/{officers}/", 302, 403, 403, 200, 403, 403, 403, 200),
    ("get", "/partnerships/import/{administrators}/", 302, 403, 403, 404, 403, 403, 403, 200),
    ("get", "/partnerships/import/{officers}/marked.xlsx", 302, 403, 403, 200, 403, 403, 403, 200),
    ("post", "/partnerships/import/{officers}/check/", 302, 403, 403, 302, 403, 403, 403, 302),
    ("post", "/partnerships/import/{officers}/apply/", 302, 403, 403, 302, 403, 403, 403, 302),
    ("post", "/partnerships/import/{administrators}/apply/", 302, 403, 403, 404, 403, 403, 403, 302),
    ("post", "/partnerships/import/{officers}/undo/", 302, 403, 403, 409, 403, 403, 403, 409),
    ("get", "/partnerships/workstreams/", 302, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/partnerships/rivers/", 302, 404, 200, 200, 200, 200, 200, 200),
    ("get", "/partnerships/add/", 302, 403, 403, 403, 403, 403, 403, 200),
    ("post", "/partnerships/add/", 302, 403, 403, 403, 403, 403, 403, 200),
    ("get", "/partnerships/rivers/edit/", 302, 404, 403, 200, 403, 403, 403, 200),
    ("post", "/partnerships/rivers/edit/", 302, 404, 403, 200, 403, 403, 403, 200),
    ("get", "/partnerships/nowhere/edit/", 302, 404, 404, 404, 404, 404, 404, 404),
    ("get", "/partnerships/rivers/governance/", 302, 404, 200, 200, 200, 200, 200, 200),
    ("get", "/partnerships/rivers/savings/", 302, 404, 200, 200, 200, 200, 200, 200),
    ("get", "/partnerships/rivers/changes/", 302, 404, 200, 200, 200, 200, 200, 200),
    ("get", "/history/workstream/{waste}/", 302, 404, 200, 200, 200, 200, 200, 200),
    ("get", "/history/progressupdate/{sent}/", 302, 404, 200, 200, 200, 200, 200, 200),
    ("get", "/history/report/{draft}/", 302, 404, 404, 404, 200, 200, 200, 200),
    ("get", "/history/user/{waste}/", 302, 404, 404, 404, 404, 404, 404, 404),
    ("get", "/partnerships/rivers/savings/depot/north/release/", 302, 404, 403, 403, 403, 403, 403, 403),
    ("post", "/partnerships/rivers/savings/depot/north/release/", 302, 404, 403, 403, 403, 403, 403, 403),
    ("get", "/partnerships/rivers/savings/depot/south/release/", 302, 404, 403, 404, 404, 404, 404, 404),
    ("get", "/partnerships/rivers/savings/depot/north/withdraw/", 302, 404, 403, 403, 403, 403, 403, 403),
    ("post", "/partnerships/rivers/savings/depot/north/withdraw/", 302, 404, 403, 403, 403, 403, 403, 403),
    ("get", "/partnerships/hills/savings/depot/east/release/", 302, 200, 404, 404, 404, 404, 404, 403),
    ("post", "/partnerships/hills/savings/depot/east/withdraw/", 302, 200, 404, 404, 404, 404, 404, 403),
    ("get", "/partnerships/rivers/agenda-items/{exempt}/exempt/", 302, 404, 403, 403, 200, 200, 200, 403),
    ("get", "/partnerships/rivers/agenda-items/{exempt}/exempt/north/", 302, 404, 403, 403, 200, 403, 200, 403),
    ("post", "/partnerships/rivers/agenda-items/{exempt}/exempt/north/", 302, 404, 403, 403, 302, 403, 302, 403),
    ("get", "/partnerships/rivers/agenda-items/{exempt}/exempt/east/", 302, 404, 403, 403, 404, 404, 404, 403),
    ("get", "/partnerships/hills/agenda-items/{exempt}/exempt/", 302, 404, 404, 404, 404, 404, 404, 404),
    ("get", "/partnerships/nowhere/", 302, 404, 404, 404, 404, 404, 404, 404),
    ("get", "/partnerships/rivers/workstreams/waste/", 302, 404, 200, 200, 200, 200, 200, 200),
    ("get", "/partnerships/hills/workstreams/waste/", 302, 404, 404, 404, 404, 404, 404, 404),
    ("get", "/partnerships/rivers/workstreams/waste/update/", 302, 404, 403, 200, 403, 403, 200, 403),
    ("post", "/partnerships/rivers/workstreams/waste/update/", 302, 404, 403, 200, 403, 403, 200, 403),
    ("get", "/partnerships/rivers/workstreams/waste/updates/{sent}/edit/", 302, 404, 403, 409, 403, 403, 409, 403),
    ("post", "/partnerships/rivers/workstreams/waste/updates/{sent}/edit/", 302, 404, 403, 409, 403, 403, 409, 403),
    ("post", "/partnerships/rivers/workstreams/waste/updates/{sent}/approve/", 302, 404, 403, 302, 403, 403, 403, 403),
    ("get", "/partnerships/rivers/workstreams/waste/updates/{sent}/return/", 302, 404, 403, 200, 403, 403, 403, 403),
    ("post", "/partnerships/rivers/workstreams/waste/updates/{sent}/return/", 302, 404, 403, 200, 403, 403, 403, 403),
    ("get", "/partnerships/rivers/milestones/{milestone}/baseline/", 302, 404, 403, 200, 403, 403, 403, 403),
    ("post", "/partnerships/rivers/milestones/{milestone}/baseline/", 302, 404, 403, 200, 403, 403, 403, 403),
    ("get", "/partnerships/hills/milestones/{milestone}/baseline/", 302, 404, 404, 404, 404, 404, 404, 404),
    ("get", "/partnerships/rivers/rounds/", 302, 404, 200, 200, 200, 200, 200, 200),
    ("get", "/reports/", 302, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/reports/draft/", 302, 404, 404, 404, 200, 200, 200, 200),
    ("get", "/reports/nowhere/", 302, 404, 404, 404, 404, 404, 404, 404),
    ("get", "/reports/draft/edit/", 302, 404, 404, 404, 403, 403, 200, 403),
    ("post", "/reports/draft/edit/", 302, 404, 404, 404, 403, 403, 200, 403),
    ("post", "/reports/draft/compile/", 302, 404, 404, 404, 302, 403, 302, 403),
    ("post", "/reports/draft/move/clearance/", 302, 404, 404, 404, 403, 403, 302, 403),
    ("post", "/reports/draft/move/cleared/", 302, 404, 404, 404, 403, 409, 403, 403),
    ("post", "/reports/draft/move/published/", 302, 404, 404, 404, 409, 403, 403, 403),
    ("post", "/reports/draft/move/draft/", 302, 404, 404, 404, 403, 403, 409, 403),
    ("post", "/reports/draft/move/nowhere/", 302, 404, 404, 404, 404, 404, 404, 404),
    ("get", "/reports/draft/v1.pdf", 404, 404, 404, 404, 200, 200, 200, 200),
    ("get", "/reports/public/v1.pdf", 200, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/reports/public/v2.pdf", 404, 404, 404, 404, 404, 404, 404, 404),
    ("get", "/papers/", 200, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/papers/public/", 200, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/papers/draft/", 404, 404, 404, 404, 404, 404, 404, 404),
    ("get", "/jobs/{job}/", 302, 404, 404, 404, 404, 404, 200, 404),
    ("get", "/account/tokens/", 302, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/account/tokens/new/", 302, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/account/tokens/{token}/revoke/", 302, 404, 404, 404, 404, 404, 200, 404),
    *SIGN_IN,
    *people_matrix.PEOPLE,
    ("get", "/demo/sign-in/", 200, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/help/", 200, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/accessibility/", 200, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/healthz", 200, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/readyz", 503, 503, 503, 503, 503, 503, 503, 503),
    ("get", "/admin/", 302, 302, 302, 302, 302, 302, 302, 302),
    ("get", "/api/", 200, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/", 401, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/schema/", 200, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/nowhere/", 404, 404, 404, 404, 404, 404, 404, 404),
    ("get", "/api/v1/organisations/", 401, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/organisations/{south}/", 401, 404, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/partnerships/", 401, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/partnerships/{rivers}/", 401, 404, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/workstreams/", 401, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/workstreams/{waste}/", 401, 404, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/updates/", 401, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/updates/{sent}/", 401, 404, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/updates/{returned}/", 401, 404, 404, 200, 404, 404, 200, 404),
    ("get", "/api/v1/updates/{unsent}/", 401, 404, 404, 404, 404, 404, 404, 404),
    ("get", "/api/v1/rounds/", 401, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/rounds/{round}/", 401, 404, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/projects/", 401, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/projects/{project}/", 401, 404, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/milestones/", 401, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/milestones/{milestone}/", 401, 404, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/risks/", 401, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/risks/{risk}/", 401, 404, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/measures/", 401, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/measures/{measure}/", 401, 404, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/reports/", 401, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/reports/{draft}/", 401, 404, 404, 404, 200, 200, 200, 200),
    ("get", "/api/v1/papers/", 401, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/api/v1/papers/{public}/", 401, 200, 200, 200, 200, 200, 200, 200),
    ("delete", "/api/v1/partnerships/{rivers}/", 401, 405, 405, 405, 405, 405, 405, 405),
]
# method and page of every register within a partnership
REGISTER_PAGES = [
    ("get", "list", 302, 404, 200, 200, 200, 200, 200, 200),
    ("get", "detail", 302, 404, 200, 200, 200, 200, 200, 200),
    ("get", "add", 302, 404, 403, 200, 403, 403, 403, 403),
    ("post", "add", 302, 404, 403, 200, 403, 403, 403, 403),
    ("get", "edit", 302, 404, 403, 200, 403, 403, 403, 403),
    ("post", "edit", 302, 404, 403, 200, 403, 403, 403, 403),
    ("get", "delete", 302, 404, 403, 200, 403, 403, 403, 403),
    ("post", "delete", 302, 404, 403, 302, 403, 403, 403, 403),
]
# the detail page of a record that has a page of its own elsewhere
ELSEWHERE = ("get", "detail", 302, 404, 302, 302, 302, 302, 302, 302)
COMPENDIUM_PAGES = [
    ("get", "list", 302, 200, 200, 200, 200, 200, 200, 200),
    ("get", "detail", 302, 200, 200, 200, 200, 200, 200, 200),
    ("get", "add", 302, 403, 403, 200, 403, 403, 403, 200),
    ("post", "add", 302, 403, 403, 200, 403, 403, 403, 200),
    ("get", "edit", 302, 403, 403, 200, 403, 403, 403, 200),
    ("post", "edit", 302, 403, 403, 200, 403, 403, 403, 200),
    ("get", "delete", 302, 403, 403, 200, 403, 403, 403, 200),
    ("post", "delete", 302, 403, 403, 302, 403, 403, 403, 302),
]
# South is a member of the officer's partnership; what others refer to is not deleted
ORGANISATION_PAGES = [
    ("get", "list", 302, 200, 200, 200, 200, 200, 200, 200),
    ("get", "detail", 302, 404, 200, 200, 200, 200, 200, 200),
    ("get", "add", 302, 403, 403, 200, 403, 403, 403, 200),
    ("post", "add", 302, 403, 403, 200, 403, 403, 403, 200),
    ("get", "edit", 302, 404, 403, 200, 403, 403, 403, 200),
    ("post", "edit", 302, 404, 403, 200, 403, 403, 403, 200),
    ("get", "delete", 302, 404, 403, 403, 403, 403, 403, 200),
    ("post", "delete", 302, 404, 403, 403, 403, 403, 403, 409),
]
PAGES = {COMPENDIUM.slug: COMPENDIUM_PAGES, ORGANISATIONS.slug: ORGANISATION_PAGES}
# fmt: on


def register_pages(register: Register) -> list[tuple[object, ...]]:
    pages: list[tuple[object, ...]] = [*PAGES.get(register.slug, REGISTER_PAGES)]
    if register.home:
        pages[1] = ELSEWHERE
    return pages[:2] if register.written_elsewhere else pages


def register_addresses(register: Register, world: World, pk: int) -> dict[str, str]:
    keys = {"list": None, "add": None, "detail": pk, "edit": pk, "delete": pk}
    pages = {str(page) for _, page, *_ in register_pages(register)}
    return {page: register.url(page, scope(register, world), keys[page]) for page in pages}


def with_files(report: Report, world: World) -> Snapshot:
    """A version whose files hold a few bytes, as if compiled: the matrix is about doors, not pages."""
    text = snapshots.canonical(snapshots.freeze_content(report, on=timezone.localdate()))
    snapshot = Snapshot.objects.create(
        report=report,
        number=1,
        title=report.title,
        meeting_date=report.meeting_date,
        content=text,
        sha256=snapshots.digest(text),
        created_at=timezone.now(),
        created_by=world.alice,
    )
    for kind in Rendition.Format:
        name = rendition_storage().save(f"aa/{snapshot.pk}.{kind}", ContentFile(b"%PDF-"))
        Rendition.objects.create(
            snapshot=snapshot, format=kind, file=name, sha256="a" * 64, size=5, created_at=timezone.now()
        )
    return snapshot


def report_of(world: World, reference: str) -> Report:
    committee = CommitteeFactory(organisation=world.north)
    report: Report = ReportFactory(
        reference=reference,
        partnership=world.rivers,
        committee=committee,
        house_style=HouseStyleFactory(organisation=world.north),
    )
    ReportSectionFactory(report=report)
    RecommendationFactory(report=report, order=1)
    return report


def checked_import(by: User) -> ImportBatch:
    name = import_storage().save(f"aa/{by.pk}.xlsx", ContentFile(b"PK"))
    return ImportBatch.objects.create(
        name="programme.xlsx", file=name, sha256="a" * 64, size=2, by=by, state=ImportBatch.State.CHECKED
    )


def records(world: World) -> dict[str, int]:
    """What a programme keeps, each row by its word in the matrix; two updates that do not stand, on a workstream of
    their own that Alice leads."""
    audit = WorkstreamFactory(partnership=world.rivers, slug="audit")
    WorkstreamLeadFactory(workstream=audit, user=world.alice)
    rows = {
        "returned": ProgressUpdateFactory(workstream=audit, returned=True),
        "unsent": ProgressUpdateFactory(workstream=audit, draft=True),
        "round": ReportingRoundFactory(partnership=world.rivers),
        "project": ProjectFactory(workstream=world.waste),
        "milestone": MilestoneFactory(workstream=world.waste),
        "risk": RiskFactory(partnership=world.rivers),
        "measure": MeasureFactory(partnership=world.rivers),
    }
    return {name: row.pk for name, row in rows.items()}


def savings_lines(world: World) -> None:
    """North's and East's are released, South's is kept back, as is a part of East's."""
    rivers, hills = (
        SavingsClaimFactory(partnership=partnership, slug="depot", requested=True)
        for partnership in (world.rivers, world.hills)
    )
    SavingsLineFactory(claim=rivers, organisation=world.north)
    SavingsLineFactory(claim=rivers, organisation=world.south, released=False)
    SavingsLineFactory(claim=hills, organisation=world.east)
    SavingsLineFactory(claim=hills, organisation=world.east, period="2013/14", released=False)


def exempt_item(world: World) -> int:
    meeting = MeetingFactory(body=GovernanceBodyFactory(partnership=world.rivers))
    why = {"part": "exempt", "exempt_paragraphs": "3", "public_interest": "Prices are asked for."}
    item = AgendaItem.objects.create(meeting=meeting, number=1, title="A depot", **why)
    ExemptText.objects.create(item=item, organisation=world.north, text="Offers")
    return int(item.pk)


@pytest.fixture
def addresses(world: World) -> dict[str, object]:
    """What stands in the braces of the matrix."""
    GovernanceBodyFactory(partnership=world.rivers)
    savings_lines(world)
    draft, public = report_of(world, "draft"), report_of(world, "public")
    job = services.compile_version(report=world.report, by=world.alice, at=timezone.now())[1]
    with_files(draft, world)
    Report.objects.filter(pk=public.pk).update(
        published=with_files(public, world),
        published_at=timezone.now(),
        status=Status.PUBLISHED,
        cleared_by=world.verifier,
    )
    token, _ = issue_token(user=world.alice, name="Test", expires_at=timezone.now() + timedelta(days=1))
    return {
        "job": job.pk,
        "token": token.pk,
        "officers": checked_import(world.officer).pk,
        "administrators": checked_import(world.administrator).pk,
        "south": world.south.pk,
        "rivers": world.rivers.pk,
        "waste": world.waste.pk,
        "milestone": world.waste.milestones.get().pk,
        "sent": world.waste.updates.get().pk,
        "exempt": exempt_item(world),
        **records(world),
        **people_matrix.addresses(world),
        "draft": draft.pk,
        "public": public.pk,
    }


@pytest.mark.parametrize("row", MATRIX, ids=[f"{row[0]} {row[1]}" for row in MATRIX])
def test_the_answers(world: World, addresses: dict[str, object], row: tuple[str, ...]) -> None:
    method, address, *expected = row

    answers = [answer_to(persona, world, method, str(address).format(**addresses)) for persona in PERSONAS]

    assert [answer.status_code for answer in answers] == expected
    if expected[0] == 302 and address not in {*NOT_LED_BACK, *people_matrix.NOT_LED_BACK, "/admin/"}:
        assert answers[0]["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.slug)
def test_the_answers_of_a_register(world: World, register: Register) -> None:
    addresses = register_addresses(register, world, CASES[register.slug].row(world).pk)
    table = register_pages(register)

    answers = [
        (method, page, *(answer_to(persona, world, method, addresses[page]).status_code for persona in PERSONAS))
        for method, page, *_ in table
    ]

    assert answers == table


def answer_to(persona: str, world: World, method: str, address: str) -> HttpResponse:
    """The answer, with whatever it changed rolled back."""
    client = Client()
    with transaction.atomic():
        if persona != "anonymous":
            client.force_login(getattr(world, persona))
        data = {"version": "1"} if method == "post" else None
        answer: HttpResponse = getattr(client, method)(address, data)
        transaction.set_rollback(True)
    return answer


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if not isinstance(entry, URLResolver):
            yield entry
        elif entry.app_name != "admin":
            yield from patterns(entry)


def test_every_address_is_in_the_matrix(world: World, addresses: dict[str, object]) -> None:
    resolver = get_resolver()
    known = [row[1].format(**addresses) for row in MATRIX]
    known += [address for register in REGISTERS for address in register_addresses(register, world, 1).values()]
    covered = {resolver.resolve(address).func for address in known}

    missing = [entry.lookup_str for entry in patterns(resolver) if entry.callback not in covered]

    assert missing == []
