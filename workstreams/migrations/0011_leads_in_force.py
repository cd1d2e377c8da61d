"""The second lock of updates asks for the same leads as `user.led_workstreams.in_force()`: none through a token."""

from importlib import import_module

from django.db import migrations

from sharedservices.core.postgres.policies import lock, mine

BEFORE = lock("workstreams_progressupdate", import_module("workstreams.migrations.0009_second_lock").UPDATE)
LED = """
CREATE FUNCTION portal_led() RETURNS bigint[] LANGUAGE sql STABLE
RETURN ARRAY(
  SELECT l.workstream_id FROM workstreams_workstreamlead l JOIN partnerships_user u ON u.id = l.user_id
  WHERE l.user_id = portal_user() AND portal_token() IS NULL AND u.is_active AND l.ended_at IS NULL
    AND l.valid_from <= portal_today() AND (l.valid_until IS NULL OR l.valid_until >= portal_today())
);
"""
UPDATE = f"""
EXISTS (
  SELECT FROM workstreams_workstream w WHERE w.id = workstream_id AND {mine("w.partnership_id", "partnerships")}
  AND (state IN ('submitted', 'approved') OR {mine("w.partnership_id", "managed")} OR {mine("w.id", "led")}))
"""


class Migration(migrations.Migration):
    dependencies = [("workstreams", "0010_tenure_of_leads"), ("partnerships", "0011_grants_in_force")]
    operations = [
        migrations.RunSQL(BEFORE.reverse_sql, BEFORE.sql),
        migrations.RunSQL(LED, "DROP FUNCTION portal_led();"),
        lock("workstreams_progressupdate", UPDATE),
    ]
