"""The trigger functions of the history, as PostgreSQL has them.

Each table has one function, so that its statements are planned once a session; it writes a statement's changes in one
INSERT, however many rows. It runs with the owner's rights: the portal's role may read history, and nothing more.
"""

from typing import Any

EVENT_COLUMNS = (
    'at, transaction, "table", "row", partnership, kind, "user", system, request, batch, reason, before, after'
)
# Only the schema's owner, working as such, may do without history; the portal's role never can
PAUSED = """
CREATE FUNCTION history_is_paused() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
RETURN coalesce(current_setting('portal.history', true), '') = 'paused' AND current_setting('role') = 'none'
  AND pg_has_role(session_user, current_user, 'MEMBER');
"""
MERGE = """
CREATE AGGREGATE history_merged(jsonb) (SFUNC = jsonb_concat, STYPE = jsonb, INITCOND = '{}');
"""
NOW = """
CREATE SEQUENCE core_history_transaction;
CREATE FUNCTION history_transaction() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $body$
BEGIN
  IF coalesce(current_setting('portal.transaction', true), '') = '' THEN
    PERFORM set_config('portal.transaction', nextval('core_history_transaction')::text, true);
  END IF;
  RETURN current_setting('portal.transaction')::bigint;
END $body$;
"""
WRITE = """
WITH written AS (
  INSERT INTO core_historyevent ({columns})
  SELECT now(), course, '{table}', r.id, {partnership}, '{kind}', person, program, request_id, import, why,
    {before}, {after}
  FROM {rows}
  RETURNING partnership
) INSERT INTO core_historylink (chain, transaction, at, before, sha256)
  SELECT DISTINCT coalesce(partnership, 0), course, now(), '', '' FROM written ON CONFLICT DO NOTHING;
"""
FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET timezone = 'UTC'
AS $body$
DECLARE{actor}
BEGIN
  IF history_is_paused() THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'INSERT' THEN {added}
  ELSIF TG_OP = 'UPDATE' THEN {changed}
  ELSE {removed}
  END IF;
  RETURN NULL;
END $body$;
"""
# Read once for a statement
ACTOR = """
  acts jsonb := coalesce(nullif(current_setting('portal.actor', true), ''), '{}')::jsonb;
  person bigint := (acts ->> 'user')::bigint;
  program text := coalesce(acts ->> 'system', '');
  request_id text := coalesce(acts ->> 'request', '');
  import bigint := (acts ->> 'batch')::bigint;
  why text := coalesce(acts ->> 'reason', '');
  course bigint := history_transaction();"""
TRIGGERS = """
CREATE TRIGGER history_added AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION {name}();
CREATE TRIGGER history_changed AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION {name}();
CREATE TRIGGER history_removed AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""
BEGIN = """
DO $body$
DECLARE
  person bigint; program text := 'history begins'; request_id text := ''; import bigint; why text := '';
  course bigint := history_transaction();
BEGIN {added}
END $body$;
"""
# A trigger function that anybody may use would write what somebody tells it, from a table of their own
OURS_ALONE = "REVOKE EXECUTE ON FUNCTION {name}() FROM PUBLIC;"
DROP = "DROP FUNCTION IF EXISTS {name}() CASCADE"
EVENT_TEXT = """jsonb_build_array(e.id, e.at, e.transaction, e."table", e."row", e.partnership, e.kind, e."user",
  e.system, e.request, e.batch, e.reason, e.before, e.after)::text"""
SHA256 = "encode(sha256(convert_to({text}, 'UTF8')), 'hex')"
# A full join is never made row by row, however few rows there were when the statement was planned; `OFFSET 0` keeps
# each row's JSON from being made anew for every column
PAIRS = """new_rows r FULL JOIN old_rows o ON o.id = r.id
    CROSS JOIN LATERAL (SELECT to_jsonb(o){less} AS was, to_jsonb(r){less} AS now OFFSET 0) d
    CROSS JOIN LATERAL (
      SELECT jsonb_object_agg(key, d.was -> key) AS was, jsonb_object_agg(key, value) AS now
      FROM jsonb_each(d.now) WHERE d.was -> key IS DISTINCT FROM value
    ) changed
  WHERE d.was IS DISTINCT FROM d.now"""


