from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from partnerships.models import Membership, Organisation, Partnership
from sharedservices.core.dates import FuzzyDate
from sharedservices.core.programme.columns import Choice, Date, Integer, Money, Reference, References, Slug, Text
from sharedservices.core.programme.tables import Blame, Cells, Known, Rule, Table

PARTNERSHIP = Reference("partnership", table="partnerships", help="The partnership's short name.")
ORGANISATION = Reference("organisation", table="organisations")


def strangers(known: Known, table: str) -> Iterator[Blame]:
    """Rows of organisations that have no part in the partnership that the row's path begins with."""
    members = {(entry.cells["partnership"], entry.cells["organisation"]) for entry in known["memberships"]}
    for entry in known[table]:
        partnership, organisation = entry.path.partition("/")[0], entry.cells["organisation"]
        if entry.changed and (partnership, organisation) not in members:
            message = f"“{organisation}” is no member of “{partnership}”. Correct it, or add it to memberships."
            yield entry, "organisation", message


def overlaps(known: Known) -> Iterator[Blame]:
    parts = defaultdict(list)
    for entry in known["memberships"]:
        parts[entry.cells["partnership"], entry.cells["organisation"], entry.cells["role"]].append(entry)
    for entries in parts.values():
        for one, other in combinations(entries, 2):
            blamed, standing = (other, one) if other.changed else (one, other)
            if blamed.changed and _meet(one.cells, other.cells):
                joined, left = standing.cells["joined"] or "the beginning", standing.cells["left"] or "now"
                message = f"It has this role from {joined} to {left} already. Correct one of the two rows."
                yield blamed, "joined", message


def _meet(one: Cells, other: Cells) -> bool:
    """Whether two memberships certainly overlap, however their dates are to be understood."""
    return _begun(one) < _ended(other) and _begun(other) < _ended(one)


def _begun(cells: Cells) -> date:
    return FuzzyDate.parse(cells["joined"]).latest if cells["joined"] else date.min


def _ended(cells: Cells) -> date:
    return FuzzyDate.parse(cells["left"]).earliest if cells["left"] else date.max


ORGANISATIONS = Table(
    name="organisations",
    one="an organisation",
    model=Organisation,
    key=("organisation",),
    shared=True,
    columns=(
        Slug(
            "organisation", field="slug", required=True, help="A short name such as east-sussex, used by other tables."
        ),
        Text("name", required=True),
        Text("short_name", required=True, help="As tables and charts show it."),
        Choice("kind", required=True, choices=Organisation.Kind.choices),
        Text("gss_code", help="Nine characters, such as E10000011."),
        Text("authority_code", help="The three letters of the local authority register."),
        Reference("county", table="organisations", help="The county of a district."),
        Text("region"),
        Date("founded"),
        Date("abolished"),
        References("successors", table="organisations", help="Who took over at a reorganisation."),
        Money("key_decision_threshold", help="Above it, a decision is a key decision here."),
        Integer("call_in_days", help="Working days in which members may call a decision in."),
        Text("note"),
    ),
)
PARTNERSHIPS = Table(
    name="partnerships",
    one="a partnership",
    model=Partnership,
    key=("partnership",),
    columns=(
        Slug("partnership", field="slug", required=True, help="A short name such as se7, used by other tables."),
        Text("name", required=True),
        Text("acronym"),
        Text("purpose"),
        Text("principles"),
        Text("savings_rules", help="How savings are counted and what return is asked for."),
        Date("formed"),
        Choice("status", choices=Partnership.Status.choices),
        Reference("parent", table="partnerships", help="The wider partnership it is part of."),
        Choice("legal_form", choices=Partnership.LegalForm.choices, help="Empty means not stated."),
        Choice("rag_scale", choices=Partnership._meta.get_field("rag_scale").flatchoices),
        Text("website"),
        Text("note"),
    ),
)
MEMBERSHIPS = Table(
    name="memberships",
    one="a membership",
    model=Membership,
    key=("partnership", "organisation", "role", "joined"),
    rules=(Rule(("memberships",), overlaps),),
    columns=(
        PARTNERSHIP,
        ORGANISATION,
        Choice("role", choices=Membership.Role.choices),
        Date("joined", help="Empty means since the beginning."),
        Date("left", help="Empty means still a member."),
        Text("contribution_basis", help="How its contribution is worked out."),
        Text("note"),
    ),
)
