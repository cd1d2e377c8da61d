from workstreams.models.external import Acceptance, OutsideProgramme
from workstreams.models.measure import Measure, MeasureValue
from workstreams.models.project import Dependency, Milestone, Participation, Project, Rebaseline
from workstreams.models.risk import Risk
from workstreams.models.rounds import ReportingRound
from workstreams.models.theme import Allocation, Focus, Theme
from workstreams.models.update import RATINGS, ProgressUpdate
from workstreams.models.workstream import Stage, Workstream, WorkstreamLead

__all__ = [
    "RATINGS",
    "Acceptance",
    "Allocation",
    "Dependency",
    "Focus",
    "Measure",
    "MeasureValue",
    "Milestone",
    "OutsideProgramme",
    "Participation",
    "ProgressUpdate",
    "Project",
    "Rebaseline",
    "ReportingRound",
    "Risk",
    "Stage",
    "Theme",
    "Workstream",
    "WorkstreamLead",
]
