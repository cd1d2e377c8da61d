"""The one world of the tests. North and South share services in the Rivers partnership; East is in the Hills with
nobody they know. Alice writes for North, Bob views for South, Charlie is East's officer; the others are offices."""

from dataclasses import dataclass

from django.test import Client

from partnerships.models import Organisation, Partnership, User
from partnerships.rules import Role
from reports.models import Report
from tests.factories.partnerships import (
    MembershipFactory,
    OrganisationFactory,
    PartnershipFactory,
    RoleGrantFactory,
    UserFactory,
)
from tests.factories.reports import CommitteeFactory, RecommendationFactory, ReportFactory, ReportSectionFactory
from tests.factories.workstreams import (
    MilestoneFactory,
    ProgressUpdateFactory,
    WorkstreamFactory,
    WorkstreamLeadFactory,
)
from workstreams.models import Workstream


@dataclass(frozen=True)
class World:
    north: Organisation
    south: Organisation
    east: Organisation
    rivers: Partnership
    hills: Partnership
    waste: Workstream
    report: Report
    alice: User
    bob: User
    charlie: User
    officer: User
    verifier: User
    clerk: User
    administrator: User


def as_(client: Client, user: object) -> Client:
    client.force_login(user)
    return client


def granted(
    name: str, role: Role, organisation: Organisation | None = None, partnership: Partnership | None = None
) -> User:
    user: User = UserFactory(name=name, organisation=organisation)
    RoleGrantFactory(user=user, role=role, organisation=organisation, partnership=partnership)
    return user


def build() -> World:
    north, south, east = (OrganisationFactory(slug=slug) for slug in ("north", "south", "east"))
    rivers, hills = PartnershipFactory(slug="rivers"), PartnershipFactory(slug="hills")
    for partnership, members in ((rivers, (north, south)), (hills, (east,))):
        for organisation in members:
            MembershipFactory(partnership=partnership, organisation=organisation)
    waste = WorkstreamFactory(partnership=rivers, slug="waste", name="Waste", lead=north)
    ProgressUpdateFactory(workstream=waste, rag_time="green")
    MilestoneFactory(workstream=waste, slug="business-case", title="Business case", baseline="by 2012-01")
    alice = granted("Alice", Role.REPORT_AUTHOR, north)
    WorkstreamLeadFactory(workstream=waste, user=alice)
    return World(
        north=north,
        south=south,
        east=east,
        rivers=rivers,
        hills=hills,
        waste=waste,
        report=_report(rivers, north),
        alice=alice,
        bob=granted("Bob", Role.VIEWER, south),
        charlie=granted("Charlie", Role.COUNCIL_OFFICER, east),
        officer=granted("Officer", Role.PROGRAMME_OFFICER, partnership=rivers),
        verifier=granted("Verifier", Role.IMPLICATIONS_VERIFIER, north),
        clerk=granted("Clerk", Role.CLERK, north),
        administrator=granted("Administrator", Role.PORTAL_ADMIN),
    )


def _report(partnership: Partnership, organisation: Organisation) -> Report:
    report: Report = ReportFactory(
        reference="rivers-north-2011-11-09",
        partnership=partnership,
        committee=CommitteeFactory(organisation=organisation, slug="scrutiny"),
    )
    ReportSectionFactory(report=report)
    RecommendationFactory(report=report, order=1)
    return report
