from decimal import Decimal

import django.db.models.deletion
from django.db import migrations, models

import sharedservices.core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("partnerships", "0001_initial"),
        ("workstreams", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavingsClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=60)),
                ("title", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Type not stated"),
                            ("cashable", "Cashable"),
                            ("non_cashable", "Non-cashable"),
                            ("cost_avoidance", "Cost avoidance"),
                        ],
                        default="",
                        max_length=16,
                        verbose_name="type",
                    ),
                ),
                (
                    "recurrence",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not stated"), ("recurring", "Recurring"), ("one_off", "One-off")],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "Asked for"),
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("queried", "Queried"),
                            ("verified", "Verified"),
                            ("rejected", "Rejected"),
                            ("superseded", "Superseded"),
                            ("reversed", "Reversed"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "due",
                    sharedservices.core.fields.FuzzyDateField(
                        blank=True, max_length=32, null=True, verbose_name="figures due"
                    ),
                ),
                ("baseline", models.TextField(blank=True)),
                ("method", models.TextField(blank=True)),
                ("evidence", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who claims it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="partnerships.organisation",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to="partnerships.partnership",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="workstreams.project",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="workstreams.workstream",
                    ),
                ),
            ],
            options={
                "ordering": ["partnership", "slug"],
            },
        ),
        migrations.CreateModel(
            name="SavingsLine",
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
                    "period_latest",
                    models.GeneratedField(
                        db_persist=True,
                        expression=sharedservices.core.fields._Day(models.F("period"), function="fuzzy_latest"),
                        output_field=models.DateField(),
                    ),
                ),
                (
                    "forecast",
                    sharedservices.core.fields.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                ("forecast_qualifier", sharedservices.core.fields.QualifierField()),
                (
                    "identified",
                    sharedservices.core.fields.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                ("identified_qualifier", sharedservices.core.fields.QualifierField()),
                (
                    "achieved",
                    sharedservices.core.fields.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                ("achieved_qualifier", sharedservices.core.fields.QualifierField()),
                ("note", models.TextField(blank=True)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="savings.savingsclaim"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="savings_lines",
                        to="partnerships.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["claim", "period_earliest", "period_latest", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="savingsclaim",
            constraint=models.UniqueConstraint(fields=("partnership", "slug"), name="claim_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="savingsclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "verified"), _negated=True),
                    models.Q(("kind", ""), _negated=True),
                    _connector="OR",
                ),
                name="verified_claim_has_a_type",
                violation_error_message="A verified claim needs a type: cashable, non-cashable or cost avoidance.",
            ),
        ),
        migrations.AddConstraint(
            model_name="savingsline",
            constraint=models.UniqueConstraint(
                fields=("claim", "organisation", "period"), name="line_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="savingsline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("forecast__isnull", True),
                    models.Q(("forecast__gte", 0), ("forecast__lt", Decimal("1E+12"))),
                    _connector="OR",
                ),
                name="line_forecast_is_money",
                violation_error_message="The amount “forecast” must be 0 or more.",
            ),
        ),
        migrations.AddConstraint(
            model_name="savingsline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("identified__isnull", True),
                    models.Q(("identified__gte", 0), ("identified__lt", Decimal("1E+12"))),
                    _connector="OR",
                ),
                name="line_identified_is_money",
                violation_error_message="The amount “identified” must be 0 or more.",
            ),
        ),
        migrations.AddConstraint(
            model_name="savingsline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("achieved__isnull", True),
                    models.Q(("achieved__gte", 0), ("achieved__lt", Decimal("1E+12"))),
                    _connector="OR",
                ),
                name="line_achieved_is_money",
                violation_error_message="The amount “achieved” must be 0 or more.",
            ),
        ),
    ]
