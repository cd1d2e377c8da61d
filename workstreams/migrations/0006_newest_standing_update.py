from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workstreams", "0005_gates_and_project_ratings"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="progressupdate",
            index=models.Index(
                condition=models.Q(("state__in", ["submitted", "approved"])),
                fields=["workstream", "-as_of_latest", "-id"],
                name="newest_standing_update",
            ),
        ),
    ]
