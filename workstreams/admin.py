from django.contrib import admin

from workstreams.models import WorkstreamLead


@admin.register(WorkstreamLead)
class WorkstreamLeadAdmin(admin.ModelAdmin):
    list_display = ("workstream", "user", "valid_from", "valid_until")
