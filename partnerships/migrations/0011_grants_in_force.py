"""The second lock asks for the same grants as `RoleGrantQuerySet.in_force` and `through`; no grant is lent twice."""

from importlib import import_module

from django.db import migrations

GRANTS_BEFORE = import_module("partnerships.migrations.0009_grants_and_invitations").GRANTS
ASKING = """
CREATE FUNCTION portal_token() RETURNS bigint LANGUAGE sql STABLE
RETURN (nullif(current_setting('portal.actor', true), '')::jsonb ->> 'token')::bigint;
"""
IN_FORCE = """
CREATE FUNCTION portal_in_force(g partnerships_rolegrant) RETURNS boolean LANGUAGE sql STABLE
RETURN g.ended_at IS NULL AND g.valid_from <= portal_today()
  AND (g.valid_until IS NULL OR g.valid_until >= portal_today())
  AND EXISTS (SELECT FROM partnerships_user u WHERE u.id = g.user_id AND u.is_active);
"""
GRANTS = """
CREATE OR REPLACE FUNCTION portal_grants() RETURNS SETOF partnerships_rolegrant LANGUAGE sql STABLE AS $body$
  SELECT g.* FROM partnerships_rolegrant g
  WHERE g.user_id = portal_user() AND portal_in_force(g)
    AND (g.delegated_from_id IS NULL OR EXISTS (
      SELECT FROM partnerships_rolegrant o WHERE o.id = g.delegated_from_id AND portal_in_force(o)))
    AND (portal_token() IS NULL OR EXISTS (
      SELECT FROM partnerships_apitoken t
      WHERE t.id = portal_token() AND t.organisation_id IS NOT DISTINCT FROM g.organisation_id))
$body$;
"""
DELEGATION = """
CREATE FUNCTION refuse_unlike_delegation() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE lent partnerships_rolegrant%ROWTYPE;
BEGIN
  SELECT * INTO lent FROM partnerships_rolegrant WHERE id = NEW.delegated_from_id;
  IF lent.delegated_from_id IS NOT NULL OR lent.user_id = NEW.user_id OR lent.role <> NEW.role
    OR lent.organisation_id IS DISTINCT FROM NEW.organisation_id
    OR lent.partnership_id IS DISTINCT FROM NEW.partnership_id OR NEW.valid_until > lent.valid_until THEN
    RAISE EXCEPTION 'A delegation lends the very grant, once, to somebody else, and no longer than it lasts.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $body$;
CREATE TRIGGER delegation_is_alike BEFORE INSERT OR UPDATE OF
    delegated_from_id, user_id, role, organisation_id, partnership_id, valid_until ON partnerships_rolegrant
  FOR EACH ROW WHEN (NEW.delegated_from_id IS NOT NULL) EXECUTE FUNCTION refuse_unlike_delegation();
"""
UNDO = """
DROP FUNCTION refuse_unlike_delegation() CASCADE;
DROP FUNCTION portal_in_force(partnerships_rolegrant);
DROP FUNCTION portal_token();
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0010_tokens_act_for_one")]
    operations = [
        migrations.RunSQL(
            ASKING + IN_FORCE + GRANTS + DELEGATION,
            GRANTS_BEFORE + UNDO,
        )
    ]
