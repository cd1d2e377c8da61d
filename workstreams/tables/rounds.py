from sharedservices.core.programme.columns import Choice, Date, Day, Reference, Slug, Text
from sharedservices.core.programme.tables import Table
from workstreams.models import ReportingRound

ROUNDS = Table(
    name="rounds",
    one="a reporting round",
    model=ReportingRound,
    key=("partnership", "round"),
    columns=(
        Reference("partnership", table="partnerships", help="The partnership's short name."),
        Slug("round", field="slug", required=True, help="A short name such as 2011-11."),
        Text("title", required=True),
        Choice("cadence", choices=ReportingRound.Cadence.choices),
        Date("period", required=True, help="What the updates tell of: those whose as-of date ends in it count."),
        Day("opens", required=True, help="The first day on which updates are asked for."),
        Day("due", required=True, help="The last day on which they are in time."),
        Day("closes", required=True, help="The last day on which late ones are taken."),
    ),
)
