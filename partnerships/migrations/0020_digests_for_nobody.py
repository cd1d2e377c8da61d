"""Analysts read no digest of what opens an account or the API, nor what allauth would keep of councils' sign-in."""

from django.conf import settings
from django.db import migrations

READER = settings.DATABASE_READER_ROLE
WHOLE = "socialaccount_socialtoken, socialaccount_socialapp, account_emailconfirmation"
REVOKE, GRANT = "REVOKE SELECT ON {} FROM {}", "GRANT SELECT ON {} TO {}"
# Every other column: PostgreSQL takes none of them out of a right to the whole table
OTHERS = """
DO $body$
BEGIN
  EXECUTE (SELECT format('REVOKE SELECT ON {table} FROM {reader}; GRANT SELECT (%s) ON {table} TO {reader}',
    string_agg(quote_ident(attname), ', ')) FROM pg_attribute
    WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'digest');
END $body$;
"""


def without_digest(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(OTHERS.format(table=table, reader=READER), GRANT.format(table, READER))


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0019_end_of_links"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]
    operations = [
        without_digest("partnerships_apitoken"),
        without_digest("partnerships_invitation"),
        migrations.RunSQL(REVOKE.format(WHOLE, READER), GRANT.format(WHOLE, READER)),
    ]
