"""An import holds cells and rows of every private table as they were: below the portal too it is whose it is, and
portal administrators'."""

from django.db import migrations

from sharedservices.core.postgres.policies import WITHIN_SIGHT, lock


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0017_partnership_viewer")]
    operations = [lock("partnerships_importbatch", WITHIN_SIGHT.format("by_id = (SELECT portal_user())"))]
