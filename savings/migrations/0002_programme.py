from decimal import Decimal

import django.db.models.deletion
from django.db import migrations, models

import sharedservices.core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0002_programme"),
        ("savings", "0001_initial"),
        ("workstreams", "0002_programme"),
    ]

    operations = [
        migrations.AddField(
            model_name="savingsclaim",
            name="maturity",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not stated"),
                    ("target", "Aim or target"),
                    ("potential", "Potential"),
                    ("expected", "Expected"),
                    ("projected", "Projected"),
                    ("identified", "Identified"),
                    ("achieved", "Achieved"),
                ],
                default="",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="CompendiumEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("partners", models.TextField(help_text="Who shares, in words.")),
                ("service", models.CharField(max_length=300)),
                (
                    "delivery_model",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not stated"),
                            ("easy", "Easy council"),
                            ("co_operative", "Co-operative council"),
                            ("commissioning", "Commissioning council"),
                            ("enterprising", "Enterprising council"),
                            ("decentralising", "Decentralising council"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                (
                    "saving",
                    sharedservices.core.fields.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                ("saving_qualifier", sharedservices.core.fields.QualifierField()),
                (
                    "saving_words",
                    models.CharField(blank=True, help_text="As it was stated, such as £20m a year.", max_length=300),
                ),
                (
                    "maturity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not stated"),
                            ("target", "Aim or target"),
                            ("potential", "Potential"),
                            ("expected", "Expected"),
                            ("projected", "Projected"),
                            ("identified", "Identified"),
                            ("achieved", "Achieved"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("period", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                ("source", models.CharField(max_length=300)),
                ("note", models.TextField(blank=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="compendium_entries",
                        to="partnerships.partnership",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "compendium entries",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("saving__isnull", True),
                            models.Q(("saving__gte", 0), ("saving__lt", Decimal("1E+12"))),
                            _connector="OR",
                        ),
                        name="compendium_saving_is_money",
                        violation_error_message="The amount “saving” must be 0 or more.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SavingsTarget",
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
                ("period", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                (
                    "amount",
                    sharedservices.core.fields.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                ("amount_qualifier", sharedservices.core.fields.QualifierField()),
                (
                    "rate",
                    models.CharField(blank=True, help_text="Where it is a rate, such as 3 % a year.", max_length=120),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="savings_targets",
                        to="partnerships.partnership",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="savings_targets",
                        to="workstreams.theme",
                    ),
                ),
            ],
            options={
                "ordering": ["partnership", "slug"],
                "constraints": [
                    models.UniqueConstraint(fields=("partnership", "slug"), name="target_slug_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__isnull", True),
                            models.Q(("amount__gte", 0), ("amount__lt", Decimal("1E+12"))),
                            _connector="OR",
                        ),
                        name="target_amount_is_money",
                        violation_error_message="The amount “amount” must be 0 or more.",
                    ),
                ],
            },
        ),
    ]
