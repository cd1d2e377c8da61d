from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0005_import_conflicts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="governancebody",
            name="kind",
            field=models.CharField(
                choices=[
                    ("leaders", "Leaders and chief executives"),
                    ("board", "Board"),
                    ("chief_executives", "Chief executives"),
                    ("management", "Management group"),
                    ("reference", "Reference group"),
                    ("delivery", "Delivery board"),
                    ("officers", "Officer group"),
                    ("cabinet", "Cabinet of a member"),
                    ("scrutiny", "Scrutiny"),
                    ("secretariat", "Secretariat or programme office"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="call_in_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Working days in which members may call a decision in.",
                null=True,
                verbose_name="call-in days",
            ),
        ),
        migrations.AlterField(
            model_name="partnership",
            name="rag_scale",
            field=models.CharField(
                choices=[("three", "Three points"), ("five", "Five points")],
                default="three",
                max_length=6,
                verbose_name="RAG scale",
            ),
        ),
    ]
