"""Every register with a valid row of the Rivers partnership, a form that is accepted and one that is not."""

from datetime import date
from typing import Any

from partnerships import registers as partnership_registers
from partnerships.models import (
    AgendaItem,
    Agreement,
    Award,
    BodyMember,
    Contribution,
    Endorsement,
    HostingArrangement,
    Membership,
    Signature,
    Spend,
)
from savings import registers as savings_registers
from savings.models import CompendiumEntry, SavingsTarget
from sharedservices.core.registers.declared import Register
from tests.factories.partnerships import (
    ActionFactory,
    DecisionFactory,
    GovernanceBodyFactory,
    MeetingFactory,
)
from tests.register_case import Case
from tests.registers_of_work import WORK
from tests.world import World
from workstreams import registers as workstream_registers
from workstreams.models import (
    Acceptance,
    Allocation,
    Focus,
    Measure,
    MeasureValue,
    OutsideProgramme,
    ReportingRound,
    Risk,
    Theme,
)

IN_PARTNERSHIP: list[Register] = [
    *partnership_registers.REGISTERS,
    *workstream_registers.REGISTERS,
    *savings_registers.REGISTERS,
]
OPEN: list[Register] = [savings_registers.COMPENDIUM, partnership_registers.ORGANISATIONS]
REGISTERS: list[Register] = [*IN_PARTNERSHIP, *OPEN]
KEPT: list[Register] = [register for register in REGISTERS if not register.written_elsewhere]


def scope(register: Register, world: World) -> Any:
    """What its address needs: the Rivers partnership, or nothing where everybody reads it."""
    return world.rivers if register in IN_PARTNERSHIP else None


def kept_here(registers: list[Register]) -> list[Register]:
    """Those that have forms."""
    return [register for register in registers if not register.written_elsewhere]


def body(world: World) -> Any:
    return GovernanceBodyFactory(partnership=world.rivers)


def meeting(world: World) -> Any:
    return MeetingFactory(body=body(world))


def decision(world: World) -> Any:
    return DecisionFactory(meeting=meeting(world))


def agreement(world: World) -> Any:
    values = {"title": "Memorandum of understanding"}
    return Agreement.objects.get_or_create(partnership=world.rivers, slug="mou", defaults=values)[0]


def award(world: World) -> Any:
    values = {"funder": "Capital fund", "amount": 1000}
    return Award.objects.get_or_create(partnership=world.rivers, slug="grant", defaults=values)[0]


def theme(world: World) -> Any:
    return Theme.objects.create(partnership=world.rivers, slug="highways", name="Highways")


def programme(world: World) -> Any:
    values = {"name": "National pathfinder"}
    return OutsideProgramme.objects.get_or_create(partnership=world.rivers, slug="pathfinder", defaults=values)[0]


def measure(world: World) -> Any:
    values = {"name": "Recycling rate"}
    return Measure.objects.get_or_create(partnership=world.rivers, slug="recycling", defaults=values)[0]


