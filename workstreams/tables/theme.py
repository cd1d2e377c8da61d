from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from partnerships.tables.standing import same_partnership
from sharedservices.core import shares
from sharedservices.core.money import QualifiedMoney
from sharedservices.core.money import Qualifier as Stated
from sharedservices.core.programme.columns import Date, Integer, Money, Number, Qualifier, Reference, Slug, Text
from sharedservices.core.programme.tables import Blame, Entry, Known, Rule, Table
from workstreams.models import Allocation, Focus, Theme

PARTNERSHIP = Reference("partnership", table="partnerships")
PRIORITY = Integer("priority", help="1 is the first; empty means not stated.")
THEME = Reference("theme", table="themes", help="partnership/theme.")


def overspent(known: Known) -> Iterator[Blame]:
    for award, entries in _by_award(known):
        changed = [entry for entry in (award, *entries) if entry.changed]
        fault = shares.over(award.path, _stated(award), map(_stated, entries))
        if changed and fault:
            yield changed[-1], "amount", fault


def overshared(known: Known) -> Iterator[Blame]:
    for award, entries in _by_award(known):
        changed = [entry for entry in entries if "share" in entry.changed]
        stated = [Decimal(entry.cells["share"]) for entry in entries if entry.cells["share"]]
        if changed and (fault := shares.overshared(award.path, stated)):
            yield changed[-1], "share", fault


def _by_award(known: Known) -> Iterator[tuple[Entry, list[Entry]]]:
    parts = defaultdict(list)
    for entry in known["allocations"]:
        parts[entry.cells["award"]].append(entry)
    return ((award, parts[award.path]) for award in known["funding"] if award.path in parts)


def _stated(entry: Entry) -> QualifiedMoney | None:
    amount, qualifier = entry.cells["amount"], entry.cells["amount_qualifier"]
    return QualifiedMoney(Decimal(amount), Stated(qualifier or Stated.EXACT)) if amount else None


THEMES = Table(
    name="themes",
    one="a theme",
    model=Theme,
    key=("partnership", "theme"),
    columns=(
        PARTNERSHIP,
        Slug("theme", field="slug", required=True, help="A short name; elsewhere partnership/theme."),
        Text("name", required=True),
        Text("purpose"),
        Text("outcomes", help="What it is to bring about, one to a line."),
        PRIORITY,
        Integer("order"),
        Text("note"),
    ),
)
FOCUSES = Table(
    name="focuses",
    one="a focus",
    model=Focus,
    key=("partnership", "focus"),
    check=same_partnership("theme"),
    columns=(
        PARTNERSHIP,
        Slug("focus", field="slug", required=True),
        Text("name", required=True),
        Reference("theme", table="themes", help="partnership/theme; empty for an area across themes."),
        Date("begins"),
        Date("ends"),
        Text("reason"),
    ),
)
ALLOCATIONS = Table(
    name="allocations",
    one="an allocation",
    model=Allocation,
    key=("award", "allocation"),
    check=same_partnership("theme", "project"),
    rules=(Rule(("funding", "allocations"), overspent), Rule(("funding", "allocations"), overshared)),
    columns=(
        Reference("award", table="funding", help="partnership/award."),
        Slug("allocation", field="slug", required=True),
        Text("title", required=True),
        THEME,
        Reference("project", table="projects", help="partnership/workstream/project."),
        Money("amount", help="Empty means not stated, which is not 0."),
        Qualifier("amount_qualifier"),
        Number("share", help="Per cent of the award, as printed."),
        Text("business_case"),
        Date("date"),
        Text("note"),
    ),
)
