from decimal import Decimal

import django.db.models.deletion
from django.db import migrations, models

import sharedservices.core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                (
                    "presented_by",
                    models.CharField(blank=True, help_text="The office that presents it.", max_length=160),
                ),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["meeting", "number"],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=60)),
                ("title", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("review", "Under legal review"),
                            ("agreed", "Agreed"),
                            ("signing", "Being signed"),
                            ("signed", "Signed"),
                            ("superseded", "Superseded"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("date", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                ("legal_note", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["partnership", "slug"],
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=60)),
                ("funder", models.CharField(max_length=160)),
                ("fund", models.CharField(blank=True, max_length=160)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not stated"), ("revenue", "Revenue"), ("capital", "Capital")],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("bid", "Bid for"),
                            ("estimated", "Estimated"),
                            ("awarded", "Awarded"),
                            ("spent", "Spent"),
                        ],
                        default="awarded",
                        max_length=10,
                    ),
                ),
                (
                    "amount",
                    sharedservices.core.fields.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                ("amount_qualifier", sharedservices.core.fields.QualifierField()),
                (
                    "spent",
                    sharedservices.core.fields.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                ("spent_qualifier", sharedservices.core.fields.QualifierField()),
                ("period", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                ("return_ratio", models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True)),
                ("conditions", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["partnership", "slug"],
            },
        ),
        migrations.CreateModel(
            name="BodyMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("office", models.CharField(max_length=160)),
                ("part", models.CharField(blank=True, help_text="Such as chair, adviser or sponsor.", max_length=80)),
            ],
            options={
                "ordering": ["body", "organisation__name", "office", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("purpose", models.CharField(max_length=160)),
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
                    "amount",
                    sharedservices.core.fields.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                ("amount_qualifier", sharedservices.core.fields.QualifierField()),
                (
                    "state",
                    models.CharField(
                        choices=[("due", "Due"), ("paid", "Paid"), ("in_kind", "In kind"), ("offered", "Offered")],
                        default="due",
                        max_length=8,
                    ),
                ),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["partnership", "period_earliest", "organisation__name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Endorsement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("recommended", "Recommended"),
                            ("subject_to", "Agreed, subject to a condition"),
                            ("endorsed", "Endorsed"),
                            ("awaiting", "Awaiting its governance"),
                            ("refused", "Refused"),
                        ],
                        max_length=12,
                    ),
                ),
                ("date", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                (
                    "body",
                    models.CharField(
                        blank=True, help_text="Where the council decided, such as its Cabinet.", max_length=160
                    ),
                ),
                ("condition", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["decision", "organisation__name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HostingArrangement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "function",
                    models.CharField(
                        choices=[
                            ("base", "Base"),
                            ("ict", "ICT"),
                            ("treasury", "Money and payments"),
                            ("website", "Website"),
                            ("staff", "Staff"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("begins", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                ("ends", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                (
                    "cost",
                    sharedservices.core.fields.MoneyField(
                        blank=True,
                        decimal_places=2,
                        help_text="Pounds a year; empty means not stated.",
                        max_digits=14,
                        null=True,
                    ),
                ),
                ("cost_qualifier", sharedservices.core.fields.QualifierField()),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["partnership", "function", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("awaited", "Awaited"),
                            ("signed", "Signed"),
                            ("conditional", "Signed, subject to a condition"),
                            ("declined", "Declined"),
                        ],
                        default="awaited",
                        max_length=12,
                    ),
                ),
                ("office", models.CharField(blank=True, max_length=160)),
                ("date", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                ("condition", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["agreement", "organisation__name", "pk"],
            },
        ),
        migrations.AddField(
            model_name="governancebody",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                help_text="The body it answers to.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="partnerships.governancebody",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="abolished",
            field=sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True),
        ),
        migrations.AddField(
            model_name="organisation",
            name="call_in_days",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="Working days in which members may call a decision in.", null=True
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="county",
            field=models.ForeignKey(
                blank=True,
                help_text="The county of a district.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="districts",
                to="partnerships.organisation",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="founded",
            field=sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True),
        ),
        migrations.AddField(
            model_name="organisation",
            name="key_decision_threshold",
            field=sharedservices.core.fields.MoneyField(
                blank=True,
                decimal_places=2,
                help_text="Spending or saving above which a decision is a key decision here.",
                max_digits=14,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="region",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="organisation",
            name="successors",
            field=models.ManyToManyField(
                blank=True,
                help_text="Who took over at a reorganisation.",
                related_name="predecessors",
                to="partnerships.organisation",
            ),
        ),
        migrations.AddField(
            model_name="partnership",
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
        migrations.AddField(
            model_name="partnership",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                help_text="The wider partnership it is part of.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="partnerships.partnership",
            ),
        ),
        migrations.AddField(
            model_name="partnership",
            name="rag_scale",
            field=models.CharField(
                choices=[("three", "Three points"), ("five", "Five points")], default="three", max_length=6
            ),
        ),
        migrations.AddField(
            model_name="partnership",
            name="website",
            field=models.URLField(blank=True),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("county", None), models.Q(("county", models.F("id")), _negated=True), _connector="OR"
                ),
                name="organisation_is_not_its_own_county",
                violation_error_message="An organisation cannot be its own county.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("key_decision_threshold__isnull", True),
                    models.Q(("key_decision_threshold__gte", 0), ("key_decision_threshold__lt", Decimal("1E+12"))),
                    _connector="OR",
                ),
                name="organisation_key_decision_threshold_is_money",
                violation_error_message="The amount “key decision threshold” must be 0 or more.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent", None), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"
                ),
                name="partnership_is_not_its_own_parent",
                violation_error_message="A partnership cannot be part of itself.",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="agenda", to="partnerships.meeting"
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="partnership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="agreements", to="partnerships.partnership"
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="supersedes",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="superseded_by",
                to="partnerships.agreement",
            ),
        ),
        migrations.AddField(
            model_name="award",
            name="partnership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="awards", to="partnerships.partnership"
            ),
        ),
        migrations.AddField(
            model_name="bodymember",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="members", to="partnerships.governancebody"
            ),
        ),
        migrations.AddField(
            model_name="bodymember",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partnerships.organisation",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contributions",
                to="partnerships.organisation",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="partnership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="contributions", to="partnerships.partnership"
            ),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="endorsements", to="partnerships.decision"
            ),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="endorsements", to="partnerships.organisation"
            ),
        ),
        migrations.AddField(
            model_name="hostingarrangement",
            name="host",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="hosting", to="partnerships.organisation"
            ),
        ),
        migrations.AddField(
            model_name="hostingarrangement",
            name="partnership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="hosting", to="partnerships.partnership"
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="signatures", to="partnerships.agreement"
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="partnerships.organisation"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(fields=("meeting", "number"), name="agenda_number_once"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(fields=("partnership", "slug"), name="agreement_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.UniqueConstraint(fields=("partnership", "slug"), name="award_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__isnull", True),
                    models.Q(("amount__gte", 0), ("amount__lt", Decimal("1E+12"))),
                    _connector="OR",
                ),
                name="award_amount_is_money",
                violation_error_message="The amount “amount” must be 0 or more.",
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("spent__isnull", True),
                    models.Q(("spent__gte", 0), ("spent__lt", Decimal("1E+12"))),
                    _connector="OR",
                ),
                name="award_spent_is_money",
                violation_error_message="The amount “spent” must be 0 or more.",
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(("return_ratio", None), ("return_ratio__gt", 0), _connector="OR"),
                name="return_ratio_is_positive",
                violation_error_message="The return asked for must be more than 0.",
            ),
        ),
        migrations.AddConstraint(
            model_name="bodymember",
            constraint=models.UniqueConstraint(
                fields=("body", "organisation", "office"), name="body_member_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.UniqueConstraint(
                fields=("partnership", "organisation", "purpose", "period"), name="contribution_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__isnull", True),
                    models.Q(("amount__gte", 0), ("amount__lt", Decimal("1E+12"))),
                    _connector="OR",
                ),
                name="contribution_amount_is_money",
                violation_error_message="The amount “amount” must be 0 or more.",
            ),
        ),
        migrations.AddConstraint(
            model_name="endorsement",
            constraint=models.UniqueConstraint(fields=("decision", "organisation"), name="endorsement_once"),
        ),
        migrations.AddConstraint(
            model_name="endorsement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "subject_to"), _negated=True),
                    models.Q(("condition", ""), _negated=True),
                    _connector="OR",
                ),
                name="conditional_endorsement_says_its_condition",
                violation_error_message="Say which condition the council agreed under.",
            ),
        ),
        migrations.AddConstraint(
            model_name="hostingarrangement",
            constraint=models.UniqueConstraint(fields=("partnership", "function", "host"), name="hosting_once"),
        ),
        migrations.AddConstraint(
            model_name="hostingarrangement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cost__isnull", True), models.Q(("cost__gte", 0), ("cost__lt", Decimal("1E+12"))), _connector="OR"
                ),
                name="hosting_cost_is_money",
                violation_error_message="The amount “cost” must be 0 or more.",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(fields=("agreement", "organisation"), name="signature_once"),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "conditional"), _negated=True),
                    models.Q(("condition", ""), _negated=True),
                    _connector="OR",
                ),
                name="conditional_signature_says_its_condition",
                violation_error_message="Say under which condition the agreement was signed.",
            ),
        ),
    ]
