from sharedservices.core.programme.columns import Date, Integer, Money, Number, Qualifier, Reference, Slug, Text
from sharedservices.core.programme.tables import Table
from workstreams.models import Allocation, Focus, Theme

PARTNERSHIP = Reference("partnership", table="partnerships")
THEME = Reference("theme", table="themes", help="partnership/theme.")

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
    columns=(
        Reference("award", table="funding", help="partnership/award."),
        Slug("allocation", field="slug", required=True),
        Text("title", required=True),
        THEME,
        Money("amount", help="Empty means not stated, which is not 0."),
        Qualifier("amount_qualifier"),
        Number("share", help="Per cent of the award, as printed."),
        Text("business_case"),
        Date("date"),
        Text("note"),
    ),
)
