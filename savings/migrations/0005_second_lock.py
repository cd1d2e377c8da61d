from django.db import migrations

from sharedservices.core.postgres.policies import lock, mine

CLAIM = f"""
{mine("partnership_id", "partnerships")} AND (
  status <> 'draft' OR {mine("organisation_id", "organisations")} OR {mine("partnership_id", "managed")})
"""
LINE = "EXISTS (SELECT FROM savings_savingsclaim c WHERE c.id = claim_id)"


class Migration(migrations.Migration):
    dependencies = [("savings", "0004_keep_history"), ("partnerships", "0008_access_functions")]
    operations = [lock("savings_savingsclaim", CLAIM), lock("savings_savingsline", LINE)]
