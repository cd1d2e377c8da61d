from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from partnerships import rules
from partnerships.models import Agreement, HostingArrangement, Signature
from partnerships.tables.organisation import ORGANISATION, PARTNERSHIP
from partnerships.tables.standing import abandoned, hosting, same_partnership, strangers
from sharedservices.core.programme.columns import Choice, Date, Money, Qualifier, Reference, Slug, Text
from sharedservices.core.programme.tables import Blame, Entry, Known, Rule, Table


def unsigned(known: Known) -> Iterator[Blame]:
    """Agreements that are said to be signed and are not: said of the agreement, or of the signature that changed."""
    signatures: dict[str, list[Entry]] = defaultdict(list)
    for entry in known["signatures"]:
        signatures[entry.cells["agreement"]].append(entry)
    for entry in known["agreements"]:
        beside = signatures[entry.path]
        blamed = next((row for row in [entry, *beside] if row.changed), None)
        if blamed and entry.cells["state"] == Agreement.State.SIGNED and (fault := _unsigned(beside)):
            yield blamed, "state", fault


def _unsigned(signatures: list[Entry]) -> str:
    states = [entry.cells["state"] for entry in signatures]
    given = states.count(Signature.State.SIGNED) + states.count(Signature.State.CONDITIONAL)
    awaited = [entry for entry in signatures if entry.cells["state"] == Signature.State.AWAITED]
    return rules.unsigned(given, sorted(entry.cells["organisation"] for entry in awaited))


HOSTING = Table(
    name="hosting",
    one="a hosting arrangement",
    model=HostingArrangement,
    key=("partnership", "function", "host"),
    rules=(
        Rule(("memberships", "hosting"), partial(strangers, table="hosting", date="begins", column="host")),
        Rule(("memberships", "hosting"), partial(abandoned, duties=hosting)),
    ),
    columns=(
        PARTNERSHIP,
        Choice("function", required=True, choices=HostingArrangement.Function.choices),
        Reference("host", table="organisations", help="The organisation that provides it."),
        Date("begins"),
        Date("ends"),
        Money("cost", help="Pounds a year; empty means not stated."),
        Qualifier("cost_qualifier"),
        Text("note"),
    ),
)
AGREEMENTS = Table(
    name="agreements",
    one="an agreement",
    model=Agreement,
    key=("partnership", "agreement"),
    check=same_partnership("supersedes"),
    rules=(Rule(("agreements", "signatures"), unsigned),),
    columns=(
        PARTNERSHIP,
        Slug("agreement", field="slug", required=True, help="A short name; signatures writes partnership/agreement."),
        Text("title", required=True),
        Text("edition", help="Which version: 2, or revised draft."),
        Choice("state", choices=Agreement.State.choices),
        Date("date"),
        Text("text_url", help="Where its text is kept."),
        Reference("supersedes", table="agreements", help="The version it takes the place of: partnership/agreement."),
        Text("legal_note"),
        Text("note"),
    ),
)
SIGNATURES = Table(
    name="signatures",
    one="a signature",
    model=Signature,
    key=("agreement", "organisation"),
    rules=(Rule(("memberships", "signatures"), partial(strangers, table="signatures", date="date")),),
    columns=(
        Reference("agreement", table="agreements", help="partnership/agreement."),
        ORGANISATION,
        Choice("state", choices=Signature.State.choices),
        Text("office", help="The office that signed, never a person."),
        Date("date"),
        Text("condition"),
    ),
)
