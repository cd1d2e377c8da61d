"""Who has no part in the partnership, or had none then: cases for both doors."""

from typing import Any

from partnerships import checks
from partnerships.models import (
    Agreement,
    Contribution,
    Endorsement,
    HostingArrangement,
    Membership,
    Organisation,
    Signature,
)
from tests.doors import Case, changed
from tests.factories.partnerships import (
    DecisionFactory,
    GovernanceBodyFactory,
    MembershipFactory,
)
from tests.world import World

MEMBER = {"partnership": "rivers", "organisation": "south", "role": "member"}
FORMER = {"joined": "2009", "left": "2012"}


def south_was_there(world: World) -> None:
    Membership.objects.filter(organisation=world.south).update(**FORMER)


def membership(world: World, joined: str, role: str = "member") -> Membership:
    south_was_there(world)
    return Membership(partnership=world.rivers, organisation=world.south, role=role, joined=joined)


def agreement(world: World, slug: str = "mou", **fields: Any) -> Agreement:
    row: Agreement = Agreement.objects.get_or_create(
        partnership=world.rivers, slug=slug, defaults={"title": "Memorandum", **fields}
    )[0]
    return row


def signature(world: World, organisation: Organisation, **fields: str) -> Signature:
    south_was_there(world)
    return Signature(agreement=agreement(world), organisation=organisation, **fields)


def contribution(world: World, organisation: Organisation, period: str) -> Contribution:
    south_was_there(world)
    return Contribution(partnership=world.rivers, organisation=organisation, purpose="Office", period=period)


def endorsement(world: World, organisation: Organisation, **fields: str) -> Endorsement:
    south_was_there(world)
    board = GovernanceBodyFactory(partnership=world.rivers, slug="board")
    decision = DecisionFactory(meeting__body=board, meeting__date="2011-09-20", number=1)
    return Endorsement(decision=decision, organisation=organisation, state="endorsed", **fields)


def hosting(world: World, organisation: Organisation, **fields: str) -> HostingArrangement:
    south_was_there(world)
    return HostingArrangement(partnership=world.rivers, function="ict", host=organisation, **fields)


def leaving_host(world: World, ends: str | None = None) -> Membership:
    HostingArrangement.objects.create(partnership=world.rivers, function="ict", host=world.south, ends=ends)
    return changed(Membership.objects.get(organisation=world.south, role="member"), left="2012")


def leaving_for_another_part(world: World) -> Membership:
    MembershipFactory(partnership=world.rivers, organisation=world.south, role="associate", joined="2012")
    return leaving_host(world)


STANDING: list[Case] = [
    Case(
        "the same role twice at a time",
        checks.membership_fits,
        lambda world: membership(world, "2010"),
        "memberships",
        {**MEMBER, "joined": "2010"},
        "joined",
        "already has this role from 2009 until 2012",
    ),
    Case(
        "back in the year of leaving",
        checks.membership_fits,
        lambda world: membership(world, "2012"),
        "memberships",
        {**MEMBER, "joined": "2012"},
        "joined",
        "",
    ),
    Case(
        "two roles at a time",
        checks.membership_fits,
        lambda world: membership(world, "2010", "host"),
        "memberships",
        {**MEMBER, "role": "host", "joined": "2010"},
        "joined",
        "",
    ),
    Case(
        "leaving with what it hosts",
        checks.membership_fits,
        leaving_host,
        "memberships",
        {**MEMBER, "joined": "", "left": "2012"},
        "left",
        "cannot leave in 2012: it still hosts “ICT”. Name another organisation there first",
    ),
    Case(
        "leaving after its hosting ended",
        checks.membership_fits,
        lambda world: leaving_host(world, "2011"),
        "memberships",
        {**MEMBER, "joined": "", "left": "2012"},
        "left",
        "",
    ),
    Case(
        "leaving one part for another",
        checks.membership_fits,
        leaving_for_another_part,
        "memberships",
        {**MEMBER, "joined": "", "left": "2012"},
        "left",
        "",
    ),
    Case(
        "leaving with what it leads",
        checks.membership_fits,
        lambda world: changed(Membership.objects.get(organisation=world.north), left="2012"),
        "memberships",
        {**MEMBER, "organisation": "north", "joined": "", "left": "2012"},
        "left",
        "it still leads the workstream “Waste”",
    ),
    Case(
        "a stranger's signature",
        checks.signatory_is_a_member,
        lambda world: signature(world, world.east),
        "signatures",
        {"agreement": "rivers/mou", "organisation": "east", "date": ""},
        "organisation",
        "only members sign its agreements. Choose a member",
    ),
    Case(
        "a signature before joining",
        checks.signatory_is_a_member,
        lambda world: signature(world, world.south, date="2008-12"),
        "signatures",
        {"agreement": "rivers/mou", "organisation": "south", "date": "2008-12"},
        "date",
        "from 2009 until 2012, not in December 2008",
    ),
    Case(
        "a former member's signature without a date",
        checks.signatory_is_a_member,
        lambda world: signature(world, world.south),
        "signatures",
        {"agreement": "rivers/mou", "organisation": "south", "date": ""},
        "date",
        "",
    ),
    Case(
        "a signature that may be older than the leaving",
        checks.signatory_is_a_member,
        lambda world: signature(world, world.south, date="by 2013"),
        "signatures",
        {"agreement": "rivers/mou", "organisation": "south", "date": "by 2013"},
        "date",
        "",
    ),
    Case(
        "a stranger's answer",
        checks.respondent_is_a_member,
        lambda world: endorsement(world, world.east),
        "endorsements",
        {"body": "rivers/board", "date": "2011-09-20", "number": "1", "organisation": "east", "state": "endorsed"},
        "organisation",
        "only members answer its decisions",
    ),
    Case(
        "an answer after leaving",
        checks.respondent_is_a_member,
        lambda world: endorsement(world, world.south, date="2013-01"),
        "endorsements",
        {
            "body": "rivers/board",
            "date": "2011-09-20",
            "number": "1",
            "organisation": "south",
            "state": "endorsed",
            "decided": "2013-01",
        },
        "date",
        "not in January 2013",
        column="decided",
    ),
    Case(
        "a contribution after leaving",
        checks.contributor_is_a_member,
        lambda world: contribution(world, world.south, "2013/14"),
        "contributions",
        {"partnership": "rivers", "organisation": "south", "purpose": "Office", "period": "2013/14"},
        "period",
        "only members pay into it",
    ),
    Case(
        "a contribution in the last year",
        checks.contributor_is_a_member,
        lambda world: contribution(world, world.south, "2012/13"),
        "contributions",
        {"partnership": "rivers", "organisation": "south", "purpose": "Office", "period": "2012/13"},
        "period",
        "",
    ),
    Case(
        "a stranger as host",
        checks.host_is_a_member,
        lambda world: hosting(world, world.east),
        "hosting",
        {"partnership": "rivers", "function": "ict", "host": "east"},
        "host",
        "only members host for it",
    ),
    Case(
        "a host that left and goes on",
        checks.host_is_a_member,
        lambda world: hosting(world, world.south, begins="2010"),
        "hosting",
        {"partnership": "rivers", "function": "ict", "host": "south", "begins": "2010"},
        "host",
        "until 2012 only: only members host for it. Choose a member that stays",
    ),
]
