from workstreams.models.external import Acceptance, OutsideProgramme
from workstreams.models.gate import REQUIRABLE, StageGate
from workstreams.models.measure import Measure, MeasureValue
from workstreams.models.milestone import Milestone, Rebaseline
from workstreams.models.project import Dependency, Participation, Project
from workstreams.models.risk import Risk
from workstreams.models.rounds import ReportingRound
from workstreams.models.theme import Allocation, Focus, Theme
from workstreams.models.update import RATINGS, ProgressUpdate, ProjectRating
from workstreams.models.workstream import Stage, Workstream, WorkstreamLead

__all__ = [
    "RATINGS",
    "REQUIRABLE",
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
    "ProjectRating",
    "Rebaseline",
    "ReportingRound",
    "Risk",
    "Stage",
    "StageGate",
    "Theme",
    "Workstream",
    "WorkstreamLead",
]
