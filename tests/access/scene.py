"""The world of the matrix: a row of every kind in each context, with canaries in what is private.

Contexts. `shared`: a row of Rivers that its partners share. `own_draft`, `partner_draft`, `partner_submitted`,
`verified`: by council A (own) and council B (partner); `kept_back` is a line of B's that B has not released.
`other_partnership`: a row of Hills under the address of Hills; `foreign`: the same row under the address of Rivers.
`open_part` and `exempt_part` of a paper or a meeting. `missing`.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from partnerships import invitations
from partnerships.models import AgendaItem, ExemptText, ImportBatch, Meeting
from partnerships.models.imports import import_storage
from partnerships.token_services import issue_token
from reports import snapshots
from reports.models import Rendition, Report, Snapshot, rendition_storage
from savings.models import SavingsClaim
from sharedservices.core import jobs
from sharedservices.core.registers.declared import Register
from tests.access import past
from tests.access.canaries import Garden
from tests.access.personas import Caller, accounts, callers
from tests.factories.partnerships import MembershipFactory, OrganisationFactory
from tests.factories.reports import CommitteeFactory, RecommendationFactory, ReportFactory, ReportSectionFactory
from tests.factories.savings import SavingsClaimFactory, SavingsLineFactory
from tests.factories.workstreams import (
    MilestoneFactory,
    ProgressUpdateFactory,
    ProjectFactory,
    ProjectRatingFactory,
    WorkstreamFactory,
    WorkstreamLeadFactory,
)
from tests.registers import CASES, OPEN, REGISTERS
from tests.world import World, build

MISSING = 987_654_321
EXEMPT = {"exempt_paragraphs": "3", "public_interest": "Prices are being asked for."}
Rows = dict[str, Any]


@dataclass
class Scene:
    """`rows[kind][context]` is a row; kinds are slugs of registers and names of models."""

    world: World
    callers: dict[str, Caller]
    garden: Garden = field(default_factory=Garden)
    rows: dict[str, Rows] = field(default_factory=dict)

    def add(self, kind: str, context: str, row: Any) -> Any:
        self.rows.setdefault(kind, {})[context] = row
        return row


def stage() -> Scene:
    world = build()
    people = accounts(world)
    scene = Scene(world, callers(people))
    hills = SimpleNamespace(
        rivers=world.hills, north=world.east, south=_member(world), waste=_work(world), officer=people["officer_c"]
    )
    _registers(scene, hills)
    _updates(scene, hills.waste)
    _claims(scene)
    _papers(scene)
    _parts(scene)
    _people(scene, people)
    _own_things(scene, people)
    past.stage(world, scene.rows, scene.garden)
    return scene


def _member(world: World) -> Any:
    west = OrganisationFactory(slug="west")
    MembershipFactory(partnership=world.hills, organisation=west)
    return west


def _work(world: World) -> Any:
    work = WorkstreamFactory(partnership=world.hills, slug="roads", name="Roads", lead=world.east)
    MilestoneFactory(workstream=work, slug="business-case", baseline="by 2012-01")
    return work


def _registers(scene: Scene, hills: Any) -> None:
    """A row of every register in both partnerships; partnerships and councils keep their names, which are no secret."""
    for register in REGISTERS:
        row = scene.add(register.slug, "shared", CASES[register.slug].row(scene.world))
        if register in OPEN:
            continue
        scene.add(register.slug, "other_partnership", CASES[register.slug].row(hills))
        scene.garden.plant("rivers", row)
        scene.garden.plant("hills", scene.rows[register.slug]["other_partnership"])
    scene.add("organisations", "shared", scene.world.north)
    scene.add("organisations", "other_partnership", hills.south)
    scene.add("partnership", "shared", scene.world.rivers)
    scene.add("partnership", "other_partnership", scene.world.hills)
    scene.garden.plant("rivers", scene.world.waste.milestones.get(), *scene.world.waste.projects.all())
    scene.garden.plant("hills", *hills.waste.projects.all())
    for kind in scene.rows.values():
        if "other_partnership" in kind:
            kind["foreign"] = kind["other_partnership"]


def _updates(scene: Scene, roads: Any) -> None:
    """Council A's workstream is led by the persona of that name, the partner's by council B's officer."""
    waste = scene.world.waste
    audit = WorkstreamFactory(partnership=scene.world.rivers, slug="audit", lead=scene.world.south)
    lead = WorkstreamLeadFactory(workstream=audit, user=scene.callers["officer_b"].user)
    scene.add("workstreamlead", "shared", lead)
    waste.updates.all().delete()
    made = {
        "own_draft": ProgressUpdateFactory(workstream=waste, draft=True, as_of="2011-11-20"),
        "verified": ProgressUpdateFactory(workstream=waste, approved=True),
        "partner_draft": ProgressUpdateFactory(workstream=audit, draft=True, as_of="2011-11-20"),
        "partner_submitted": ProgressUpdateFactory(workstream=audit),
        "other_partnership": ProgressUpdateFactory(workstream=roads),
    }
    secrets = {"own_draft": "update_a", "partner_draft": "update_b", "other_partnership": "hills"}
    for context, update in made.items():
        scene.add("progressupdate", context, update)
        project = ProjectFactory(workstream=update.workstream)
        rating = scene.add("projectrating", context, ProjectRatingFactory(update=update, project=project))
        secret = secrets.get(context, "rivers")
        scene.garden.plant("hills" if context == "other_partnership" else "rivers", project)
        scene.garden.plant(secret, update, rating)


