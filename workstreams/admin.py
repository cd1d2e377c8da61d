from django.contrib import admin

from sharedservices.core.support import PrivateAdmin, SupportAdmin
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
        models.Project,
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
admin.site.register([models.ProgressUpdate, models.ProjectRating], PrivateAdmin)
