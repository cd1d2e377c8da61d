"""The questions that `verifying` asks: SQL that names each place where history is not as the triggers wrote it."""

from sharedservices.core.history import sql

HASH = sql.LINK.format(
    chain="chain", transaction="transaction", number="number", at="at", events="found", before="before", told="told"
)
# What each link says beside what its events come to; a link's place is counted from its neighbours
BROKEN_LINKS = f"""
WITH told AS (
  SELECT e.transaction, coalesce(e.partnership, 0) AS chain, count(*) AS found, {sql.TOLD} AS told
  FROM core_historyevent e WHERE %(chain)s::bigint IS NULL OR coalesce(e.partnership, 0) = %(chain)s GROUP BY 1, 2
), chained AS (
  SELECT l.*, coalesce(told.found, 0) AS found, coalesce(told.told, encode(sha256(''), 'hex')) AS told,
    coalesce(lag(l.sha256) OVER chain, '') AS last, coalesce(lag(l.number) OVER chain, 0) + 1 AS place
  FROM core_historylink l LEFT JOIN told USING (transaction, chain)
  WHERE %(chain)s::bigint IS NULL OR l.chain = %(chain)s
  WINDOW chain AS (PARTITION BY l.chain ORDER BY l.number)
)
SELECT chain, number, transaction, events, found, place, before IS DISTINCT FROM last, sha256 IS DISTINCT FROM {HASH}
FROM chained
WHERE number IS DISTINCT FROM place OR before IS DISTINCT FROM last OR events IS DISTINCT FROM found
  OR sha256 IS DISTINCT FROM {HASH}
ORDER BY chain, number
"""  # noqa: S608 - our own text only
LOOSE_EVENTS = """
SELECT e.id, e."table", e."row", coalesce(e.partnership, 0) FROM core_historyevent e
LEFT JOIN core_historylink l ON l.transaction = e.transaction AND l.chain = coalesce(e.partnership, 0)
WHERE l.id IS NULL AND (%(chain)s::bigint IS NULL OR coalesce(e.partnership, 0) = %(chain)s) ORDER BY e.id
"""
HASH_OF_LINK = "SELECT sha256 FROM core_historylink WHERE chain = %s AND number = %s"
COUNTS = """
SELECT (SELECT count(DISTINCT chain) FROM core_historylink WHERE %(chain)s::bigint IS NULL OR chain = %(chain)s),
  (SELECT count(*) FROM core_historylink WHERE %(chain)s::bigint IS NULL OR chain = %(chain)s),
  (SELECT count(*) FROM core_historyevent WHERE %(chain)s::bigint IS NULL OR coalesce(partnership, 0) = %(chain)s)
"""
KEPT_TABLES = """
SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_proc p ON p.oid = t.tgfoid AND p.proname = 'history_of_' || c.relname
WHERE t.tgname IN ('history_added', 'history_changed', 'history_removed') AND t.tgenabled = 'O'
GROUP BY 1 HAVING count(*) = 3 ORDER BY 1
"""
ENABLED_TRIGGERS = """
SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relname IN ('core_historyevent', 'core_historylink') AND t.tgenabled = 'O'
"""
REQUIRED_TRIGGERS = {
    ("core_historyevent", "history_stands"),
    ("core_historyevent", "history_is_not_emptied"),
    ("core_historylink", "history_stands"),
    ("core_historylink", "history_is_not_emptied"),
    ("core_historylink", "history_is_sealed"),
}
TABLES_WITH_EVENTS = 'SELECT DISTINCT "table" FROM core_historyevent ORDER BY 1'
# Columns that history or the table knows alone, since they came or went later, say nothing
UNLIKE_ROWS = """
WITH told AS (
  SELECT "row" AS id, history_merged(coalesce(after, '{{}}') ORDER BY id) AS state,
    (array_agg(kind ORDER BY id DESC))[1] AS kind
  FROM core_historyevent WHERE "table" = %(table)s{within} GROUP BY "row"
), compared AS (
  SELECT coalesce(r.id, told.id) AS id, told.kind, r.id IS NOT NULL AS stands, ARRAY(
      SELECT s.key FROM jsonb_each(told.state) s
      WHERE told.state <> r.state AND r.state ? s.key AND r.state -> s.key IS DISTINCT FROM s.value ORDER BY 1
    ) AS unlike
  FROM (SELECT id, to_jsonb(t) AS state FROM {table} t) r {join} JOIN told ON told.id = r.id
)
SELECT id, kind, stands, unlike FROM compared
WHERE stands <> (coalesce(kind, 'removed') <> 'removed') OR cardinality(unlike) > 0 ORDER BY id
"""
WITHIN = """ AND "row" IN (SELECT "row" FROM core_historyevent WHERE "table" = %(table)s AND partnership = %(chain)s)"""
ROWS = "SELECT count(*) FROM {table}"
