from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("workstreams", "0012_quicker_lock")]
    operations = [
        migrations.AddIndex(
            model_name="progressupdate",
            index=models.Index(
                condition=Q(("state__in", ("draft", "returned"))), fields=["workstream"], name="unfinished_update"
            ),
        ),
        migrations.AddIndex(
            model_name="progressupdate",
            index=models.Index(fields=["-as_of_latest", "-id"], name="newest_update"),
        ),
    ]
