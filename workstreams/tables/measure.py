from partnerships.tables.standing import same_partnership
from sharedservices.core.programme.columns import Choice, Date, Integer, Number, Reference, Slug, Text
from sharedservices.core.programme.tables import Table
from workstreams.models import Measure, MeasureValue
from workstreams.tables.theme import PARTNERSHIP, THEME
from workstreams.tables.workstream import WORKSTREAM

MEASURES = Table(
    name="measures",
    one="a measure",
    model=Measure,
    key=("partnership", "measure"),
    check=same_partnership("theme", "workstream"),
    columns=(
        PARTNERSHIP,
        Slug("measure", field="slug", required=True, help="A short name; measure_values writes partnership/measure."),
        THEME,
        WORKSTREAM,
        Text("name", required=True),
        Text("unit"),
        Choice("direction", choices=Measure.Direction.choices),
        Text("baseline", help="As stated, in words."),
        Number("baseline_value", help="Its number, where it has one."),
        Text("target", help="As stated, in words."),
        Number("target_value", help="Its number, where it has one."),
        Date("due"),
        Text("owner_office", help="The office that owns it, never a person."),
        Integer("order"),
        Text("note"),
    ),
)
MEASURE_VALUES = Table(
    name="measure_values",
    one="a value of a measure",
    model=MeasureValue,
    key=("measure", "period", "kind"),
    columns=(
        Reference("measure", table="measures", help="partnership/measure."),
        Date("period", required=True),
        Choice("kind", choices=MeasureValue.Kind.choices),
        Number("value"),
        Text("words", help="As it was stated, where a number does not say it."),
        Text("note"),
    ),
)
