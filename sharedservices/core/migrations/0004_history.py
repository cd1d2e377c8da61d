from django.conf import settings
from django.db import migrations, models

from sharedservices.core.history import sql
from sharedservices.core.history.models import ExactDecoder

# The portal reads its history and no more; the triggers write it with the owner's rights
READ_ONLY = f"""
REVOKE ALL ON core_historyevent, core_historylink FROM {settings.DATABASE_ROLE};
GRANT SELECT ON core_historyevent, core_historylink TO {settings.DATABASE_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoryEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("transaction", models.BigIntegerField()),
                ("table", models.CharField(max_length=63)),
                ("row", models.BigIntegerField()),
                ("partnership", models.BigIntegerField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("added", "Added"), ("changed", "Changed"), ("removed", "Removed")], max_length=7
                    ),
                ),
                ("user", models.BigIntegerField(null=True)),
                ("system", models.TextField(blank=True)),
                ("request", models.CharField(blank=True, max_length=64)),
                ("batch", models.BigIntegerField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("before", models.JSONField(decoder=ExactDecoder, null=True)),
                ("after", models.JSONField(decoder=ExactDecoder, null=True)),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["table", "row", "id"], name="history_of_row"),
                    models.Index(fields=["partnership", "at"], name="history_of_partnership"),
                    models.Index(fields=["transaction", "partnership"], name="history_of_transaction"),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoryLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chain", models.BigIntegerField()),
                ("transaction", models.BigIntegerField()),
                ("number", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("events", models.PositiveIntegerField(null=True)),
                ("before", models.CharField(blank=True, max_length=64)),
                ("sha256", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "ordering": ["chain", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("chain", "transaction"), name="one_link_a_transaction"),
                    models.UniqueConstraint(
                        condition=models.Q(("number__gt", 0)), fields=("chain", "number"), name="link_number_once"
                    ),
                ],
            },
        ),
        migrations.RunSQL(sql.PAUSED + sql.MERGE + sql.NOW + sql.SEAL + sql.REFUSE, sql.UNDO),
        migrations.RunSQL(READ_ONLY, migrations.RunSQL.noop),
    ]
