import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import partnerships.models.imports


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0002_programme"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(help_text="The file's name, as it was brought.", max_length=200)),
                (
                    "file",
                    models.FileField(max_length=200, storage=partnerships.models.imports.import_storage, upload_to=""),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField(help_text="Bytes.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "Being checked"),
                            ("checked", "Ready to import"),
                            ("failed", "Has errors"),
                            ("applied", "Imported"),
                            ("undone", "Undone"),
                        ],
                        default="checking",
                        max_length=10,
                    ),
                ),
                ("notice", models.TextField(blank=True, help_text="What the person should know about the last check.")),
                (
                    "counts",
                    models.JSONField(default=dict, help_text="Per table: how many rows are new, changed, unchanged."),
                ),
                ("problems", models.JSONField(default=list)),
                (
                    "changes",
                    models.JSONField(
                        default=list, help_text="New and changed rows, with their cells before and after."
                    ),
                ),
                (
                    "plan_sha256",
                    models.CharField(blank=True, help_text="Of what the check said would be done.", max_length=64),
                ),
                (
                    "images",
                    models.JSONField(
                        default=list,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        help_text="What undoing needs: written rows, as they were and are.",
                    ),
                ),
                ("checked_at", models.DateTimeField(editable=False, null=True)),
                ("applied_at", models.DateTimeField(editable=False, null=True)),
                ("undone_at", models.DateTimeField(editable=False, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="imports", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "import batches",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["applied", "undone"]), _negated=True),
                            ("applied_at__isnull", False),
                            _connector="OR",
                        ),
                        name="applied_import_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "undone"), _negated=True), ("undone_at__isnull", False), _connector="OR"
                        ),
                        name="undone_import_says_when",
                    ),
                ],
            },
        ),
    ]
