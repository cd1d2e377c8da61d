"""The registers of the work and its money: `fields` as on the form, `columns` as in the list."""

from workstreams.registers.direction import FOCUSES, MEASURE_VALUES, MEASURES, THEMES
from workstreams.registers.milestones import MILESTONES, REBASELINES
from workstreams.registers.money import ALLOCATIONS, AWARDS, SPENDING
from workstreams.registers.outside import ACCEPTANCES, OUTSIDE_PROGRAMMES
from workstreams.registers.risks import RISKS
from workstreams.registers.rounds import ROUNDS
from workstreams.registers.work import DEPENDENCIES, PARTICIPATIONS, PROJECTS, STAGE_GATES, WORKSTREAMS

REGISTERS = [
    WORKSTREAMS,
    PROJECTS,
    PARTICIPATIONS,
    DEPENDENCIES,
    MILESTONES,
    REBASELINES,
    STAGE_GATES,
    ROUNDS,
    AWARDS,
    ALLOCATIONS,
    SPENDING,
    THEMES,
    FOCUSES,
    OUTSIDE_PROGRAMMES,
    ACCEPTANCES,
    RISKS,
    MEASURES,
    MEASURE_VALUES,
]
