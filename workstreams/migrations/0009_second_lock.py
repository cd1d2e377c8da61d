from django.db import migrations

from sharedservices.core.postgres.policies import lock, mine

UPDATE = f"""
EXISTS (
  SELECT FROM workstreams_workstream w WHERE w.id = workstream_id AND {mine("w.partnership_id", "partnerships")}
  AND (state IN ('submitted', 'approved') OR {mine("w.partnership_id", "managed")} OR EXISTS (
    SELECT FROM workstreams_workstreamlead l WHERE l.workstream_id = w.id AND l.user_id = (SELECT portal_user())
    AND l.valid_from <= portal_today() AND (l.valid_until IS NULL OR l.valid_until >= portal_today()))))
"""  # noqa: S608 - our own text only
RATING = "EXISTS (SELECT FROM workstreams_progressupdate u WHERE u.id = update_id)"


class Migration(migrations.Migration):
    dependencies = [("workstreams", "0008_keep_history"), ("partnerships", "0008_access_functions")]
    operations = [lock("workstreams_progressupdate", UPDATE), lock("workstreams_projectrating", RATING)]
