import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The index that the policy is judged by takes the place of the one of workstreams alone."""

    dependencies = [("workstreams", "0014_lock_by_sets")]
    operations = [
        migrations.AddIndex(
            model_name="progressupdate",
            index=models.Index(fields=["workstream", "state"], name="workstream_and_state"),
        ),
        migrations.AlterField(
            model_name="progressupdate",
            name="workstream",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="updates",
                to="workstreams.workstream",
            ),
        ),
    ]
