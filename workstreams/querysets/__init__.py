"""Workstreams are seen by those who see their partnership; drafts only by those who may write them."""

from workstreams.querysets.records import (
    AcceptanceQuerySet,
    AllocationQuerySet,
    DependencyQuerySet,
    FocusQuerySet,
    InPartnershipQuerySet,
    MeasureQuerySet,
    MeasureValueQuerySet,
    OutsideProgrammeQuerySet,
    RebaselineQuerySet,
    ReportingRoundQuerySet,
    RiskQuerySet,
    StageGateQuerySet,
    ThemeQuerySet,
)
from workstreams.querysets.work import (
    MilestoneQuerySet,
    ParticipationQuerySet,
    ProgressUpdateQuerySet,
    ProjectQuerySet,
    ProjectRatingQuerySet,
    WorkstreamLeadQuerySet,
    WorkstreamQuerySet,
)

__all__ = [
    "AcceptanceQuerySet",
    "AllocationQuerySet",
    "DependencyQuerySet",
    "FocusQuerySet",
    "InPartnershipQuerySet",
    "MeasureQuerySet",
    "MeasureValueQuerySet",
    "MilestoneQuerySet",
    "OutsideProgrammeQuerySet",
    "ParticipationQuerySet",
    "ProgressUpdateQuerySet",
    "ProjectQuerySet",
    "ProjectRatingQuerySet",
    "RebaselineQuerySet",
    "ReportingRoundQuerySet",
    "RiskQuerySet",
    "StageGateQuerySet",
    "ThemeQuerySet",
    "WorkstreamLeadQuerySet",
    "WorkstreamQuerySet",
]
