from django.contrib import admin

from savings import models
from sharedservices.core.support import SupportAdmin

admin.site.register(
    [models.CompendiumEntry, models.SavingsClaim, models.SavingsLine, models.SavingsTarget], SupportAdmin
)
