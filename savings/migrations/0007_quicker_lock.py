"""The same rows at less cost: what the policy asks of claims compares keys alone, as for updates."""

from importlib import import_module

from django.db import migrations

from sharedservices.core.postgres.policies import lock, mine

BEFORE = lock("savings_savingsline", import_module("savings.migrations.0006_release_of_lines").LINE)
LINE = f"""
EXISTS (SELECT FROM savings_savingsclaim c WHERE c.id = claim_id)
AND (released OR {mine("organisation_id", "organisations")} OR EXISTS (
  SELECT FROM savings_savingsclaim c WHERE c.id = claim_id AND c.status NOT IN ('requested', 'draft')
  AND {mine("c.partnership_id", "managed")}))
"""  # noqa: S608 - our own text only


class Migration(migrations.Migration):
    dependencies = [("savings", "0006_release_of_lines"), ("workstreams", "0012_quicker_lock")]
    operations = [
        migrations.RunSQL(BEFORE.reverse_sql, BEFORE.sql),
        lock("savings_savingsline", LINE),
    ]
