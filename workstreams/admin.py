from django.contrib import admin

from sharedservices.core.support import SupportAdmin
from workstreams import models

admin.site.register(
    [
        models.Acceptance,
        models.Allocation,
        models.Dependency,
        models.Focus,
        models.Measure,
        models.MeasureValue,
        models.Milestone,
        models.OutsideProgramme,
        models.Participation,
        models.ProgressUpdate,
        models.Project,
        models.ProjectRating,
        models.Rebaseline,
        models.ReportingRound,
        models.Risk,
        models.StageGate,
        models.Theme,
        models.Workstream,
        models.WorkstreamLead,
    ],
    SupportAdmin,
)
