"""Nothing that a person may not see changes what they are shown: every page that lists, counts, adds up, offers or
exports says the same, letter by letter, with rows beside it that are hidden from them and without."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from partnerships import invitations
from partnerships.models import ImportBatch
from partnerships.rules import Role
from partnerships.services import issue_token
from sharedservices.core import jobs
from tests.access.runner import Runner
from tests.access.scene import Scene
from tests.factories.partnerships import MembershipFactory, PartnershipFactory
from tests.factories.programme import MeasureFactory, RiskFactory
from tests.factories.reports import CommitteeFactory, ReportFactory
from tests.factories.savings import SavingsClaimFactory, SavingsLineFactory
from tests.factories.workstreams import MilestoneFactory, ProgressUpdateFactory, ProjectFactory, WorkstreamFactory
from tests.world import granted

CHANNELS = [
    "/",
    "/partnerships/",
    "/partnerships/workstreams/",
    "/partnerships/workstreams/?q=zq&rag=red",
    "/partnerships/rivers/",
    "/partnerships/rivers/governance/",
    "/partnerships/rivers/rounds/",
    "/partnerships/rivers/savings/",
    "/partnerships/rivers/changes/",
    "/partnerships/rivers/workstreams/waste/",
    "/partnerships/rivers/leads/",
    "/compendium/",
    "/compendium/?q=hidden",
    "/compendium/?saving=yes",
    "/organisations/",
    "/reports/",
    "/papers/",
    "/account/access/",
    "/account/tokens/",
    "/people/",
    "/people/invitations/",
    "/people/invitations/add/",
    "/partnerships/import/",
    "/partnerships/nowhere/",
    "/api/v1/schema/",
    *(f"/api/v1/{name}/" for name in ("organisations", "partnerships", "rounds", "measures", "papers")),
    *(f"/api/v1/{name}/?limit=1" for name in ("workstreams", "projects", "reports")),
    "/api/v1/updates/?ordering=-as_of",
    "/api/v1/milestones/?partnership=rivers",
    "/api/v1/risks/?search=hidden",
]
OFFERS = [f"/partnerships/rivers/{slug}/add/" for slug in ("milestones", "allocations", "dependencies", "risks")]
STRANGERS = ("anonymous", "newcomer", "officer_a", "councillor_a", "token")


def add_hidden_rows(scene: Scene) -> None:
    """All of Hills, and what council B and single people keep to themselves."""
    world = scene.world
    secret = PartnershipFactory(slug="secret", name="Hidden partnership")
    for partnership in (world.hills, secret):
        work = WorkstreamFactory(partnership=partnership, slug="hidden", name="Hidden work", lead=world.east)
        MilestoneFactory(workstream=work, title="Hidden milestone")
        ProjectFactory(workstream=work, name="Hidden project")
        ProgressUpdateFactory(workstream=work, rag_time="red")
        RiskFactory(partnership=partnership, title="Hidden risk")
        MeasureFactory(partnership=partnership, name="Hidden measure")
        claim = SavingsClaimFactory(partnership=partnership, organisation=world.east)
        SavingsLineFactory(claim=claim, achieved=1_000_000)
    MembershipFactory(partnership=secret)
    _councils_own(scene)
    _peoples_own(scene)


def _councils_own(scene: Scene) -> None:
    world = scene.world
    draft = SavingsClaimFactory(partnership=world.rivers, organisation=world.south, draft=True)
    SavingsLineFactory(claim=draft, organisation=world.south, achieved=2_000_000)
    told = scene.rows["savingsclaim"]["partner_submitted"]
    SavingsLineFactory(claim=told, organisation=world.south, period="2015/16", achieved=3_000_000, released=False)
    work = WorkstreamFactory._meta.model.objects.get(slug="audit")
    work.updates.filter(state="draft").update(rag_time="red", narrative="Not yet")
    ReportFactory(partnership=world.rivers, committee=CommitteeFactory(organisation=world.east))


def _peoples_own(scene: Scene) -> None:
    world, now = scene.world, timezone.now()
    stranger = granted("Hidden", Role.VIEWER, world.east)
    issue_token(user=stranger, name="Hidden token", expires_at=now + timedelta(days=1))
    jobs.enqueue(task="reports.tasks.compile_snapshot", key="snapshot:1", title="Hidden job", by=stranger)
    ImportBatch.objects.create(name="hidden.xlsx", sha256="b" * 64, size=2, by=world.administrator)
    asked: dict[str, Any] = {"by": world.administrator, "at": now, "reason": "New in the post"}
    invitations.invite(email="hidden@example.org", name="Hidden", role="clerk", organisation=world.east, **asked)


def answers(runner: Runner, persona: str, addresses: list[str]) -> dict[str, str]:
    return {address: runner.send(persona, "get", address).without_chance() for address in addresses}


@pytest.mark.parametrize("persona", STRANGERS)
def test_hidden_rows_change_nothing(runner: Runner, persona: str) -> None:
    with time_machine.travel("2026-05-05 12:00Z", tick=False):
        before = answers(runner, persona, CHANNELS)
        add_hidden_rows(runner.scene)

        after = answers(runner, persona, CHANNELS)

    assert [address for address in CHANNELS if before[address] != after[address]] == []


def test_forms_offer_nothing_hidden(runner: Runner) -> None:
    with time_machine.travel("2026-05-05 12:00Z", tick=False):
        before = answers(runner, "programme", OFFERS)
        add_hidden_rows(runner.scene)

        after = answers(runner, "programme", OFFERS)

    assert all("<form" in text for text in after.values())
    assert [address for address in OFFERS if before[address] != after[address]] == []


@pytest.mark.parametrize("persona", ["officer_a", "programme"])
def test_an_exported_programme_holds_nothing_hidden(runner: Runner, persona: str) -> None:
    scene = runner.scene
    add_hidden_rows(scene)

    text = runner.send(persona, "get", "/partnerships/rivers/export/").text

    assert scene.garden.found_in(text) >= {"rivers"}
    seen_by = runner.table.seen_by
    assert {secret for secret in scene.garden.found_in(text) if persona not in seen_by[secret]} == set()
    assert "Hidden" not in text
