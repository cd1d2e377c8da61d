"""The same rows at less cost: what a policy asks of other tables compares keys alone, so that PostgreSQL may ask it once
for all rows instead of once for each."""

from importlib import import_module

from django.db import migrations

from sharedservices.core.postgres.policies import lock, mine

BEFORE = lock("workstreams_progressupdate", import_module("workstreams.migrations.0011_leads_in_force").UPDATE)
OF_MINE = "EXISTS (SELECT FROM workstreams_workstream w WHERE w.id = workstream_id AND {})"
UPDATE = f"""
{OF_MINE.format(mine("w.partnership_id", "partnerships"))}
AND (state IN ('submitted', 'approved') OR {mine("workstream_id", "led")}
  OR {OF_MINE.format(mine("w.partnership_id", "managed"))})
"""


class Migration(migrations.Migration):
    dependencies = [("workstreams", "0011_leads_in_force")]
    operations = [
        migrations.RunSQL(BEFORE.reverse_sql, BEFORE.sql),
        lock("workstreams_progressupdate", UPDATE),
    ]
