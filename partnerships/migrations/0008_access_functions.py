"""Who acts and what they hold, for the policies of private tables: the second lock behind `visible_to`.

They mirror `partnerships.querysets`; a test compares the two for every kind of person. Policies ask each of them once a
statement, as a sub-select.
"""

from django.db import migrations

WHO = """
CREATE FUNCTION portal_user() RETURNS bigint LANGUAGE sql STABLE
RETURN (nullif(current_setting('portal.actor', true), '')::jsonb ->> 'user')::bigint;
"""
ITSELF = """
CREATE FUNCTION portal_acts_itself() RETURNS boolean LANGUAGE sql STABLE
RETURN portal_user() IS NULL
  AND coalesce(nullif(current_setting('portal.actor', true), '')::jsonb ->> 'system', '') <> '';
"""
TODAY = """
CREATE FUNCTION portal_today() RETURNS date LANGUAGE sql STABLE RETURN (now() AT TIME ZONE 'Europe/London')::date;
"""
GRANTS = """
CREATE FUNCTION portal_grants() RETURNS SETOF partnerships_rolegrant LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT g.* FROM partnerships_rolegrant g JOIN partnerships_user u ON u.id = g.user_id
  WHERE g.user_id = portal_user() AND u.is_active AND g.valid_from <= portal_today()
    AND (g.valid_until IS NULL OR g.valid_until >= portal_today());
END;
"""
ORGANISATIONS = """
CREATE FUNCTION portal_organisations() RETURNS bigint[] LANGUAGE sql STABLE
RETURN ARRAY(SELECT organisation_id FROM portal_grants() WHERE organisation_id IS NOT NULL);
"""
MANAGED = """
CREATE FUNCTION portal_managed() RETURNS bigint[] LANGUAGE sql STABLE
RETURN ARRAY(SELECT partnership_id FROM portal_grants() WHERE role = 'programme_officer');
"""
PARTNERSHIPS = """
CREATE FUNCTION portal_partnerships() RETURNS bigint[] LANGUAGE sql STABLE
RETURN ARRAY(
  SELECT p.id FROM partnerships_partnership p WHERE EXISTS (SELECT FROM portal_grants() WHERE role = 'portal_admin')
  UNION SELECT partnership_id FROM portal_grants() WHERE partnership_id IS NOT NULL
  UNION SELECT m.partnership_id FROM partnerships_membership m
    WHERE m.organisation_id = ANY (portal_organisations())
      AND (m.joined_earliest IS NULL OR m.joined_earliest <= portal_today())
      AND (m.left_latest IS NULL OR m.left_latest >= portal_today())
);
"""
NAMES = ["portal_partnerships", "portal_managed", "portal_organisations", "portal_grants", "portal_today"]
UNDO = "".join(f"DROP FUNCTION {name}();" for name in [*NAMES, "portal_acts_itself", "portal_user"])


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0007_keep_history")]
    operations = [
        migrations.RunSQL(WHO + ITSELF + TODAY + GRANTS + ORGANISATIONS + MANAGED + PARTNERSHIPS, UNDO),
    ]
