import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import reports.models
import sharedservices.core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("partnerships", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Committee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=80)),
                ("name", models.CharField(max_length=200)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="committees",
                        to="partnerships.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["organisation", "name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HouseStyle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                (
                    "section_numbers",
                    models.CharField(
                        choices=[("1.", "1."), ("1", "1"), ("1.0", "1.0")],
                        default="1.",
                        help_text="How a heading is numbered.",
                        max_length=8,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="house_styles",
                        to="partnerships.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["organisation", "name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FrontSheetField",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("order", models.PositiveSmallIntegerField()),
                ("label", models.CharField(max_length=80)),
                (
                    "value",
                    models.CharField(
                        choices=[
                            ("committee", "Committee"),
                            ("meeting_date", "Date of meeting"),
                            ("by", "Office that reports"),
                            ("title", "Title"),
                            ("purpose", "Purpose"),
                            ("partnership", "Partnership"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "house_style",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="front_fields",
                        to="reports.housestyle",
                    ),
                ),
            ],
            options={
                "ordering": ["house_style", "order"],
            },
        ),
        migrations.CreateModel(
            name="HouseStyleSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("key", models.SlugField(max_length=60)),
                ("order", models.PositiveSmallIntegerField()),
                ("heading", models.CharField(blank=True, max_length=160)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("text", "Written text"),
                            ("recommendations", "Recommendations"),
                            ("overview", "Overview table of the workstreams"),
                            ("timeline", "Milestone timeline"),
                            ("savings", "Savings table"),
                            ("workstreams", "One block per workstream"),
                            ("sign_off", "Sign-off"),
                            ("contact", "Contact officer"),
                            ("background_papers", "Background papers"),
                        ],
                        default="text",
                        max_length=20,
                    ),
                ),
                (
                    "numbering",
                    models.CharField(
                        choices=[("none", "Not numbered"), ("decimal", "1, 1.1"), ("appendix", "Appendix 1")],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("mandatory", models.BooleanField(default=False)),
                (
                    "empty_text",
                    models.CharField(
                        blank=True, help_text="Printed when there is nothing, such as “None”.", max_length=200
                    ),
                ),
                (
                    "house_style",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="reports.housestyle"
                    ),
                ),
            ],
            options={
                "ordering": ["house_style", "order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("reference", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("purpose", models.TextField(max_length=2000)),
                (
                    "meeting_date",
                    sharedservices.core.fields.FuzzyDateField(max_length=32, verbose_name="date of meeting"),
                ),
                (
                    "meeting_earliest",
                    models.GeneratedField(
                        db_persist=True,
                        expression=sharedservices.core.fields._Day(models.F("meeting_date"), function="fuzzy_earliest"),
                        output_field=models.DateField(),
                    ),
                ),
                (
                    "data_as_at",
                    sharedservices.core.fields.FuzzyDateField(
                        blank=True,
                        help_text="The paper shows what was reported up to this date. Empty means up to the moment of compiling.",
                        max_length=32,
                        null=True,
                        verbose_name="data as at",
                    ),
                ),
                ("by_office", models.CharField(max_length=160, verbose_name="report by")),
                ("contact_office", models.CharField(blank=True, max_length=160)),
                ("recommendation_lead", models.CharField(default="The Committee is recommended to", max_length=200)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_clearance", "In clearance"),
                            ("cleared", "Cleared"),
                            ("published", "Published"),
                            ("superseded", "Superseded"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "cleared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="reports.committee"
                    ),
                ),
                (
                    "house_style",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="reports.housestyle"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="partnerships.partnership",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-meeting_earliest", "reference"],
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="recommendations", to="reports.report"
                    ),
                ),
            ],
            options={
                "ordering": ["report", "order"],
            },
        ),
        migrations.CreateModel(
            name="BackgroundPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("order", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=300)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="background_papers",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "ordering": ["report", "order"],
            },
        ),
        migrations.CreateModel(
            name="ReportSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("key", models.SlugField(max_length=60)),
                ("text", models.TextField(blank=True, max_length=20000)),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="reports.report"
                    ),
                ),
            ],
            options={
                "ordering": ["report", "key"],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("meeting_date", sharedservices.core.fields.FuzzyDateField(max_length=32)),
                (
                    "meeting_earliest",
                    models.GeneratedField(
                        db_persist=True,
                        expression=sharedservices.core.fields._Day(models.F("meeting_date"), function="fuzzy_earliest"),
                        output_field=models.DateField(),
                    ),
                ),
                ("content", models.TextField(help_text="Canonical JSON: sorted keys, no spaces, UTF-8.")),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="snapshots", to="reports.report"
                    ),
                ),
            ],
            options={
                "ordering": ["report", "-number"],
            },
        ),
        migrations.AddField(
            model_name="report",
            name="published",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="published_as",
                to="reports.snapshot",
            ),
        ),
        migrations.CreateModel(
            name="Rendition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "format",
                    models.CharField(choices=[("pdf", "PDF"), ("html", "HTML"), ("json", "JSON data")], max_length=4),
                ),
                ("file", models.FileField(max_length=200, storage=reports.models.rendition_storage, upload_to="")),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField(help_text="Bytes.")),
                ("pages", models.PositiveIntegerField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="renditions", to="reports.snapshot"
                    ),
                ),
            ],
            options={
                "ordering": ["snapshot", "format"],
            },
        ),
        migrations.AddConstraint(
            model_name="committee",
            constraint=models.UniqueConstraint(fields=("organisation", "slug"), name="committee_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="housestyle",
            constraint=models.UniqueConstraint(fields=("organisation", "slug"), name="house_style_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="frontsheetfield",
            constraint=models.UniqueConstraint(fields=("house_style", "order"), name="front_field_order_once"),
        ),
        migrations.AddConstraint(
            model_name="housestylesection",
            constraint=models.UniqueConstraint(fields=("house_style", "key"), name="style_section_key_once"),
        ),
        migrations.AddConstraint(
            model_name="housestylesection",
            constraint=models.UniqueConstraint(fields=("house_style", "order"), name="style_section_order_once"),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.UniqueConstraint(fields=("report", "order"), name="recommendation_order_once"),
        ),
        migrations.AddConstraint(
            model_name="backgroundpaper",
            constraint=models.UniqueConstraint(fields=("report", "order"), name="background_paper_order_once"),
        ),
        migrations.AddConstraint(
            model_name="reportsection",
            constraint=models.UniqueConstraint(fields=("report", "key"), name="report_section_once"),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.UniqueConstraint(fields=("report", "number"), name="snapshot_number_once"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "published"), _negated=True),
                    models.Q(("published__isnull", False), ("published_at__isnull", False)),
                    _connector="OR",
                ),
                name="published_report_has_its_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["cleared", "published"]), _negated=True),
                    ("cleared_by__isnull", False),
                    _connector="OR",
                ),
                name="cleared_report_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="rendition",
            constraint=models.UniqueConstraint(fields=("snapshot", "format"), name="rendition_once"),
        ),
    ]