def keep(table: str, partnership: str, without: tuple[str, ...] = ()) -> str:
    """`partnership` is an SQL expression over the row `r`; `without` names columns that history leaves out."""
    function = FUNCTION.format(name=_name(table), actor=ACTOR, **_writes(table, partnership, without))
    triggers = TRIGGERS.format(table=table, name=_name(table))
    return function + triggers + OURS_ALONE.format(name=_name(table))


def begin(table: str, partnership: str, without: tuple[str, ...] = ()) -> str:
    """The rows that are there already enter history as they are."""
    return BEGIN.format(added=_writes(table, partnership, without)["added"].replace("new_rows r", f"{table} r"))


def drop(table: str) -> str:
    return DROP.format(name=_name(table))


def _name(table: str) -> str:
    return f"history_of_{table}"


def _writes(table: str, partnership: str, without: tuple[str, ...]) -> dict[str, str]:
    less = "".join(f" - '{name}'" for name in without)
    shared: dict[str, Any] = {"columns": EVENT_COLUMNS, "table": table, "partnership": partnership}
    whole = f"to_jsonb(r){less}"
    return {
        "added": WRITE.format(**shared, kind="added", before="NULL", after=whole, rows="new_rows r"),
        "removed": WRITE.format(**shared, kind="removed", before=whole, after="NULL", rows="old_rows r"),
        "changed": WRITE.format(
            **shared,
            kind="changed",
            before="changed.was",
            after="changed.now",
            rows=PAIRS.format(less=less),
        ),
    }


# Hashes of the events, not their texts: a link may hold an import of any size
TOLD = f"""encode(sha256(coalesce(
  string_agg(sha256(convert_to({EVENT_TEXT}, 'UTF8')), ''::bytea ORDER BY e.id), '')), 'hex')"""
LINK = SHA256.format(text="concat_ws(E'\\x1f', {chain}, {transaction}, {number}, {at}, {events}, {before}, {told})")
SEAL = """
CREATE FUNCTION seal_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET timezone = 'UTC'
AS $body$
DECLARE
  last core_historylink%ROWTYPE;
  told text;
  many integer;
  place bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('core_historylink', 0));
  SELECT * INTO last FROM core_historylink WHERE chain = NEW.chain AND number > 0 ORDER BY number DESC LIMIT 1;
  SELECT count(*), {told} INTO many, told FROM core_historyevent e
    WHERE e.transaction = NEW.transaction AND coalesce(e.partnership, 0) = NEW.chain;
  place := coalesce(last.number, 0) + 1;
  UPDATE core_historylink SET number = place, events = many, before = coalesce(last.sha256, ''), sha256 = {link}
    WHERE id = NEW.id;
  RETURN NULL;
END $body$;
CREATE CONSTRAINT TRIGGER history_is_sealed AFTER INSERT ON core_historylink
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION seal_history();
REVOKE EXECUTE ON FUNCTION seal_history() FROM PUBLIC;
""".format(  # noqa: S608 - our own text only
    told=TOLD,
    link=LINK.format(
        chain="NEW.chain",
        transaction="NEW.transaction",
        number="place",
        at="NEW.at",
        events="many",
        before="coalesce(last.sha256, '')",
        told="told",
    ),
)
REFUSE = """
CREATE FUNCTION refuse_to_change_history() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF TG_OP = 'TRUNCATE' AND history_is_paused() THEN
    RETURN NULL;
  END IF;
  IF TG_TABLE_NAME = 'core_historylink' AND TG_OP = 'UPDATE' THEN
    IF OLD.number IS NULL AND NEW.chain = OLD.chain AND NEW.transaction = OLD.transaction THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'History is never changed.' USING ERRCODE = 'insufficient_privilege';
END $body$;
CREATE TRIGGER history_stands BEFORE UPDATE OR DELETE ON core_historyevent
  FOR EACH ROW EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_is_not_emptied BEFORE TRUNCATE ON core_historyevent
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stands BEFORE UPDATE OR DELETE ON core_historylink
  FOR EACH ROW EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_is_not_emptied BEFORE TRUNCATE ON core_historylink
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
"""
UNDO = """
DROP FUNCTION refuse_to_change_history() CASCADE;
DROP FUNCTION seal_history() CASCADE;
DROP FUNCTION history_transaction();
DROP FUNCTION history_is_paused();
DROP AGGREGATE history_merged(jsonb);
DROP SEQUENCE core_history_transaction;
"""
