from django.db import migrations

from sharedservices.core.history.operations import KeepHistory


class Migration(migrations.Migration):
    dependencies = [("core", "0004_history"), ("reports", "0001_initial")]
    operations = [
        KeepHistory("Committee"),
        KeepHistory("HouseStyle"),
        KeepHistory("FrontSheetField"),
        KeepHistory("HouseStyleSection"),
        KeepHistory("Report"),
        KeepHistory("ReportSection"),
        KeepHistory("Recommendation"),
        KeepHistory("BackgroundPaper"),
        KeepHistory("Snapshot", without=("content",)),
        KeepHistory("Rendition"),
    ]
