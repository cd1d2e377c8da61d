import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import sharedservices.core.fields
import workstreams.rules


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("partnerships", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Workstream",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=160)),
                ("lead_office", models.CharField(blank=True, max_length=160)),
                ("purpose", models.TextField(blank=True)),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not stated"),
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
                        default="",
                        max_length=20,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Active workstream"),
                            ("further", "Further work"),
                            ("idea", "Shared idea"),
                            ("closed", "Closed"),
                        ],
                        default="active",
                        max_length=10,
                    ),
                ),
                ("is_focus", models.BooleanField(default=False, verbose_name="in focus")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("note", models.TextField(blank=True)),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_workstreams",
                        to="partnerships.organisation",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="workstreams",
                        to="partnerships.partnership",
                    ),
                ),
            ],
            options={
                "ordering": ["partnership", "order", "name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=200)),
                ("summary", models.TextField(blank=True)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not stated"),
                            ("procurement", "Joint procurement"),
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
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not stated"),
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
                        default="",
                        max_length=20,
                    ),
                ),
                ("start", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                ("end", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                ("programme", models.CharField(blank=True, max_length=200, verbose_name="outside programme")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("note", models.TextField(blank=True)),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="projects",
                        to="workstreams.workstream",
                    ),
                ),
            ],
            options={
                "ordering": ["workstream", "order", "name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ProgressUpdate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("as_of", sharedservices.core.fields.FuzzyDateField(max_length=32, verbose_name="as of")),
                (
                    "as_of_latest",
                    models.GeneratedField(
                        db_persist=True,
                        expression=sharedservices.core.fields._Day(models.F("as_of"), function="fuzzy_latest"),
                        output_field=models.DateField(),
                    ),
                ),
                ("narrative", models.TextField(blank=True, max_length=20000)),
                ("help_needed", models.TextField(blank=True, max_length=20000)),
                (
                    "rag_scale",
                    models.CharField(
                        choices=[
                            (workstreams.rules.RagScale["THREE"], "Three points"),
                            (workstreams.rules.RagScale["FIVE"], "Five points"),
                        ],
                        default=workstreams.rules.RagScale["THREE"],
                        max_length=6,
                    ),
                ),
                (
                    "rag_time",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("red", "Off track"),
                            ("amber_red", "At serious risk"),
                            ("amber", "At risk"),
                            ("amber_green", "Some risk"),
                            ("green", "On track"),
                            ("complete", "Complete"),
                            ("", "Not rated"),
                        ],
                        default=workstreams.rules.Rag["NOT_RATED"],
                        max_length=12,
                    ),
                ),
                (
                    "rag_cost",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("red", "Off track"),
                            ("amber_red", "At serious risk"),
                            ("amber", "At risk"),
                            ("amber_green", "Some risk"),
                            ("green", "On track"),
                            ("complete", "Complete"),
                            ("", "Not rated"),
                        ],
                        default=workstreams.rules.Rag["NOT_RATED"],
                        max_length=12,
                    ),
                ),
                (
                    "rag_delivery",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("red", "Off track"),
                            ("amber_red", "At serious risk"),
                            ("amber", "At risk"),
                            ("amber_green", "Some risk"),
                            ("green", "On track"),
                            ("complete", "Complete"),
                            ("", "Not rated"),
                        ],
                        default=workstreams.rules.Rag["NOT_RATED"],
                        max_length=12,
                    ),
                ),
                (
                    "rag_benefits",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("red", "Off track"),
                            ("amber_red", "At serious risk"),
                            ("amber", "At risk"),
                            ("amber_green", "Some risk"),
                            ("green", "On track"),
                            ("complete", "Complete"),
                            ("", "Not rated"),
                        ],
                        default=workstreams.rules.Rag["NOT_RATED"],
                        max_length=12,
                    ),
                ),
                ("rag_reason", models.TextField(blank=True, max_length=20000, verbose_name="reason for the ratings")),
                ("author_office", models.CharField(blank=True, max_length=160)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("submitted", "Submitted")], default="draft", max_length=10
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="updates",
                        to="partnerships.meeting",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="updates", to="workstreams.workstream"
                    ),
                ),
            ],
            options={
                "ordering": ["workstream", "-as_of_latest", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=60)),
                ("title", models.CharField(max_length=200)),
                ("baseline", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                ("forecast", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                ("actual", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                (
                    "expected_earliest",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            models.Func("actual", function="fuzzy_earliest", output_field=models.DateField()),
                            models.Func("forecast", function="fuzzy_earliest", output_field=models.DateField()),
                            models.Func("baseline", function="fuzzy_earliest", output_field=models.DateField()),
                        ),
                        output_field=models.DateField(),
                    ),
                ),
                (
                    "expected_latest",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            models.Func("forecast", function="fuzzy_latest", output_field=models.DateField()),
                            models.Func("baseline", function="fuzzy_latest", output_field=models.DateField()),
                        ),
                        output_field=models.DateField(),
                    ),
                ),
                (
                    "actual_latest",
                    models.GeneratedField(
                        db_persist=True,
                        expression=sharedservices.core.fields._Day(models.F("actual"), function="fuzzy_latest"),
                        output_field=models.DateField(),
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="workstreams.project",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="workstreams.workstream",
                    ),
                ),
            ],
            options={
                "ordering": ["workstream", "expected_earliest", "pk"],
            },
        ),
        migrations.CreateModel(
            name="WorkstreamLead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="led_workstreams",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="leads", to="workstreams.workstream"
                    ),
                ),
            ],
            options={
                "ordering": ["workstream", "user", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "Lead"),
                            ("host", "Host"),
                            ("participant", "Participant"),
                            ("considering", "Considering"),
                            ("observer", "Observer"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="participant",
                        max_length=12,
                    ),
                ),
                (
                    "unnamed",
                    models.PositiveSmallIntegerField(blank=True, help_text="How many, where none is named.", null=True),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="partnerships.organisation",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participations",
                        to="workstreams.project",
                    ),
                ),
            ],
            options={
                "ordering": ["project", "organisation__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "organisation", "role"), name="participation_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", False), ("unnamed", None)),
                            models.Q(("organisation", None), ("unnamed__gte", 1)),
                            _connector="OR",
                        ),
                        name="participation_named_or_counted",
                        violation_error_message="Name the organisation, or say how many take part unnamed; not both.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="workstream",
            constraint=models.UniqueConstraint(fields=("partnership", "slug"), name="workstream_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.UniqueConstraint(fields=("workstream", "slug"), name="project_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("workstream",),
                name="one_draft_update_per_workstream",
                violation_error_message="This workstream already has a draft update.",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "submitted")),
                fields=("workstream", "as_of"),
                name="one_submitted_update_per_date",
                violation_error_message="This workstream already has a submitted update as of that date.",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "submitted"), _negated=True),
                    models.Q(models.Q(("narrative", ""), _negated=True), ("submitted_at__isnull", False)),
                    _connector="OR",
                ),
                name="submitted_update_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rag_scale", "five"),
                    models.Q(
                        models.Q(("rag_time__in", ["amber_red", "amber_green"]), _negated=True),
                        models.Q(("rag_cost__in", ["amber_red", "amber_green"]), _negated=True),
                        models.Q(("rag_delivery__in", ["amber_red", "amber_green"]), _negated=True),
                        models.Q(("rag_benefits__in", ["amber_red", "amber_green"]), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="five_point_rating_has_its_scale",
                violation_error_message="This rating belongs to the five-point scale.",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.UniqueConstraint(fields=("workstream", "slug"), name="milestone_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("baseline__isnull", False), ("forecast__isnull", False), ("actual__isnull", False), _connector="OR"
                ),
                name="milestone_has_a_date",
                violation_error_message="Give the milestone at least one date: baseline, forecast or actual.",
            ),
        ),
        migrations.AddConstraint(
            model_name="workstreamlead",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                ),
                name="lead_ends_after_it_begins",
            ),
        ),
    ]
