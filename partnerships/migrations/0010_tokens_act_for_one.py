"""A token acts for one organisation, or for its owner's roles on the portal and its partnerships. Those that there are
act for their owner's one council, where it is one; else they see nothing, and their owner makes others."""

from django.db import migrations

ONE_COUNCIL = """
UPDATE partnerships_apitoken t SET organisation_id = held.organisation_id, version = version + 1, updated_at = now()
FROM (
  SELECT user_id, min(organisation_id) AS organisation_id FROM partnerships_rolegrant
  GROUP BY user_id HAVING count(DISTINCT organisation_id) = 1 AND count(*) = count(organisation_id)
) held WHERE held.user_id = t.user_id AND t.organisation_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0009_grants_and_invitations")]
    operations = [migrations.RunSQL(ONE_COUNCIL, migrations.RunSQL.noop)]  # the column goes with the step before
