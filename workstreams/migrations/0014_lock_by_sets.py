"""The same rows at less cost: the workstreams of a person's partnerships are a set that is asked for once, and who sees
everything is compared with none. OFFSET keeps PostgreSQL from reading every update to judge the ratings of a few."""

from importlib import import_module

from django.db import migrations

from sharedservices.core.postgres.policies import WITHIN_SIGHT, lock, mine

BEFORE = lock("workstreams_progressupdate", import_module("workstreams.migrations.0012_quicker_lock").UPDATE)
RATING_BEFORE = lock("workstreams_projectrating", import_module("workstreams.migrations.0009_second_lock").RATING)
LED_BEFORE = import_module("workstreams.migrations.0011_leads_in_force").LED.replace("CREATE", "CREATE OR REPLACE", 1)
KIND = "LANGUAGE plpgsql STABLE PARALLEL SAFE"
LED = f"""
CREATE OR REPLACE FUNCTION portal_led() RETURNS bigint[] {KIND} AS $body$
BEGIN RETURN ARRAY(
  SELECT l.workstream_id FROM public.workstreams_workstreamlead l JOIN public.partnerships_user u ON u.id = l.user_id
  WHERE l.user_id = portal_user() AND portal_token() IS NULL AND u.is_active AND l.ended_at IS NULL
    AND l.valid_from <= portal_today() AND (l.valid_until IS NULL OR l.valid_until >= portal_today())
); END $body$;
"""  # noqa: S608 - our own text only
WORKSTREAMS = f"""
CREATE FUNCTION portal_workstreams(partnerships bigint[]) RETURNS SETOF bigint {KIND} ROWS 100 AS $body$
BEGIN RETURN QUERY SELECT w.id FROM public.workstreams_workstream w WHERE w.partnership_id = ANY (partnerships);
END $body$;
"""  # noqa: S608 - our own text only
UPDATE = f"""
{WITHIN_SIGHT.format("workstream_id IN (SELECT * FROM portal_workstreams(portal_partnerships()))")}
AND (state = 'submitted' OR state = 'approved' OR {mine("workstream_id", "led")}
  OR workstream_id IN (SELECT * FROM portal_workstreams(portal_managed())))
"""  # noqa: S608 - our own text only
RATING = "EXISTS (SELECT FROM workstreams_progressupdate u WHERE u.id = update_id OFFSET 0)"


class Migration(migrations.Migration):
    dependencies = [("workstreams", "0013_indexes_of_updates"), ("partnerships", "0016_quicker_functions")]
    operations = [
        migrations.RunSQL([LED, WORKSTREAMS], [LED_BEFORE, "DROP FUNCTION portal_workstreams(bigint[])"]),
        migrations.RunSQL(BEFORE.reverse_sql, BEFORE.sql),
        lock("workstreams_progressupdate", UPDATE),
        migrations.RunSQL(RATING_BEFORE.reverse_sql, RATING_BEFORE.sql),
        lock("workstreams_projectrating", RATING),
    ]
