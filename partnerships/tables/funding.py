from functools import partial

from partnerships.models import Award, Contribution, Spend
from partnerships.tables.organisation import ORGANISATION, PARTNERSHIP
from partnerships.tables.standing import strangers
from sharedservices.core.programme.columns import Choice, Date, Money, Number, Qualifier, Reference, Slug, Text
from sharedservices.core.programme.tables import Rule, Table

FUNDING = Table(
    name="funding",
    one="an award",
    model=Award,
    key=("partnership", "award"),
    columns=(
        PARTNERSHIP,
        Slug("award", field="slug", required=True, help="A short name; allocations writes partnership/award."),
        Text("funder", required=True),
        Text("fund"),
        Choice("kind", choices=Award.Kind.choices, help="Empty means not stated."),
        Choice("state", choices=Award.State.choices),
        Money("amount", help="Empty means not stated, which is not 0."),
        Qualifier("amount_qualifier"),
        Money("spent"),
        Qualifier("spent_qualifier"),
        Date("period"),
        Number("return_ratio", help="The return asked for: 5 is five pounds for each one."),
        Text("return_within", help="Over which time, such as 3 years."),
        Text("conditions"),
        Text("note"),
    ),
)
SPENDING = Table(
    name="spending",
    one="the spending of a period",
    model=Spend,
    key=("award", "period"),
    columns=(
        Reference("award", table="funding", help="partnership/award."),
        Date("period", required=True),
        Money("budget", help="What was to be spent; empty means not stated, which is not 0."),
        Qualifier("budget_qualifier"),
        Money("spent", help="What was spent; empty means not stated."),
        Qualifier("spent_qualifier"),
        Text("note"),
    ),
)
CONTRIBUTIONS = Table(
    name="contributions",
    one="a contribution",
    model=Contribution,
    key=("partnership", "organisation", "purpose", "period"),
    rules=(Rule(("memberships", "contributions"), partial(strangers, table="contributions", date="period")),),
    columns=(
        PARTNERSHIP,
        ORGANISATION,
        Text("purpose", required=True),
        Date("period", required=True),
        Money("amount", help="Empty means not stated, which is not 0."),
        Qualifier("amount_qualifier"),
        Choice("state", choices=Contribution.State.choices),
        Text("note"),
    ),
)
