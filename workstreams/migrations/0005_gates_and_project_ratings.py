import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import sharedservices.core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0004_whole_records"),
        ("workstreams", "0004_review_of_updates"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProjectRating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "rag",
                    models.CharField(
                        choices=[
                            ("red", "Off track"),
                            ("amber_red", "At serious risk"),
                            ("amber", "At risk"),
                            ("amber_green", "Some risk"),
                            ("green", "On track"),
                            ("complete", "Complete"),
                        ],
                        max_length=12,
                        verbose_name="rating",
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=20000)),
            ],
            options={
                "ordering": ["update", "project", "pk"],
            },
        ),
        migrations.CreateModel(
            name="StageGate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("exploring", "Being explored"),
                            ("scoping", "Scoping"),
                            ("development", "Development"),
                            ("business_case", "Business case"),
                            ("delivery", "In progress"),
                            ("pilot", "Pilot"),
                            ("in_place", "In place"),
                            ("awaiting", "Awaiting an outside decision"),
                            ("on_hold", "On hold"),
                            ("closed", "Closed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(help_text="1 for the first gate, then 2, and so on.")),
                ("criteria", models.TextField(blank=True, help_text="What the body that opens the gate asks.")),
                (
                    "requires",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("summary", "its summary"),
                                ("kind", "its kind"),
                                ("start", "when it starts"),
                                ("end", "when it ends"),
                                ("legal_form", "its legal form"),
                                ("programme", "the outside programme it belongs to"),
                                ("lead", "an organisation that leads it"),
                                ("milestone", "a milestone with a baseline"),
                                ("risk", "a risk with its scores"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        help_text="What a project must say to be in this stage or a later one.",
                        size=None,
                        verbose_name="must be filled",
                    ),
                ),
            ],
            options={
                "ordering": ["partnership", "order", "pk"],
            },
        ),
        migrations.AddField(
            model_name="allocation",
            name="project",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="allocations",
                to="workstreams.project",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="depends_on",
            field=models.ForeignKey(
                blank=True,
                help_text="The milestone that must be reached first.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="dependants",
                to="workstreams.milestone",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="evidence",
            field=models.TextField(blank=True, help_text="What shows that it was reached."),
        ),
        migrations.AddField(
            model_name="participation",
            name="begins",
            field=sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True),
        ),
        migrations.AddField(
            model_name="participation",
            name="ends",
            field=sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True),
        ),
        migrations.AddField(
            model_name="theme",
            name="priority",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="1 is the first; empty means not stated.", null=True
            ),
        ),
        migrations.AddField(
            model_name="workstream",
            name="priority",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="1 is the first; empty means not stated.", null=True
            ),
        ),
        migrations.AddField(
            model_name="workstream",
            name="scope",
            field=models.TextField(blank=True, help_text="What is in it, and what is not."),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("depends_on", None), models.Q(("depends_on", models.F("id")), _negated=True), _connector="OR"
                ),
                name="milestone_does_not_wait_for_itself",
                violation_error_message="A milestone cannot depend on itself.",
            ),
        ),
        migrations.AddField(
            model_name="projectrating",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="ratings", to="workstreams.project"
            ),
        ),
        migrations.AddField(
            model_name="projectrating",
            name="update",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="project_ratings",
                to="workstreams.progressupdate",
            ),
        ),
        migrations.AddField(
            model_name="stagegate",
            name="partnership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="gates", to="partnerships.partnership"
            ),
        ),
        migrations.AddField(
            model_name="participation",
            name="begins_earliest",
            field=models.GeneratedField(
                db_persist=True,
                expression=sharedservices.core.fields._Day(models.F("begins"), function="fuzzy_earliest"),
                output_field=models.DateField(),
            ),
        ),
        migrations.AddField(
            model_name="participation",
            name="ends_latest",
            field=models.GeneratedField(
                db_persist=True,
                expression=sharedservices.core.fields._Day(models.F("ends"), function="fuzzy_latest"),
                output_field=models.DateField(),
            ),
        ),
        migrations.AddConstraint(
            model_name="projectrating",
            constraint=models.UniqueConstraint(fields=("update", "project"), name="project_rated_once_an_update"),
        ),
        migrations.AddConstraint(
            model_name="stagegate",
            constraint=models.UniqueConstraint(
                fields=("partnership", "stage"),
                name="one_gate_per_stage",
                violation_error_message="This stage already has its gate.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stagegate",
            constraint=models.UniqueConstraint(
                fields=("partnership", "order"),
                name="gate_order_once",
                violation_error_message="Another gate has this place in the order.",
            ),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("begins_earliest", None),
                    ("ends_latest", None),
                    ("ends_latest__gte", models.F("begins_earliest")),
                    _connector="OR",
                ),
                name="participation_ends_after_it_begins",
                violation_error_message="The participation ends before it begins.",
            ),
        ),
    ]
