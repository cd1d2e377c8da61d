"""What is being done, in the programme format."""

from workstreams.tables.external import ACCEPTANCES, OUTSIDE_PROGRAMMES
from workstreams.tables.gate import STAGE_GATES
from workstreams.tables.measure import MEASURE_VALUES, MEASURES
from workstreams.tables.milestone import MILESTONES, REBASELINES
from workstreams.tables.risk import RISKS
from workstreams.tables.rounds import ROUNDS
from workstreams.tables.theme import ALLOCATIONS, FOCUSES, THEMES
from workstreams.tables.update import PROJECT_RATINGS, UPDATES
from workstreams.tables.workstream import DEPENDENCIES, PARTICIPATIONS, PROJECTS, WORKSTREAMS

TABLES = [
    THEMES,
    FOCUSES,
    STAGE_GATES,
    WORKSTREAMS,
    PROJECTS,
    ALLOCATIONS,
    PARTICIPATIONS,
    MILESTONES,
    REBASELINES,
    DEPENDENCIES,
    UPDATES,
    PROJECT_RATINGS,
    OUTSIDE_PROGRAMMES,
    ACCEPTANCES,
    RISKS,
    MEASURES,
    MEASURE_VALUES,
    ROUNDS,
]
