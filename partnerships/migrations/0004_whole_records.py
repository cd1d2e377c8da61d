from decimal import Decimal

import django.db.models.deletion
from django.db import migrations, models

import sharedservices.core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0003_import_batch"),
    ]

    operations = [
        migrations.CreateModel(
            name="Spend",
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
                    "budget",
                    sharedservices.core.fields.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                ("budget_qualifier", sharedservices.core.fields.QualifierField()),
                (
                    "spent",
                    sharedservices.core.fields.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                ("spent_qualifier", sharedservices.core.fields.QualifierField()),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "verbose_name_plural": "spending",
                "ordering": ["award", "period_earliest", "pk"],
            },
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="exempt_paragraphs",
            field=models.CharField(
                blank=True, help_text="Of schedule 12A: the numbers, such as 3 or 1, 2.", max_length=40
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="part",
            field=models.CharField(
                choices=[("open", "Open to the public"), ("exempt", "Exempt")], default="open", max_length=6
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="public_interest",
            field=models.TextField(
                blank=True,
                help_text="Why keeping it exempt outweighs the interest in publishing it.",
                verbose_name="public interest test",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="edition",
            field=models.CharField(
                blank=True, help_text="Such as 2 or revised draft.", max_length=40, verbose_name="version"
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="text_url",
            field=models.URLField(blank=True, verbose_name="where its text is kept"),
        ),
        migrations.AddField(
            model_name="award",
            name="return_within",
            field=models.CharField(blank=True, help_text="Over which time, such as 3 years.", max_length=80),
        ),
        migrations.AddField(
            model_name="decision",
            name="call_in_until",
            field=models.DateField(blank=True, help_text="The last day on which it may be called in.", null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="is_key",
            field=models.BooleanField(default=False, verbose_name="key decision"),
        ),
        migrations.AddField(
            model_name="decision",
            name="notice_date",
            field=models.DateField(blank=True, null=True, verbose_name="notice given on"),
        ),
        migrations.AddField(
            model_name="decision",
            name="options_rejected",
            field=models.TextField(blank=True, verbose_name="options rejected, and why"),
        ),
        migrations.AddField(
            model_name="decision",
            name="reasons",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="recommendation",
            field=models.TextField(blank=True, help_text="What was recommended, where that differs."),
        ),
        migrations.AddField(
            model_name="meeting",
            name="declarations",
            field=models.TextField(
                blank=True, help_text="By office, never by name.", verbose_name="declarations of interest"
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="minutes",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="publish_by",
            field=models.DateField(
                blank=True,
                help_text="The last day that leaves the clear days before it.",
                null=True,
                verbose_name="agenda published by",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="contribution_basis",
            field=models.CharField(
                blank=True, help_text="How its contribution is worked out, such as in equal parts.", max_length=200
            ),
        ),
        migrations.AddField(
            model_name="partnership",
            name="savings_rules",
            field=models.TextField(
                blank=True,
                help_text="How savings are counted and what return is asked for, in the partnership's own words.",
            ),
        ),
        migrations.AlterField(
            model_name="agendaitem",
            name="note",
            field=models.TextField(
                blank=True, help_text="Everybody in the partnership reads it: no exempt matter in titles or notes."
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="text",
            field=models.TextField(verbose_name="decision"),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("part", "exempt"), _negated=True),
                    models.Q(
                        models.Q(("exempt_paragraphs", ""), _negated=True),
                        models.Q(("public_interest", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="exempt_item_says_why",
                violation_error_message="Name the paragraphs of schedule 12A and say how the public interest weighs.",
            ),
        ),
        migrations.AddField(
            model_name="spend",
            name="award",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="spending", to="partnerships.award"
            ),
        ),
        migrations.AddConstraint(
            model_name="spend",
            constraint=models.UniqueConstraint(
                fields=("award", "period"),
                name="spend_once_a_period",
                violation_error_message="This award already has its spending for that period.",
            ),
        ),
        migrations.AddConstraint(
            model_name="spend",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("budget__isnull", True),
                    models.Q(("budget__gte", 0), ("budget__lt", Decimal("1E+12"))),
                    _connector="OR",
                ),
                name="spend_budget_is_money",
                violation_error_message="The amount “budget” must be 0 or more.",
            ),
        ),
        migrations.AddConstraint(
            model_name="spend",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("spent__isnull", True),
                    models.Q(("spent__gte", 0), ("spent__lt", Decimal("1E+12"))),
                    _connector="OR",
                ),
                name="spend_spent_is_money",
                violation_error_message="The amount “spent” must be 0 or more.",
            ),
        ),
    ]
