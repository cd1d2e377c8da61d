"""A published paper is everybody's to read. Below the portal too, only its own council writes what it froze."""

from django.db import migrations

from sharedservices.core.postgres.policies import WITHIN_SIGHT, mine

ITSELF = "(SELECT portal_acts_itself())"
OWN = WITHIN_SIGHT.format(mine("report_id", "papers"))
PUBLISHED = "EXISTS (SELECT FROM reports_report r WHERE r.published_id = reports_snapshot.id)"
SEEN_FILE = "EXISTS (SELECT FROM reports_snapshot s WHERE s.id = snapshot_id)"
OWN_FILE = "EXISTS (SELECT FROM reports_snapshot s WHERE s.id = snapshot_id AND " + OWN + ")"
APART = f"""
ALTER POLICY private ON reports_snapshot USING ({ITSELF} OR {OWN});
CREATE POLICY published ON reports_snapshot FOR SELECT USING ({PUBLISHED});
ALTER POLICY private ON reports_rendition USING ({ITSELF} OR {OWN_FILE});
CREATE POLICY published ON reports_rendition FOR SELECT USING ({SEEN_FILE});
"""
TOGETHER = f"""
DROP POLICY published ON reports_rendition;
ALTER POLICY private ON reports_rendition USING ({ITSELF} OR {SEEN_FILE});
DROP POLICY published ON reports_snapshot;
ALTER POLICY private ON reports_snapshot USING ({ITSELF} OR ({OWN} OR {PUBLISHED}));
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_second_lock")]
    operations = [migrations.RunSQL(APART, TOGETHER)]