CASES: dict[str, Case] = {
    **WORK,
    "organisations": Case(
        lambda world: world.south,
        lambda world: {"name": "Mere Council", "short_name": "Mere", "kind": "unitary"},
        ("gss_code", "E1", "A GSS code is a letter"),
    ),
    "spending": Case(
        lambda world: Spend.objects.create(award=award(world), period="2010/11", spent=400),
        lambda world: {"award": award(world).pk, "period": "2011/12", "budget": "£500", "spent": "about £400"},
        ("spent", "lots", "“lots” is not an amount"),
        lambda _world, number: {"period": f"{2012 + number}/{13 + number}"},
    ),
    "memberships": Case(
        lambda world: Membership.objects.get(partnership=world.rivers, organisation=world.south),
        lambda world: {"organisation": world.north.pk, "role": "host", "joined": "2011"},
        ("joined", "31 November 2011", "does not exist in the calendar"),
    ),
    "hosting": Case(
        lambda world: HostingArrangement.objects.create(partnership=world.rivers, function="ict", host=world.north),
        lambda world: {"function": "base", "host": world.north.pk, "cost": "about £20k"},
        ("cost", "lots", "“lots” is not an amount"),
    ),
    "agreements": Case(
        agreement,
        lambda world: {"title": "Second memorandum", "state": "draft", "date": "September 2011"},
        ("title", "", "Enter title"),
    ),
    "signatures": Case(
        lambda world: Signature.objects.create(agreement=agreement(world), organisation=world.north),
        lambda world: {"agreement": agreement(world).pk, "organisation": world.south.pk, "state": "signed"},
        ("state", "conditional", "Say under which condition"),
    ),
    "contributions": Case(
        lambda world: Contribution.objects.create(
            partnership=world.rivers, organisation=world.north, purpose="Programme office", period="2010/11"
        ),
        lambda world: {
            "organisation": world.south.pk,
            "purpose": "Programme office",
            "period": "2010/11",
            "state": "due",
            "amount": "£20,000",
        },
        ("amount", "-5", "must be 0 or more"),
    ),
    "bodies": Case(body, lambda world: {"name": "Joint board", "kind": "board"}, ("kind", "", "Select kind")),
    "body-members": Case(
        lambda world: BodyMember.objects.create(body=body(world), organisation=world.north, office="Leader"),
        lambda world: {"body": body(world).pk, "office": "Chief executive"},
        ("office", "", "Enter office"),
    ),
    "meetings": Case(
        meeting,
        lambda world: {"body": body(world).pk, "date": "20 September 2012", "state": "planned"},
        ("date", "31 November 2011", "does not exist in the calendar"),
    ),
    "agenda-items": Case(
        lambda world: AgendaItem.objects.create(meeting=meeting(world), number=1, title="Savings"),
        lambda world: {"meeting": meeting(world).pk, "number": "2", "title": "Highways", "part": "open"},
        ("number", "two", "Enter a whole number"),
    ),
    "decisions": Case(
        decision,
        lambda world: {"meeting": meeting(world).pk, "number": "7", "text": "The plan is agreed."},
        ("text", "", "Enter decision"),
    ),
    "endorsements": Case(
        lambda world: Endorsement.objects.create(decision=decision(world), organisation=world.north, state="endorsed"),
        lambda world: {"decision": decision(world).pk, "organisation": world.south.pk, "state": "awaiting"},
        ("state", "subject_to", "Say which condition"),
    ),
    "actions": Case(
        lambda world: ActionFactory(partnership=world.rivers),
        lambda world: {"text": "Bring the figures.", "owner_office": "Programme officer", "state": "open"},
        ("owner_office", "", "Say which organisation or office owns the action"),
    ),
    "awards": Case(
        award,
        lambda world: {"funder": "Improvement fund", "state": "awarded", "amount": "£750k", "return_ratio": "5"},
        ("return_ratio", "0", "must be more than 0"),
    ),
    "allocations": Case(
        lambda world: Allocation.objects.create(award=award(world), slug="roads", title="Roads"),
        lambda world: {"award": award(world).pk, "title": "Bridges", "amount": "£400"},
        ("amount", "£1,001", "£1 more than its £1k"),
    ),
    "themes": Case(theme, lambda world: {"name": "Waste", "order": "2"}, ("name", "", "Enter name")),
    "focuses": Case(
        lambda world: Focus.objects.create(partnership=world.rivers, slug="three", name="Three priorities"),
        lambda world: {"name": "Nine themes", "begins": "2010", "ends": "2011"},
        ("begins", "31 November 2011", "does not exist in the calendar"),
    ),
    "outside-programmes": Case(
        programme,
        lambda world: {"name": "Second pathfinder", "begins": "2011"},
        ("ends", "31 November 2011", "does not exist in the calendar"),
    ),
    "acceptances": Case(
        lambda world: Acceptance.objects.create(programme=programme(world), organisation=world.north),
        lambda world: {"programme": programme(world).pk, "organisation": world.south.pk, "state": "accepted"},
        ("programme", "0", "Select a valid choice"),
    ),
    "reporting-rounds": Case(
        lambda world: ReportingRound.objects.create(
            partnership=world.rivers,
            slug="march",
            title="March 2012",
            period="2012-03",
            opens=date(2012, 3, 1),
            due=date(2012, 3, 31),
            closes=date(2012, 4, 10),
        ),
        lambda world: {
            "title": "April 2012",
            "cadence": "monthly",
            "period": "April 2012",
            "opens": "1 April 2012",
            "due": "30/4/2012",
            "closes": "2012-05-10",
        },
        ("opens", "April 2012", "“April 2012” is not one day. Write it like 20 September 2011."),
    ),
    "risks": Case(
        lambda world: Risk.objects.create(partnership=world.rivers, slug="staff", title="Staff leave"),
        lambda world: {"title": "Sites are scarce", "kind": "risk", "state": "open", "likelihood": "3", "impact": "4"},
        ("likelihood", "6", "must be 5 or less"),
    ),
    "measures": Case(
        measure,
        lambda world: {"name": "Miles driven", "direction": "down", "order": "1", "target_value": "12.5"},
        ("target_value", "many", "Enter a number"),
    ),
    "measure-values": Case(
        lambda world: MeasureValue.objects.create(measure=measure(world), period="2010/11", words="Half"),
        lambda world: {"measure": measure(world).pk, "period": "2011/12", "kind": "actual", "value": "51.5"},
        ("value", "", "Give a number, or say in words"),
    ),
    "savings-targets": Case(
        lambda world: SavingsTarget.objects.create(partnership=world.rivers, slug="all", title="All savings"),
        lambda world: {"title": "By 2014", "amount": "over £20m", "period": "by March 2014"},
        ("amount", "lots", "“lots” is not an amount"),
    ),
    "compendium": Case(
        lambda world: CompendiumEntry.objects.create(
            slug="audit", name="Shared audit", partners="Two districts", service="Internal audit", source="A register"
        ),
        lambda world: {"name": "Shared law", "partners": "Two boroughs", "service": "Legal", "source": "A register"},
        ("source", "", "Enter source"),
    ),
}
