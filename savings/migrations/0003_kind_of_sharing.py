from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("savings", "0002_programme"),
    ]

    operations = [
        migrations.AddField(
            model_name="compendiumentry",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not stated"),
                    ("procurement", "Joint procurement"),
                    ("joint_committee", "Joint committee"),
                    ("shared_post", "Shared post"),
                    ("hosted", "Hosted service"),
                    ("framework", "Framework"),
                    ("pilot", "Pilot"),
                    ("pathfinder", "Pathfinder"),
                    ("shared_service", "Shared service"),
                    ("study", "Study or benchmarking"),
                    ("training", "Training"),
                ],
                default="",
                max_length=20,
                verbose_name="kind of sharing",
            ),
        ),
    ]
