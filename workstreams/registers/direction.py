"""The registers of what a programme aims at: themes, focuses, measures."""

from functools import partial

from partnerships.record_keeping import PartnershipRegister
from sharedservices.core.registers import words
from sharedservices.core.registers.declared import Column, shown
from workstreams.models import Focus, Measure, MeasureValue, Theme
from workstreams.sums import theme_sums

register = partial(PartnershipRegister, namespace="workstreams")


def allocated_to(theme: Theme) -> str:
    """Reads the prefetched allocations."""
    return words.total(allocation.stated_amount for allocation in theme.allocations.all())


def last_value(measure: Measure) -> str:
    """Reads the prefetched values, which stand in the order of their periods."""
    actual = [value for value in measure.values.all() if value.kind == MeasureValue.Kind.ACTUAL]
    return f"{stated_value(actual[-1])}, {actual[-1].period}" if actual else shown(None)


def stated_value(value: MeasureValue) -> str:
    return value.words or shown(value.value)


THEMES = register(
    model=Theme,
    slug="themes",
    title="Themes",
    one="theme",
    fields=("name", "purpose", "outcomes", "priority", "order", "note"),
    columns=("name", "purpose", "priority", Column("Allocated", allocated_to, numeric=True)),
    facts=lambda theme: [("Allocated", allocated_to(theme))],
    sums=theme_sums,
)
FOCUSES = register(
    model=Focus,
    slug="focuses",
    title="Focuses",
    one="focus",
    intro="What the partnership gave priority, from when until when.",
    fields=("name", "theme", "begins", "ends", "reason"),
    columns=("name", "theme", "begins", "ends", "reason"),
)
MEASURE_VALUES = register(
    model=MeasureValue,
    slug="measure-values",
    title="Values of measures",
    one="value of a measure",
    parent="measure",
    fields=("measure", "period", "kind", "value", "words", "note"),
    columns=("period", "measure", "kind", Column("Value", stated_value, numeric=True)),
)
MEASURES = register(
    model=Measure,
    slug="measures",
    title="Measures",
    one="measure",
    hints=(
        ("unit", "Such as £, % or tonnes."),
        ("baseline", "What it was at first, in words."),
        ("baseline_value", "The same as a number, to compare values with."),
        ("target", "What it is to become, in words."),
        ("target_value", "The same as a number, to compare values with."),
    ),
    fields=(
        "name",
        "theme",
        "workstream",
        "unit",
        "direction",
        "baseline",
        "baseline_value",
        "target",
        "target_value",
        "due",
        "owner_office",
        "order",
        "note",
    ),
    columns=("name", "theme", "direction", "baseline", "target", "due", Column("Last value", last_value)),
    children=(MEASURE_VALUES,),
    load=lambda rows: rows.prefetch_related("values"),
)
