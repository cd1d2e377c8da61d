"""Exempt text in a table of its own, with its history and its lock; analysts read no history, for it holds such text."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sharedservices.core.history.operations import KeepHistory
from sharedservices.core.postgres.policies import lock, mine

CLEARED = """
CREATE FUNCTION portal_cleared() RETURNS bigint[] LANGUAGE sql STABLE
RETURN ARRAY(SELECT organisation_id FROM portal_grants()
  WHERE role IN ('clerk', 'report_author', 'finance_verifier', 'implications_verifier'));
"""
TEXT = f"""
{mine("organisation_id", "cleared")} AND EXISTS (
  SELECT FROM partnerships_agendaitem i JOIN partnerships_meeting m ON m.id = i.meeting_id
  JOIN partnerships_governancebody b ON b.id = m.body_id
  WHERE i.id = item_id AND {mine("b.partnership_id", "partnerships")})
"""
REVOKE, GRANT = "REVOKE SELECT ON core_historyevent FROM {}", "GRANT SELECT ON core_historyevent TO {}"
READER = settings.DATABASE_READER_ROLE


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0012_access_log"), ("core", "0004_history")]
    operations = [
        migrations.CreateModel(
            name="ExemptText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("text", models.TextField(max_length=20000, verbose_name="exempt text")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exempt_texts",
                        to="partnerships.agendaitem",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["item", "organisation__name", "pk"],
                "constraints": [models.UniqueConstraint(fields=("item", "organisation"), name="exempt_text_once")],
            },
        ),
        KeepHistory("ExemptText"),
        migrations.RunSQL(CLEARED, "DROP FUNCTION portal_cleared();"),
        lock("partnerships_exempttext", TEXT),
        migrations.RunSQL(REVOKE.format(READER), GRANT.format(READER)),
    ]