def _claims(scene: Scene) -> None:
    world, status = scene.world, SavingsClaim.Status
    wanted = {
        "own_draft": (world.rivers, world.north, status.DRAFT, "claim_a"),
        "partner_draft": (world.rivers, world.south, status.DRAFT, "claim_b"),
        "partner_submitted": (world.rivers, world.south, status.SUBMITTED, "rivers"),
        "verified": (world.rivers, world.north, status.VERIFIED, "rivers"),
        "other_partnership": (world.hills, world.east, status.SUBMITTED, "hills"),
    }
    for context, (partnership, organisation, state, secret) in wanted.items():
        claim: Any = SavingsClaimFactory(partnership=partnership, organisation=organisation, draft=True)
        line = _line(claim, "2012/13", released=state != status.DRAFT)
        if context == "partner_submitted":
            scene.garden.plant("past_b", claim, line)
            kept = scene.add("savingsline", "kept_back", _line(claim, "2013/14", released=False))
            scene.garden.plant("kept_b", kept)
        scene.garden.plant(secret.replace("claim", "line"), line)
        scene.garden.plant(secret, claim, status=state)
        scene.add("savingsclaim", context, claim)
        scene.add("savingsline", context, line)


def _line(claim: Any, period: str, *, released: bool) -> Any:
    amounts = {"forecast": 1, "identified": 1, "achieved": 1}
    return SavingsLineFactory(claim=claim, organisation=claim.organisation, period=period, released=released, **amounts)


def _papers(scene: Scene) -> None:
    """Of council A in every state, of B and C too; the published one is everybody's."""
    world = scene.world
    scene.rows.setdefault("report", {})
    wanted = {
        "own_draft": (world.rivers, world.north, "draft", "paper_a"),
        "partner_draft": (world.rivers, world.south, "draft", "paper_b"),
        "partner_submitted": (world.rivers, world.south, "in_clearance", "paper_b"),
        "verified": (world.rivers, world.north, "cleared", "paper_a"),
        "other_partnership": (world.hills, world.east, "draft", "paper_c"),
        "open_part": (world.rivers, world.north, "published", ""),
    }
    for context, (partnership, council, state, secret) in wanted.items():
        committee = CommitteeFactory(organisation=council)
        paper: Any = ReportFactory(
            reference=f"paper-{context}".replace("_", "-"), partnership=partnership, committee=committee
        )
        section = ReportSectionFactory(report=paper)
        RecommendationFactory(report=paper, order=1)
        if secret:
            scene.garden.plant(secret, paper, section)
        scene.add("reportsection", context, section)
        _compiled(scene, context, Report.objects.get(pk=paper.pk), state)


