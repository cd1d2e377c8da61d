from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from sharedservices.core.programme.columns import Date, Integer, Money, Number, Qualifier, Reference, Slug, Text
from sharedservices.core.programme.tables import Blame, Entry, Known, Rule, Table
from workstreams.models import Allocation, Focus, Theme

PARTNERSHIP = Reference("partnership", table="partnerships")
PRIORITY = Integer("priority", help="1 is the first; empty means not stated.")
THEME = Reference("theme", table="themes", help="partnership/theme.")

WHOLE = 100  # per cent
FIRM = ("", "over")  # qualifiers of figures that are at least what they say


def overspent(known: Known) -> Iterator[Blame]:
    """Allocations that are more than their award. Only figures that are stated firmly are held against it."""
    for award, entries in _by_award(known):
        stated = [entry.cells["amount"] for entry in entries if entry.cells["amount_qualifier"] in FIRM]
        total = sum(Decimal(amount) for amount in stated if amount)
        limit = award.cells["amount"] if award.cells["amount_qualifier"] in ("", "up to") else ""
        if limit and total > Decimal(limit) and (changed := [entry for entry in (award, *entries) if entry.changed]):
            message = f"The allocations of “{award.path}” come to {total}, more than its {limit}. Correct them."
            yield changed[-1], "amount", message


def overshared(known: Known) -> Iterator[Blame]:
    """Shares that are more than the whole, after what each may owe to rounding."""
    for award, entries in _by_award(known):
        shares = [Decimal(entry.cells["share"]) for entry in entries if entry.cells["share"]]
        changed = [entry for entry in entries if "share" in entry.changed]
        if changed and sum(shares) - sum(map(_rounding, shares)) > WHOLE:
            message = f"The shares of “{award.path}” come to {sum(shares)} %, which is more than 100 %. Correct them."
            yield changed[-1], "share", message


def _by_award(known: Known) -> Iterator[tuple[Entry, list[Entry]]]:
    parts = defaultdict(list)
    for entry in known["allocations"]:
        parts[entry.cells["award"]].append(entry)
    return ((award, parts[award.path]) for award in known["funding"] if award.path in parts)


def _rounding(share: Decimal) -> Decimal:
    """Half of its last printed place."""
    return Decimal("0.5").scaleb(min(int(share.as_tuple().exponent), 0))


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
