"""What the published South East Seven paper of 9 November 2011 says, fact by fact, and how to bring it in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

FOLDER = settings.BASE_DIR / "demo" / "se7"
REFERENCE = "se7-east-sussex-2011-11-09"

SEN = "Special Educational Needs (SEN)"
PROPERTY = "Property Asset Management"
FURTHER = "Claim Centres, External Audit and Pension Administration"
LEADS = {
    SEN: "East Sussex County Council",
    "ICT": "Brighton & Hove City Council",
    "Waste": "Kent County Council",
    "Highways": "Surrey County Council",
    "Commodities Procurement": "Hampshire County Council",
    PROPERTY: "Hampshire County Council",
    FURTHER: "Kent County Council",
}
ACTIVE = [name for name in LEADS if name != FURTHER]
IDEAS = ["SE7 benchmarking exercise", "Protocol for legal advice", "Sharing of best practice"]
CODES = {
    "Brighton & Hove City Council": ("E06000043", "BNH"),
    "East Sussex County Council": ("E10000011", "ESX"),
    "Hampshire County Council": ("E10000014", "HAM"),
    "Kent County Council": ("E10000016", "KEN"),
    "Medway Council": ("E06000035", "MDW"),
    "Surrey County Council": ("E10000030", "SRY"),
    "West Sussex County Council": ("E10000032", "WSX"),
}


def facts(lines: str) -> list[str]:
    """One fact a line."""
    return [line.strip() for line in lines.strip().splitlines()]


FRONT = facts("""
    Report to
    Audit, Best Value and Community Services Scrutiny Committee
    Date
    9 November 2011
    By
    Chief Executive
    Title of report
    South East Seven Partnership
    Purpose of report
    The Committee is recommended to note
    Contact Officer
    Policy Officer
    APPENDIX 1
""")
SECTIONS = facts("""
    RECOMMENDATION
    Financial Implications
    Background
    Update on Progress
    Next steps
    Conclusion
    Background Papers
    Workstream updates
    Overview of the workstreams
    Milestones
    Savings
""")
IN_SECTION = {
    "Financial Implications": facts("""
        no direct financial implications
        savings and efficiencies
    """),
    "Background": [
        *CODES,
        *facts("""
            Cabinet Members and Chief Officers
            six priority areas
            Special Educational Needs (SEN)
            ICT
            Waste
            Highways
            Commodities procurement
            Property asset management
            District and Borough Councils
            small businesses
        """),
    ],
    "Update on Progress": facts("""
        Leaders and Chief Executives
        six active workstreams
        20 September 2011
        Appendix 1
        momentum
        December 2011
        2012/13
        2013/14
        2014/15
        “brand”
        central Government
        SEN, Highways and Waste
        Council Plan 2012/13
    """),
    "Next steps": facts("""
        December 2011
        Parliamentary Under Secretary of State
        Department for Communities and Local Government
        confirmed attendance
        Chairman of the LGA
        Royal Borough of Kensington and Chelsea
        “London effect”
        sub-region
        action plans
        estimates of their financial savings
        Reconciling Policy, Performance and Resources
    """),
    "Conclusion": ["strategic partnership"],
    "Background Papers": ["None"],
}
IN_WORKSTREAM = {
    SEN: facts("""
        value for money
        Special Educational Needs and Disability Green Paper
        October 2011
        March 2013
        two more years
        largest
        parents
    """),
    "ICT": facts("""
        network development
        data centres
        customer contact
        mobile and flexible working
        Network of Networks
        savings have been produced
        Cloud working
        position statement
    """),
    "Waste": facts("""
        long term
        short term
        Two tier working
        infrastructure
        landfill
        social enterprise
        June 2011
        Waste Policy Review
        case study
        committed resources
        July to December 2011
        January 2012
        business case
    """),
    "Highways": facts("""
        client group
        Department for Transport
        Costs and performance
        Supplier Conference
        September 2011
        MSc in highway engineering
        February 2012
    """),
    "Commodities Procurement": facts("""
        single voice
        temporary agency staff
        community meals
        personal protective equipment (PPE)
        social care
    """),
    PROPERTY: facts("""
        fewer buildings
        Capital and Assets Pathfinder
        Wave 1
        Wave 2
        local partners
        asset rationalisation
        December 2011
        business plan
    """),
    FURTHER: facts("""
        Kent and Surrey
        on hold
        The Future of Local Public Audit
        30 June 2011
        sub-region
        Hutton Review
    """),
}
IN_IDEAS = [
    *IDEAS,
    *facts("""
        East Sussex County Council
        benchmarking group
        first port of call
        unit costs
        fleet management
        adult social care
        Lead Project Lawyers
        Virtual Legal Support Team
        Assistant Directors of Legal Services
        September 2011
        Local Government Pension Scheme
        Academies
        services to schools
        future models
    """),
]
DATES = [
    ("sen", "pathfinder-begins", "October 2011"),
    ("sen", "pathfinder-ends", "March 2013"),
    ("waste", "case-study", "June 2011"),
    ("waste", "development-phase", "July to December 2011"),
    ("waste", "business-case", "by January 2012"),
    ("highways", "supplier-conference", "September 2011"),
    ("highways", "msc-begins", "February 2012"),
    ("property", "business-plan", "December 2011"),
    ("claims-audit-pensions", "audit-consultation", "by 30 June 2011"),
]


def pairs(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(place, fact) for place, found in table.items() for fact in found]


@contextmanager
def imported(blocker: Any) -> Iterator[None]:
    """The programme is in the database for as long as this lasts, and gone afterwards: a module reads it once."""
    with blocker.unblock(), transaction.atomic():
        call_command("import_programme", str(FOLDER))
        yield
        transaction.set_rollback(True)
