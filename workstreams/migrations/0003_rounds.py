import django.db.models.deletion
from django.db import migrations, models

import sharedservices.core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0002_programme"),
        ("workstreams", "0002_programme"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportingRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rounds",
                        to="partnerships.partnership",
                    ),
                ),
                ("slug", models.SlugField(max_length=60)),
                ("title", models.CharField(max_length=160)),
                (
                    "cadence",
                    models.CharField(
                        choices=[("monthly", "Monthly"), ("quarterly", "Quarterly"), ("annual", "Annual")],
                        default="monthly",
                        max_length=10,
                    ),
                ),
                (
                    "period",
                    sharedservices.core.fields.FuzzyDateField(help_text="What the updates tell of.", max_length=32),
                ),
                (
                    "period_earliest",
                    models.GeneratedField(
                        db_persist=True,
                        expression=sharedservices.core.fields._Day(models.F("period"), function="fuzzy_earliest"),
                        output_field=models.DateField(),
                    ),
                ),
                (
                    "period_latest",
                    models.GeneratedField(
                        db_persist=True,
                        expression=sharedservices.core.fields._Day(models.F("period"), function="fuzzy_latest"),
                        output_field=models.DateField(),
                    ),
                ),
                ("opens", models.DateField()),
                ("due", models.DateField()),
                ("closes", models.DateField(help_text="The last day on which late updates are taken.")),
            ],
            options={
                "ordering": ["partnership", "-due", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("partnership", "slug"), name="round_slug_once"),
                    models.UniqueConstraint(
                        fields=("partnership", "cadence", "period"),
                        name="one_round_per_period",
                        violation_error_message="There is a round for this period already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due__gte", models.F("opens"))),
                        name="round_is_due_after_it_opens",
                        violation_error_message="The round is due before it opens.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes__gte", models.F("due"))),
                        name="round_closes_after_it_is_due",
                        violation_error_message="The round closes before it is due.",
                    ),
                ],
            },
        ),
    ]
