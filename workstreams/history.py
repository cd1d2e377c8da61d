"""Who is told what became of the work: everybody in the partnership, but of updates only what has been submitted."""

from typing import Any

from django.db.models import QuerySet

from sharedservices.core.history.seeing import Private, tell
from workstreams import rules
from workstreams.models import (
    Acceptance,
    Allocation,
    Dependency,
    Focus,
    Measure,
    MeasureValue,
    Milestone,
    OutsideProgramme,
    Participation,
    ProgressUpdate,
    Project,
    ProjectRating,
    Rebaseline,
    ReportingRound,
    Risk,
    StageGate,
    Theme,
    Workstream,
    WorkstreamLead,
)

RATED = tuple((f"rag_{name}", f"Rating: {name}") for name in ("time", "cost", "delivery", "benefits"))
LABELS = (*rules.LABELS.items(), *RATED, ("rag_scale", "Scale of the ratings"), ("author_office", "Author's office"))
LED = (("user", "Who leads"), ("valid_from", "From"), ("valid_until", "Last day"))
UNFINISHED = tuple(str(state) for state in rules.UNFINISHED)


def writers(user: Any) -> QuerySet[ProgressUpdate]:
    return ProgressUpdate.objects.worked_on_by(user)


def raters(user: Any) -> QuerySet[ProjectRating]:
    return ProjectRating.objects.filter(update__in=writers(user))


tell(
    Theme,
    Focus,
    Allocation,
    Workstream,
    Participation,
    Dependency,
    Acceptance,
    StageGate,
    MeasureValue,
    Rebaseline,
    Risk,
    ReportingRound,
    whole=True,
)
tell(WorkstreamLead, whole=True, labels=LED)
tell(Project, whole=True, parts=("participations", "dependencies"))
tell(Milestone, whole=True, parts=("rebaselines",))
tell(OutsideProgramme, whole=True, parts=("acceptances",))
tell(Measure, whole=True, parts=("values",))
tell(
    ProgressUpdate,
    private=(Private("state", UNFINISHED, writers, notes=("return_reason",)),),
    parts=("project_ratings",),
    labels=LABELS,
)
tell(
    ProjectRating,
    private=(Private("state", UNFINISHED, raters, owner="update_id", table=ProgressUpdate._meta.db_table),),
)
