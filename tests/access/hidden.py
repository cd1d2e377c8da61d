"""Rows that are added beside what somebody sees, each hidden from all but those who may read its secret."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from partnerships import invitations
from partnerships.models import ExemptText, ImportBatch, Organisation, Partnership
from partnerships.rules import Role
from partnerships.token_services import issue_token
from reports.models import Report
from sharedservices.core import jobs
from tests.access.scene import Scene
from tests.access.table import Table
from tests.factories.partnerships import MembershipFactory, PartnershipFactory
from tests.factories.programme import MeasureFactory, RiskFactory
from tests.factories.reports import CommitteeFactory, ReportFactory, ReportSectionFactory
from tests.factories.savings import SavingsClaimFactory, SavingsLineFactory
from tests.factories.workstreams import (
    MilestoneFactory,
    ProgressUpdateFactory,
    ProjectFactory,
    ReportingRoundFactory,
    WorkstreamFactory,
)
from tests.world import granted
from workstreams.models import Workstream

NAME = "Hidden"
Hide = Callable[[Scene], object]


def programme(partnership: Partnership, council: Organisation) -> None:
    """One of everything that a partnership shares, with a million that its sums would show."""
    work = WorkstreamFactory(partnership=partnership, slug="hidden", name=f"{NAME} work", lead=council)
    MilestoneFactory(workstream=work, title=f"{NAME} milestone")
    ProjectFactory(workstream=work, name=f"{NAME} project")
    ProgressUpdateFactory(workstream=work, rag_time="red")
    RiskFactory(partnership=partnership, title=f"{NAME} risk")
    MeasureFactory(partnership=partnership, name=f"{NAME} measure")
    ReportingRoundFactory(partnership=partnership)
    claim = SavingsClaimFactory(partnership=partnership, organisation=council)
    SavingsLineFactory(claim=claim, achieved=1_000_000)


def another_partnership(_: Scene) -> None:
    secret = PartnershipFactory(slug="secret", name=f"{NAME} partnership")
    programme(secret, MembershipFactory(partnership=secret).organisation)


def draft_claim(scene: Scene) -> None:
    claim = SavingsClaimFactory(
        partnership=scene.world.rivers, organisation=scene.world.south, title=f"{NAME} claim", draft=True
    )
    SavingsLineFactory(claim=claim, organisation=scene.world.south, achieved=2_000_000)


def line_kept_back(scene: Scene) -> None:
    claim = scene.rows["savingsclaim"]["partner_submitted"]
    more = {"period": "2015/16", "achieved": 3_000_000, "note": NAME}
    SavingsLineFactory(claim=claim, organisation=scene.world.south, released=False, **more)


def draft_update(_: Scene) -> None:
    work = Workstream.objects.get(slug="audit")
    work.updates.filter(state="draft").update(rag_time="red", narrative=NAME)


def paper(scene: Scene) -> None:
    committee = CommitteeFactory(organisation=scene.world.south, name=f"{NAME} committee")
    made: Report = ReportFactory(partnership=scene.world.rivers, committee=committee, title=f"{NAME} paper")
    ReportSectionFactory(report=made)


def exempt_text(scene: Scene) -> None:
    ExemptText.objects.filter(organisation=scene.world.south).update(text=NAME)


def import_batch(scene: Scene) -> None:
    ImportBatch.objects.create(name=f"{NAME}.xlsx", sha256="b" * 64, size=2, by=scene.world.administrator)


def invitation(scene: Scene) -> None:
    world = scene.world
    asked: dict[str, Any] = {"by": world.administrator, "at": timezone.now(), "reason": "New in the post"}
    where = {"role": "partnership_viewer", "partnership": world.hills}
    invitations.invite(email="hidden@example.org", name=NAME, **where, **asked)


def a_person_with_a_token(scene: Scene) -> None:
    """Somebody in a partnership of their own, and what belongs to them alone."""
    secret = PartnershipFactory(slug="own", name=f"{NAME} too")
    council = MembershipFactory(partnership=secret).organisation
    stranger = granted(NAME, Role.VIEWER, council)
    issue_token(user=stranger, name=f"{NAME} token", expires_at=timezone.now() + timedelta(days=1))


def job(scene: Scene) -> None:
    jobs.enqueue(task="reports.tasks.compile_snapshot", key="snapshot:1", title=NAME, by=scene.world.alice)


# By the secret of canaries.csv that says who may read them
ROWS: dict[str, list[Hide]] = {
    "rivers": [lambda scene: programme(scene.world.rivers, scene.world.south)],
    "hills": [lambda scene: programme(scene.world.hills, scene.world.east)],
    "import_x": [another_partnership, import_batch, a_person_with_a_token],
    "invited_c": [invitation],
    "claim_b": [draft_claim],
    "kept_b": [line_kept_back],
    "update_b": [draft_update],
    "paper_b": [paper],
    "exempt_b": [exempt_text],
    "job": [job],
}


def hidden_from(table: Table, persona: str) -> Iterator[Hide]:
    for secret, rows in ROWS.items():
        if persona not in table.seen_by[secret]:
            yield from rows


def hide(scene: Scene, table: Table, persona: str) -> int:
    """Adds all that this persona may not see; how many kinds of it."""
    chosen = list(hidden_from(table, persona))
    for add in chosen:
        add(scene)
    return len(chosen)
