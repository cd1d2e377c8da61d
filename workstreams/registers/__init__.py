"""The registers of the work and its money: `fields` as on the form, `columns` as in the list."""

from workstreams.registers.direction import FOCUSES, MEASURE_VALUES, MEASURES, THEMES
from workstreams.registers.money import ALLOCATIONS, AWARDS
from workstreams.registers.outside import ACCEPTANCES, OUTSIDE_PROGRAMMES
from workstreams.registers.risks import RISKS

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
