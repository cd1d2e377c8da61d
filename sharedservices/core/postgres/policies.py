"""Row-level security in migrations: a second lock on private tables, for the portal's role and the owner alike."""

from django.db.migrations.operations import RunSQL

LOCK = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY private ON {table} USING ((SELECT portal_acts_itself()) OR ({seen}));
"""
UNLOCK = """
DROP POLICY private ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""
WITHIN_SIGHT = "((SELECT portal_sees_everything()) OR {})"
MINE = "{column} = ANY ((SELECT portal_{what}())::bigint[])"


def lock(table: str, seen: str) -> RunSQL:
    """`seen` is the condition under which a person sees, and may write, a row."""
    return RunSQL(LOCK.format(table=table, seen=seen), UNLOCK.format(table=table))


def mine(column: str, what: str) -> str:
    """The column names one of the "partnerships", "managed" partnerships, "organisations" or "papers" of the person."""
    return MINE.format(column=column, what=what)
