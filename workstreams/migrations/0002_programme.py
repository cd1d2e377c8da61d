from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import sharedservices.core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0002_programme"),
        ("workstreams", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="project",
            name="is_pathfinder",
            field=models.BooleanField(default=False, verbose_name="pathfinder for others"),
        ),
        migrations.AddField(
            model_name="project",
            name="legal_form",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not stated"),
                    ("mou", "Memorandum of understanding"),
                    ("joint_committee", "Joint committee"),
                    ("contract", "Contract or administrative arrangement"),
                    ("staff", "Staff at another's disposal"),
                    ("company", "Company"),
                ],
                default="",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="project",
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
            ),
        ),
        migrations.CreateModel(
            name="OutsideProgramme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=200)),
                ("sponsor", models.CharField(blank=True, max_length=160)),
                ("begins", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                ("ends", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                ("extension", models.CharField(blank=True, help_text="How it may be extended.", max_length=160)),
                ("note", models.TextField(blank=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outside_programmes",
                        to="partnerships.partnership",
                    ),
                ),
                (
                    "projects",
                    models.ManyToManyField(blank=True, related_name="outside_programmes", to="workstreams.project"),
                ),
            ],
            options={
                "ordering": ["partnership", "slug"],
            },
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("wave", models.CharField(blank=True, max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[("applied", "Applied"), ("accepted", "Accepted"), ("refused", "Not accepted")],
                        default="accepted",
                        max_length=8,
                    ),
                ),
                ("date", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                ("note", models.TextField(blank=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="partnerships.organisation",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acceptances",
                        to="workstreams.outsideprogramme",
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "wave", "organisation__name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Rebaseline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("before", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                ("after", sharedservices.core.fields.FuzzyDateField(max_length=32)),
                ("reason", models.TextField()),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.meeting",
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rebaselines",
                        to="workstreams.milestone",
                    ),
                ),
            ],
            options={
                "ordering": ["milestone", "number"],
            },
        ),
        migrations.CreateModel(
            name="Risk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=60)),
                (
                    "kind",
                    models.CharField(choices=[("risk", "Risk"), ("issue", "Issue")], default="risk", max_length=6),
                ),
                ("title", models.CharField(max_length=200)),
                ("cause", models.TextField(blank=True)),
                ("effect", models.TextField(blank=True)),
                (
                    "likelihood",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="1 (rare) to 5 (almost certain), before mitigation",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "impact",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="1 (slight) to 5 (severe), before mitigation",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                ("mitigation", models.TextField(blank=True)),
                (
                    "likelihood_after",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="1 to 5, after mitigation",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "impact_after",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="1 to 5, after mitigation",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "proximity",
                    sharedservices.core.fields.FuzzyDateField(
                        blank=True, help_text="When it may strike.", max_length=32, null=True
                    ),
                ),
                ("owner_office", models.CharField(blank=True, max_length=160)),
                ("review", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                (
                    "state",
                    models.CharField(choices=[("open", "Open"), ("closed", "Closed")], default="open", max_length=6),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="risks", to="partnerships.partnership"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="risks",
                        to="workstreams.project",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="risks",
                        to="workstreams.workstream",
                    ),
                ),
            ],
            options={
                "ordering": ["partnership", "slug"],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=160)),
                ("purpose", models.TextField(blank=True)),
                ("outcomes", models.TextField(blank=True, help_text="What it is to bring about, one to a line.")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("note", models.TextField(blank=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="themes",
                        to="partnerships.partnership",
                    ),
                ),
            ],
            options={
                "ordering": ["partnership", "order", "name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=200)),
                ("unit", models.CharField(blank=True, max_length=60)),
                (
                    "direction",
                    models.CharField(
                        choices=[("up", "Higher is better"), ("down", "Lower is better"), ("keep", "Should stay")],
                        default="up",
                        max_length=4,
                    ),
                ),
                ("baseline", models.CharField(blank=True, max_length=200)),
                ("baseline_value", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ("target", models.CharField(blank=True, max_length=200)),
                ("target_value", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                ("due", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                ("owner_office", models.CharField(blank=True, max_length=160)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("note", models.TextField(blank=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measures",
                        to="partnerships.partnership",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="workstreams.workstream",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="workstreams.theme",
                    ),
                ),
            ],
            options={
                "ordering": ["partnership", "order", "slug"],
            },
        ),
        migrations.CreateModel(
            name="Focus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=160)),
                ("begins", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                ("ends", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="focuses",
                        to="partnerships.partnership",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="focuses",
                        to="workstreams.theme",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "focuses",
                "ordering": ["partnership", "slug"],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=60)),
                ("title", models.CharField(max_length=200)),
                (
                    "amount",
                    sharedservices.core.fields.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                ("amount_qualifier", sharedservices.core.fields.QualifierField()),
                (
                    "share",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="share, %"),
                ),
                ("business_case", models.TextField(blank=True)),
                ("date", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                (
                    "date_latest",
                    models.GeneratedField(
                        db_persist=True,
                        expression=sharedservices.core.fields._Day(models.F("date"), function="fuzzy_latest"),
                        output_field=models.DateField(),
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="allocations", to="partnerships.award"
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="workstreams.theme",
                    ),
                ),
            ],
            options={
                "ordering": ["award", "slug"],
            },
        ),
        migrations.AddField(
            model_name="workstream",
            name="theme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="workstreams",
                to="workstreams.theme",
            ),
        ),
        migrations.CreateModel(
            name="Dependency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("note", models.TextField(blank=True)),
                (
                    "needs",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="dependants", to="workstreams.project"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dependencies",
                        to="workstreams.project",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "dependencies",
                "ordering": ["project", "needs"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "needs"), name="dependency_once"),
                    models.CheckConstraint(
                        condition=models.Q(("project", models.F("needs")), _negated=True),
                        name="project_does_not_need_itself",
                        violation_error_message="A project cannot depend on itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("period", sharedservices.core.fields.FuzzyDateField(max_length=32)),
                (
                    "period_earliest",
                    models.GeneratedField(
                        db_persist=True,
                        expression=sharedservices.core.fields._Day(models.F("period"), function="fuzzy_earliest"),
                        output_field=models.DateField(),
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("actual", "Actual"), ("forecast", "Forecast")], default="actual", max_length=8
                    ),
                ),
                ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                (
                    "words",
                    models.CharField(
                        blank=True, help_text="As it was stated, where a number does not say it.", max_length=200
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="values", to="workstreams.measure"
                    ),
                ),
            ],
            options={
                "ordering": ["measure", "period_earliest", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("measure", "period", "kind"), name="measure_value_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__isnull", False), models.Q(("words", ""), _negated=True), _connector="OR"
                        ),
                        name="measure_value_says_something",
                        violation_error_message="Give a number, or say in words what was stated.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="outsideprogramme",
            constraint=models.UniqueConstraint(fields=("partnership", "slug"), name="outside_programme_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=models.UniqueConstraint(fields=("programme", "organisation"), name="acceptance_once"),
        ),
        migrations.AddConstraint(
            model_name="rebaseline",
            constraint=models.UniqueConstraint(fields=("milestone", "number"), name="rebaseline_number_once"),
        ),
        migrations.AddConstraint(
            model_name="rebaseline",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="rebaseline_has_a_reason",
                violation_error_message="Say why the milestone was moved.",
            ),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.UniqueConstraint(fields=("partnership", "slug"), name="risk_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("likelihood", None), models.Q(("likelihood__gte", 1), ("likelihood__lte", 5)), _connector="OR"
                    ),
                    models.Q(("impact", None), models.Q(("impact__gte", 1), ("impact__lte", 5)), _connector="OR"),
                    models.Q(
                        ("likelihood_after", None),
                        models.Q(("likelihood_after__gte", 1), ("likelihood_after__lte", 5)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("impact_after", None),
                        models.Q(("impact_after__gte", 1), ("impact_after__lte", 5)),
                        _connector="OR",
                    ),
                ),
                name="risk_scores_are_1_to_5",
                violation_error_message="Likelihood and impact are scored from 1 to 5.",
            ),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.UniqueConstraint(fields=("partnership", "slug"), name="theme_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.UniqueConstraint(fields=("partnership", "slug"), name="measure_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="focus",
            constraint=models.UniqueConstraint(fields=("partnership", "slug"), name="focus_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="allocation",
            constraint=models.UniqueConstraint(fields=("award", "slug"), name="allocation_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="allocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__isnull", True),
                    models.Q(("amount__gte", 0), ("amount__lt", Decimal("1E+12"))),
                    _connector="OR",
                ),
                name="allocation_amount_is_money",
                violation_error_message="The amount “amount” must be 0 or more.",
            ),
        ),
        migrations.AddConstraint(
            model_name="allocation",
            constraint=models.CheckConstraint(
                condition=models.Q(("share", None), models.Q(("share__gte", 0), ("share__lte", 100)), _connector="OR"),
                name="share_is_a_percentage",
                violation_error_message="A share is between 0 and 100 %.",
            ),
        ),
    ]
