"""The data of a partnership's page in SQL as one would write it by hand, without asking who may see it."""

from collections.abc import Sequence
from datetime import date

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
PAPERS = """
SELECT r.reference, r.title, r.meeting_date, r.status, s.number, s.title, s.created_at
FROM reports_report r LEFT JOIN reports_snapshot s ON s.report_id = r.id WHERE r.partnership_id = %(partnership)s
"""
TABLE = (WORKSTREAMS, UPDATES, MILESTONES)
PAGE = (PARTNERSHIP, *TABLE, CLAIMS, MEMBERS, PAPERS)


def fetch(statements: Sequence[str], *, partnership: int, today: date) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, {"partnership": partnership, "today": today})
            cursor.fetchall()