def _compiled(scene: Scene, context: str, paper: Report, state: str) -> None:
    """With a version whose files hold what the paper holds."""
    text = snapshots.canonical(snapshots.freeze_content(paper, on=timezone.localdate()))
    now = timezone.now()
    version = Snapshot.objects.create(
        report=paper,
        number=1,
        title=paper.title,
        meeting_date=paper.meeting_date,
        content=text,
        sha256=snapshots.digest(text),
        created_at=now,
    )
    for kind in Rendition.Format:
        name = rendition_storage().save(
            f"aa/{version.pk}.{kind}", ContentFile(f"{paper.title} {paper.purpose}".encode())
        )
        Rendition.objects.create(snapshot=version, format=kind, file=name, sha256="a" * 64, size=5, created_at=now)
    cleared = scene.world.verifier if state in {"cleared", "published"} else None
    published = {"published": version, "published_at": now} if state == "published" else {}
    Report.objects.filter(pk=paper.pk).update(status=state, cleared_by=cleared, **published)
    scene.add("report", context, Report.objects.get(pk=paper.pk))
    scene.add("snapshot", context, version)


def _parts(scene: Scene) -> None:
    """An item of a meeting's agenda that the public may read, and one that it may not, with what two councils keep."""
    meeting = scene.add("meeting", "shared", Meeting.objects.filter(body__partnership=scene.world.rivers).first())
    for context, part in (("open_part", "open"), ("exempt_part", "exempt")):
        number, why = 50 + len(context), EXEMPT if part == "exempt" else {}
        item = AgendaItem.objects.create(meeting=meeting, number=number, title="Sites", part=part, **why)
        scene.garden.plant("rivers", item)
        scene.add("agenda-items", context, item)
    for secret, council in (("exempt_a", scene.world.north), ("exempt_b", scene.world.south)):
        text = ExemptText.objects.create(item=item, organisation=council, text="Prices")
        scene.garden.plant(secret, text)
        scene.rows.setdefault("exempttext", {}).setdefault("exempt_part", text)


def _people(scene: Scene, people: dict[str, Any]) -> None:
    """Council B's officer and what they hold, and what somebody in Hills holds; an invitation of each partnership."""
    world = scene.world
    for context, person, council in (
        ("shared", people["officer_b"], world.south),
        ("other_partnership", people["officer_c"], world.east),
    ):
        scene.add("person", context, person)
        scene.add("grant", context, person.grants.get())
        secret = "invited" if context == "shared" else "invited_c"
        name = f"zq{secret.replace('_', '')}qz"
        invitation = invitations.invite(
            email=f"{name}@example.org",
            name=name,
            role="partnership_viewer",
            partnership=council.memberships.get().partnership,
            by=people["administrator"],
            at=timezone.now(),
            reason="New in the post",
        )
        scene.garden.signs[secret] = {name}
        scene.add("invitation", context, invitation)


def _own_things(scene: Scene, people: dict[str, Any]) -> None:
    """What belongs to one person: a job, an import, a token."""
    author, token_of = people["author_a"], people["officer_a"]
    job = jobs.enqueue(task="reports.tasks.compile_snapshot", key="snapshot:0", title="Compile zqjobqz", by=author)
    scene.garden.signs["job"] = {"zqjobqz"}
    scene.add("job", "shared", job)
    token, _ = issue_token(user=token_of, name="zqtokenqz", expires_at=timezone.now() + timedelta(days=1))
    scene.garden.signs["token"] = {"zqtokenqz"}
    scene.add("token", "shared", token)
    for context, by, secret in (
        ("shared", people["programme"], "import_p"),
        ("other_partnership", people["administrator"], "import_x"),
    ):
        name = import_storage().save(f"aa/{by.pk}.xlsx", ContentFile(b"PK"))
        batch = ImportBatch.objects.create(
            name=f"zq{secret.replace('_', '')}qz.xlsx", file=name, sha256="a" * 64, size=2, by=by, state="checked"
        )
        scene.garden.signs[secret] = {f"zq{secret.replace('_', '')}qz"}
        scene.add("import", context, batch)


def registers_by_slug() -> dict[str, Register]:
    return {register.slug: register for register in REGISTERS}
