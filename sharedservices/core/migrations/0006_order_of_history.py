from django.db import migrations, models


class Migration(migrations.Migration):
    """The index in the very order of the page: what one transaction changed, a whole import, is not sorted for it."""

    dependencies = [("core", "0005_sent")]
    operations = [
        migrations.RemoveIndex("historyevent", "history_of_partnership"),
        migrations.AddIndex(
            "historyevent", models.Index(fields=["partnership", "at", "id"], name="history_of_partnership")
        ),
    ]
