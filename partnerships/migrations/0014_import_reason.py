"""Why a workbook is imported, for the history of what it changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0013_exempt_text")]
    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="reason",
            field=models.CharField(
                blank=True, help_text="Why it is imported, for the history of what it changes.", max_length=200
            ),
        ),
    ]
