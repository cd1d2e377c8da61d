from django.db import migrations

from sharedservices.core.history.operations import KeepHistory


class Migration(migrations.Migration):
    dependencies = [("core", "0004_history"), ("workstreams", "0007_participation_says_who")]
    operations = [
        KeepHistory("Theme"),
        KeepHistory("Focus"),
        KeepHistory("Allocation"),
        KeepHistory("Workstream"),
        KeepHistory("WorkstreamLead"),
        KeepHistory("Project"),
        KeepHistory("Participation"),
        KeepHistory("Dependency"),
        KeepHistory("OutsideProgramme"),
        KeepHistory("Acceptance"),
        KeepHistory("StageGate"),
        KeepHistory("Measure"),
        KeepHistory("MeasureValue"),
        KeepHistory("Milestone"),
        KeepHistory("Rebaseline"),
        KeepHistory("Risk"),
        KeepHistory("ReportingRound"),
        KeepHistory("ProgressUpdate"),
        KeepHistory("ProjectRating"),
    ]
