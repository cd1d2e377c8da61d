"""Savings and their figures, in the programme format."""

from collections.abc import Iterator

from partnerships.tables.standing import same_partnership
from savings.models import CompendiumEntry, SavingsClaim, SavingsLine, SavingsTarget
from savings.rules import SETTLED
from sharedservices.core.programme.columns import Choice, Date, Money, Qualifier, Reference, Slug, Text, YesNo
from sharedservices.core.programme.tables import Entry, Fault, Table
from workstreams.models import Project
from workstreams.tables.belonging import every, of_its_workstream


def release_faults(entry: Entry) -> Iterator[Fault]:
    """A file brings lines that their council released or keeps back; it releases none."""
    if entry.cells["released"] == "no" and not entry.cells["organisation"]:
        yield (
            "released",
            "A line of the partnership as a whole is nobody's to keep back. Write yes, or name who it is of.",
        )
    if entry.before and entry.before["released"] != entry.cells["released"]:
        yield (
            "released",
            f"Only the council itself changes this, on its page of savings. Write {entry.before['released']}.",
        )


def claimant_faults(entry: Entry) -> Iterator[Fault]:
    """Whose claim it is says who reads its drafts, those of the past too."""
    before = entry.before["organisation"] if entry.before else ""
    if before and before != entry.cells["organisation"]:
        yield "organisation", f"A claim stays with who claims it. Write {before}, and bring another claim beside it."


def verification_faults(entry: Entry) -> Iterator[Fault]:
    """A claim is verified by a finance verifier, and then stays as it was verified."""
    if entry.before and entry.before["status"] in SETTLED:
        yield "status", f"This claim is {entry.before['status']} and stays as it is. Take the row out."
    elif entry.cells["status"] in SETTLED:
        yield "status", "Claims are verified by finance verifiers. Write submitted, or ask a portal administrator."


def verified_line_faults(entry: Entry) -> Iterator[Fault]:
    claim = entry.targets.get("claim")
    if claim and (claim.before or claim.cells)["status"] in SETTLED:
        yield "claim", "This line's claim is verified, and its figures stay as they were verified. Take the row out."


CLAIMS = Table(
    name="claims",
    one="a savings claim",
    model=SavingsClaim,
    key=("partnership", "claim"),
    check=every(same_partnership("workstream", "project"), of_its_workstream, claimant_faults),
    seconded=verification_faults,
    columns=(
        Reference("partnership", table="partnerships"),
        Slug("claim", field="slug", required=True, help="A short name; claim_lines writes partnership/claim."),
        Text("title", required=True),
        Reference("workstream", table="workstreams", help="partnership/workstream."),
        Reference("project", table="projects", help="partnership/workstream/project."),
        Reference("organisation", table="organisations", help="Who claims it."),
        Choice("type", field="kind", choices=SavingsClaim.Kind.choices, help="Empty means not stated."),
        Choice("maturity", choices=SavingsClaim.Maturity.choices, help="How firm it is; empty means not stated."),
        Choice("recurrence", choices=SavingsClaim.Recurrence.choices),
        Choice("status", choices=SavingsClaim.Status.choices),
        Date("due", help="When the figures are due."),
        Text("baseline"),
        Text("method"),
        Text("evidence"),
        Text("note"),
    ),
)
CLAIM_LINES = Table(
    name="claim_lines",
    one="a line of a claim",
    model=SavingsLine,
    key=("claim", "organisation", "period"),
    check=release_faults,
    seconded=verified_line_faults,
    columns=(
        Reference("claim", table="claims", help="partnership/claim."),
        Reference("organisation", table="organisations", help="Empty means the partnership as a whole."),
        Date("period", required=True, help="A financial year such as 2011/12, or a longer period as it was stated."),
        Money("forecast", help="Empty means not reported, which is not 0."),
        Qualifier("forecast_qualifier"),
        Money("identified"),
        Qualifier("identified_qualifier"),
        Money("achieved"),
        Qualifier("achieved_qualifier"),
        Text("note"),
        YesNo("released", help="Whether the other partners see it; empty means yes. no: its council keeps it back."),
    ),
)
TARGETS = Table(
    name="targets",
    one="a savings target",
    model=SavingsTarget,
    key=("partnership", "target"),
    check=same_partnership("theme"),
    columns=(
        Reference("partnership", table="partnerships"),
        Slug("target", field="slug", required=True),
        Reference("theme", table="themes", help="partnership/theme."),
        Text("title", required=True),
        Choice("type", field="kind", choices=SavingsClaim.Kind.choices, help="Empty means not stated."),
        Date("period"),
        Money("amount", help="Empty means not stated, which is not 0."),
        Qualifier("amount_qualifier"),
        Text("rate", help="Where it is a rate, such as 3 % a year."),
        Text("note"),
    ),
)
COMPENDIUM = Table(
    name="compendium",
    one="an entry of the compendium",
    model=CompendiumEntry,
    key=("entry",),
    parent="partnership",
    alone=True,
    columns=(
        Slug("entry", field="slug", required=True),
        Text("name", required=True),
        Text("partners", required=True, help="Who shares, in words."),
        Text("service", required=True),
        Choice("kind", choices=Project.Kind.choices, help="The kind of sharing; empty means not stated."),
        Choice("delivery_model", choices=CompendiumEntry.DeliveryModel.choices, help="Empty means not stated."),
        Reference("partnership", table="partnerships", help="Where the portal has it."),
        Money("saving", help="Empty means not stated, which is not 0."),
        Qualifier("saving_qualifier"),
        Text("saving_words", help="As it was stated, such as £20m a year."),
        Choice("maturity", choices=SavingsClaim.Maturity.choices, help="How firm the saving is; empty: not stated."),
        Date("period"),
        Text("source", required=True),
        Text("note"),
    ),
)
TABLES = [CLAIMS, CLAIM_LINES, TARGETS, COMPENDIUM]
