"""The data of pages in SQL as one would write it by hand, without asking who may see it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

WORKSTREAMS = """
SELECT w.id, w.slug, w.name, w.stage, w.status, o.short_name
FROM workstreams_workstream w LEFT JOIN partnerships_organisation o ON o.id = w.lead_id
WHERE w.partnership_id = %(partnership)s AND w.status <> 'closed' ORDER BY w.status, w."order", w.name, w.id
"""
UPDATES = """
SELECT w.id, u.as_of, u.rag_time, u.rag_cost, u.rag_delivery, u.rag_benefits, r.rag
FROM workstreams_workstream w CROSS JOIN LATERAL (
  SELECT * FROM workstreams_progressupdate
  WHERE workstream_id = w.id AND state IN ('submitted', 'approved') AND as_of_latest <= %(today)s
  ORDER BY as_of_latest DESC, id DESC LIMIT 2
) u LEFT JOIN workstreams_projectrating r ON r.update_id = u.id
WHERE w.partnership_id = %(partnership)s AND w.status <> 'closed'
"""
MILESTONES = """
SELECT m.workstream_id, m.title, m.baseline, m.forecast, m.actual, m.expected_earliest, m.expected_latest
FROM workstreams_milestone m JOIN workstreams_workstream w ON w.id = m.workstream_id
WHERE w.partnership_id = %(partnership)s AND w.status <> 'closed'
  AND (m.actual_latest IS NULL OR m.actual_latest > %(today)s)
ORDER BY m.expected_earliest NULLS LAST, m.id
"""
PARTNERSHIP = "SELECT * FROM partnerships_partnership WHERE id = %(partnership)s"
CLAIMS = """
SELECT c.id, c.title, c.kind, c.status, c.due, l.period, l.note, o.short_name, l.forecast, l.forecast_qualifier,
  l.identified, l.identified_qualifier, l.achieved, l.achieved_qualifier
FROM savings_savingsclaim c JOIN savings_savingsline l ON l.claim_id = c.id
LEFT JOIN workstreams_workstream w ON w.id = c.workstream_id
LEFT JOIN partnerships_organisation o ON o.id = l.organisation_id
WHERE c.partnership_id = %(partnership)s
ORDER BY w."order" NULLS LAST, c.title, c.id, l.period_earliest, l.period_latest, l.id LIMIT 61
"""
MEMBERS = """
SELECT o.name, o.kind, o.gss_code, m.role, m.joined, m."left"
FROM partnerships_membership m JOIN partnerships_organisation o ON o.id = m.organisation_id
WHERE m.partnership_id = %(partnership)s ORDER BY o.name, m.id
"""
SUCCESSORS = """
SELECT m.organisation_id, o.name FROM partnerships_membership m
JOIN partnerships_organisation_successors s ON s.from_organisation_id = m.organisation_id
JOIN partnerships_organisation o ON o.id = s.to_organisation_id WHERE m.partnership_id = %(partnership)s
"""
PAPERS = """
SELECT r.reference, r.title, r.meeting_date, r.status, s.number, s.title, s.created_at
FROM reports_report r LEFT JOIN reports_snapshot s ON s.report_id = r.id WHERE r.partnership_id = %(partnership)s
"""
TABLE = (WORKSTREAMS, UPDATES, MILESTONES)
PAGE = (PARTNERSHIP, *TABLE, CLAIMS, MEMBERS, SUCCESSORS, PAPERS)


# The list of workstreams: who sees what is given as partnerships, none for all of them
KEYS = """
SELECT w.id, count(*) OVER ()
FROM workstreams_workstream w JOIN partnerships_partnership p ON p.id = w.partnership_id
WHERE {where} ORDER BY p.name, w.status, w."order", w.name, w.id LIMIT 50
"""
OPEN = "w.status <> 'closed' AND (%(partnerships)s IS NULL OR w.partnership_id = ANY(%(partnerships)s))"
RED = """
w.stage = 'delivery' AND EXISTS (SELECT 1 FROM (
  SELECT * FROM workstreams_progressupdate
  WHERE workstream_id = w.id AND state IN ('submitted', 'approved') AND as_of_latest <= %(today)s
  ORDER BY as_of_latest DESC, id DESC LIMIT 1
) u WHERE 'red' IN (u.rag_time, u.rag_cost, u.rag_delivery, u.rag_benefits)
  OR EXISTS (SELECT 1 FROM workstreams_projectrating r WHERE r.update_id = u.id AND r.rag = 'red'))
"""
ROWS = """
SELECT w.id, w.slug, w.name, w.stage, p.slug, p.name, o.short_name, u.as_of, u.rag_time, u.rag_cost, u.rag_delivery,
  u.rag_benefits, r.rag
FROM workstreams_workstream w JOIN partnerships_partnership p ON p.id = w.partnership_id
LEFT JOIN partnerships_organisation o ON o.id = w.lead_id
LEFT JOIN LATERAL (
  SELECT * FROM workstreams_progressupdate
  WHERE workstream_id = w.id AND state IN ('submitted', 'approved') AND as_of_latest <= %(today)s
  ORDER BY as_of_latest DESC, id DESC LIMIT 2
) u ON true LEFT JOIN workstreams_projectrating r ON r.update_id = u.id
WHERE w.id = ANY(%(keys)s)
"""
AHEAD = """
SELECT workstream_id, title, baseline, forecast, actual, expected_earliest, expected_latest FROM workstreams_milestone
WHERE workstream_id = ANY(%(keys)s) AND (actual_latest IS NULL OR actual_latest > %(today)s)
ORDER BY expected_earliest NULLS LAST, id
"""
PARTNERSHIPS = """
SELECT slug, name FROM partnerships_partnership
WHERE %(partnerships)s IS NULL OR id = ANY(%(partnerships)s) ORDER BY name, id
"""
LEADS = """
SELECT slug, name FROM partnerships_organisation WHERE id IN (
  SELECT lead_id FROM workstreams_workstream WHERE %(partnerships)s IS NULL OR partnership_id = ANY(%(partnerships)s)
) ORDER BY name, id
"""
LIST = KEYS.format(where=OPEN)
LIST_OF_RED = KEYS.format(where=f"{OPEN} AND {RED}")


def fetch_list(keys: str, *, partnerships: Sequence[int] | None, today: date) -> None:
    given: dict[str, Any] = {"partnerships": partnerships and list(partnerships), "today": today}
    with connection.cursor() as cursor:
        cursor.execute(keys, given)
        given["keys"] = [key for key, _ in cursor.fetchall()]
        for statement in (ROWS, AHEAD, PARTNERSHIPS, LEADS):
            cursor.execute(statement, given)
            cursor.fetchall()


def fetch(statements: Sequence[str], *, partnership: int, today: date) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, {"partnership": partnership, "today": today})
            cursor.fetchall()
