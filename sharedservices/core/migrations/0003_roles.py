"""The roles that work with the database: the portal's own, and one that only reads, for a council's analysts.

Roles belong to the whole server: they are made where they are missing, and never dropped. Tables made later are granted
by the default privileges of the owner, who runs every migration.
"""

from django.conf import settings
from django.db import migrations

MAKE = """
DO $body$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['{app}', '{reader}'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOBYPASSRLS', name);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;  -- another database of this server was quicker
      END;
    END IF;
    IF NOT pg_has_role(CURRENT_USER, name, 'MEMBER') THEN
      EXECUTE format('GRANT %I TO CURRENT_USER', name);
    END IF;
  END LOOP;
END $body$;
GRANT USAGE ON SCHEMA public TO {app}, {reader};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app};
GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reader};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {reader};
"""
TAKE = """
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT, INSERT, UPDATE, DELETE ON TABLES FROM {app};
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE USAGE, SELECT ON SEQUENCES FROM {app};
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT ON TABLES FROM {reader};
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {app}, {reader};
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {app};
REVOKE USAGE ON SCHEMA public FROM {app}, {reader};
"""
ROLES = {"app": settings.DATABASE_ROLE, "reader": settings.DATABASE_READER_ROLE}


class Migration(migrations.Migration):
    dependencies = [("core", "0002_job")]
    operations = [migrations.RunSQL(MAKE.format(**ROLES), TAKE.format(**ROLES))]
