"""The registers of the work and its money: `fields` as on the form, `columns` as in the list."""

from functools import partial
from typing import Any

from partnerships.models import Award
from partnerships.record_keeping import PartnershipRegister
from sharedservices.core.money import QualifiedMoney, Qualifier
from sharedservices.core.registers import words
from sharedservices.core.registers.declared import Column, Facts, shown
from workstreams import checks
from workstreams.models import Acceptance, Allocation, Focus, Measure, MeasureValue, OutsideProgramme, Risk, Theme

register = partial(PartnershipRegister, namespace="workstreams")


def allocated(award: Award) -> str:
    """Reads the prefetched allocations."""
    parts = [allocation.stated_amount for allocation in award.allocations.all()]
    return words.shared_out(award.stated_amount, parts)


def return_asked(award: Award) -> str:
    if award.return_ratio is None:
        return shown(None)
    ratio = f"{award.return_ratio.normalize():f}:1"
    if award.amount is None:
        return ratio
    wanted = QualifiedMoney(award.amount * award.return_ratio, Qualifier(award.amount_qualifier))
    return f"{ratio} = {wanted}"


def award_sums(rows: list[Any], _partnership: object) -> Facts:
    """What all awards come to, and the sum that makes it up."""
    figures = [award.stated_amount for award in rows]
    known = [str(figure) for figure in figures if figure is not None]
    whole = words.total(figures)
    return [("All awards", f"{' + '.join(known)} = {whole}" if len(known) > 1 else whole)]


def allocated_to(theme: Theme) -> str:
    """Reads the prefetched allocations."""
    return words.total(allocation.stated_amount for allocation in theme.allocations.all())


def before(risk: Risk) -> str:
    return words.score(risk.likelihood, risk.impact)


def after(risk: Risk) -> str:
    return words.score(risk.likelihood_after, risk.impact_after)


def last_value(measure: Measure) -> str:
    """Reads the prefetched values, which stand in the order of their periods."""
    actual = [value for value in measure.values.all() if value.kind == MeasureValue.Kind.ACTUAL]
    return f"{stated_value(actual[-1])}, {actual[-1].period}" if actual else shown(None)


def stated_value(value: MeasureValue) -> str:
    return value.words or shown(value.value)


ALLOCATIONS = register(
    model=Allocation,
    slug="allocations",
    title="Allocations",
    one="allocation",
    parent="award",
    fields=("award", "title", "theme", "amount", "share", "business_case", "date", "note"),
    columns=("title", "award", "theme", "date", "share", "amount"),
    check=checks.allocation_fits_the_award,
)
AWARDS = register(
    model=Award,
    slug="awards",
    title="Funding awards",
    one="funding award",
    fields=("funder", "fund", "kind", "state", "amount", "spent", "period", "return_ratio", "conditions", "note"),
    columns=(
        Column("Fund", str),
        "funder",
        "kind",
        "state",
        "period",
        "amount",
        Column("Allocations", allocated),
        Column("Return asked for", return_asked),
    ),
    children=(ALLOCATIONS,),
    load=lambda rows: rows.prefetch_related("allocations"),
    facts=lambda award: [("Allocations", allocated(award)), ("Return asked for in all", return_asked(award))],
    sums=award_sums,
)
THEMES = register(
    model=Theme,
    slug="themes",
    title="Themes",
    one="theme",
    fields=("name", "purpose", "outcomes", "order", "note"),
    columns=("name", "purpose", Column("Allocated", allocated_to, numeric=True)),
    facts=lambda theme: [("Allocated", allocated_to(theme))],
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
ACCEPTANCES = register(
    model=Acceptance,
    slug="acceptances",
    title="Places in outside programmes",
    one="place in an outside programme",
    parent="programme",
    fields=("programme", "organisation", "wave", "state", "date", "note"),
    columns=("organisation", "programme", "wave", "state", "date"),
)
OUTSIDE_PROGRAMMES = register(
    model=OutsideProgramme,
    slug="outside-programmes",
    title="Outside programmes",
    one="outside programme",
    intro="Programmes of others that the work waits for or takes part in.",
    fields=("name", "sponsor", "begins", "ends", "extension", "projects", "note"),
    columns=("name", "sponsor", "begins", "ends"),
    children=(ACCEPTANCES,),
)
RISKS = register(
    model=Risk,
    slug="risks",
    title="Risks and issues",
    one="risk or issue",
    intro="A score is likelihood × impact, each 1 to 5: low below 5, medium from 5, high from 10, very high from 20.",
    fields=(
        "title",
        "kind",
        "workstream",
        "project",
        "cause",
        "effect",
        "likelihood",
        "impact",
        "mitigation",
        "likelihood_after",
        "impact_after",
        "proximity",
        "owner_office",
        "review",
        "state",
        "note",
    ),
    columns=(
        "title",
        "kind",
        "state",
        Column("Before mitigation", before),
        Column("After mitigation", after),
        "owner_office",
        "review",
    ),
    facts=lambda risk: [("Score before mitigation", before(risk)), ("Score after mitigation", after(risk))],
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
REGISTERS = [
    AWARDS,
    ALLOCATIONS,
    THEMES,
    FOCUSES,
    OUTSIDE_PROGRAMMES,
    ACCEPTANCES,
    RISKS,
    MEASURES,
    MEASURE_VALUES,
]
