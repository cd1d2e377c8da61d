"""The same answers at less cost: PostgreSQL plans what the policies ask once a session, not once a statement, and lets
workers of a parallel scan judge rows. Who sees everything is asked by itself, instead of comparing with every key."""

from importlib import import_module

from django.db import migrations

FIRST = import_module("partnerships.migrations.0008_access_functions")
SQL = [FIRST.ORGANISATIONS, FIRST.MANAGED, FIRST.PARTNERSHIPS]
SQL.append(import_module("partnerships.migrations.0013_exempt_text").CLEARED)
BEFORE = [
    import_module("partnerships.migrations.0011_grants_in_force").GRANTS,
    *(function.replace("CREATE", "CREATE OR REPLACE", 1) for function in SQL),
]
SAFE = """
ALTER FUNCTION portal_user() PARALLEL SAFE;
ALTER FUNCTION portal_acts_itself() PARALLEL SAFE;
ALTER FUNCTION portal_today() PARALLEL SAFE;
ALTER FUNCTION portal_token() PARALLEL SAFE;
"""
KIND = "LANGUAGE plpgsql STABLE PARALLEL SAFE"
IN_FORCE = """{0}.ended_at IS NULL AND {0}.valid_from <= portal_today()
  AND ({0}.valid_until IS NULL OR {0}.valid_until >= portal_today()) AND {1}.is_active"""
GRANTS = f"""
CREATE OR REPLACE FUNCTION portal_grants() RETURNS SETOF partnerships_rolegrant {KIND} ROWS 5 AS $body$
BEGIN RETURN QUERY
  SELECT g.* FROM public.partnerships_rolegrant g JOIN public.partnerships_user u ON u.id = g.user_id
  LEFT JOIN public.partnerships_rolegrant lent ON lent.id = g.delegated_from_id
  LEFT JOIN public.partnerships_user lender ON lender.id = lent.user_id
  WHERE g.user_id = portal_user() AND {IN_FORCE.format("g", "u")}
    AND (g.delegated_from_id IS NULL OR ({IN_FORCE.format("lent", "lender")}))
    AND (portal_token() IS NULL OR EXISTS (
      SELECT FROM public.partnerships_apitoken t
      WHERE t.id = portal_token() AND t.organisation_id IS NOT DISTINCT FROM g.organisation_id));
END $body$;
"""  # noqa: S608 - our own text only
EVERYTHING = f"""
CREATE FUNCTION portal_sees_everything() RETURNS boolean {KIND} AS $body$
BEGIN RETURN EXISTS (SELECT FROM portal_grants() WHERE role = 'portal_admin'); END $body$;
"""
KEYS = f"""
CREATE OR REPLACE FUNCTION {{}}() RETURNS bigint[] {KIND} AS $body$
BEGIN RETURN ARRAY({{}}); END $body$;
"""
ORGANISATIONS = KEYS.format(
    "portal_organisations", "SELECT organisation_id FROM portal_grants() WHERE organisation_id IS NOT NULL"
)
MANAGED = KEYS.format("portal_managed", "SELECT partnership_id FROM portal_grants() WHERE role = 'programme_officer'")
CLEARED = KEYS.format(
    "portal_cleared",
    """SELECT organisation_id FROM portal_grants()
  WHERE role IN ('clerk', 'report_author', 'finance_verifier', 'implications_verifier')""",
)
PARTNERSHIPS = KEYS.format(
    "portal_partnerships",
    """
  WITH held AS MATERIALIZED (SELECT role, partnership_id, organisation_id FROM portal_grants())
  SELECT p.id FROM public.partnerships_partnership p WHERE EXISTS (SELECT FROM held WHERE role = 'portal_admin')
  UNION SELECT partnership_id FROM held WHERE partnership_id IS NOT NULL
  UNION SELECT m.partnership_id FROM held JOIN public.partnerships_membership m USING (organisation_id)
    WHERE (m.joined_earliest IS NULL OR m.joined_earliest <= portal_today())
      AND (m.left_latest IS NULL OR m.left_latest >= portal_today())""",
)
DO = [GRANTS, EVERYTHING, ORGANISATIONS, MANAGED, CLEARED, PARTNERSHIPS]


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0015_open_sessions")]
    operations = [
        migrations.RunSQL(SAFE, SAFE.replace("SAFE", "UNSAFE")),
        migrations.RunSQL(DO, [*BEFORE, "DROP FUNCTION portal_sees_everything()"]),
    ]
