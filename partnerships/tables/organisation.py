from collections.abc import Iterator

from partnerships import checks, rules
from partnerships.models import Membership, Organisation, Partnership
from partnerships.tables.standing import dated, overlaps
from sharedservices.core.programme.columns import Choice, Date, Integer, Money, Reference, References, Slug, Text
from sharedservices.core.programme.tables import Blame, Entry, Fault, Known, Rule, Table

PARTNERSHIP = Reference("partnership", table="partnerships", help="The partnership's short name.")
ORGANISATION = Reference("organisation", table="organisations")


def name_faults(entry: Entry) -> Iterator[Fault]:
    name = entry.cells["partnership"]
    if name in rules.RESERVED_NAMES:
        yield "partnership", rules.RESERVED.format(name, name)


def abolition_faults(entry: Entry) -> Iterator[Fault]:
    if fault := rules.abolished_too_early(dated(entry.cells["founded"]), dated(entry.cells["abolished"])):
        yield "abolished", fault


def counties(known: Known) -> Iterator[Blame]:
    """Districts of what is no county council, as far as the file mentions both."""
    by_path = {entry.path: entry for entry in known["organisations"]}
    for entry in known["organisations"]:
        county = by_path.get(entry.cells["county"])
        if county is None or county.cells["kind"] == Organisation.Kind.COUNTY:
            continue
        if "county" in entry.changed:
            kind = Organisation.Kind(county.cells["kind"]).label.lower()
            yield entry, "county", rules.NO_COUNTY.format(county=county.path, kind=kind)
        elif "kind" in county.changed:
            yield county, "kind", rules.HAS_DISTRICTS.format(district=entry.path)


ORGANISATIONS = Table(
    name="organisations",
    one="an organisation",
    model=Organisation,
    key=("organisation",),
    shared=True,
    check=abolition_faults,
    rules=(Rule(("organisations",), counties),),
    settled=checks.nobody_is_abolished_at_work,
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
    check=name_faults,
    holds=True,
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
