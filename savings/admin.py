from django.contrib import admin

from savings import models
from sharedservices.core.support import PrivateAdmin, SupportAdmin

admin.site.register([models.CompendiumEntry, models.SavingsTarget], SupportAdmin)
admin.site.register([models.SavingsClaim, models.SavingsLine], PrivateAdmin)
