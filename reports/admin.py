from django.contrib import admin

from reports import models
from sharedservices.core.support import PrivateArchiveAdmin, SupportAdmin

admin.site.register(
    [
        models.BackgroundPaper,
        models.Committee,
        models.FrontSheetField,
        models.HouseStyle,
        models.HouseStyleSection,
        models.Recommendation,
        models.Report,
        models.ReportSection,
    ],
    SupportAdmin,
)
admin.site.register([models.Snapshot, models.Rendition], PrivateArchiveAdmin)
