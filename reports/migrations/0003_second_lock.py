"""What a paper in the making froze is its own council's, below the portal too; a published version is everybody's."""

from django.db import migrations

from sharedservices.core.postgres.policies import WITHIN_SIGHT, lock, mine

PAPERS = """
CREATE FUNCTION portal_papers() RETURNS bigint[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $body$
BEGIN RETURN ARRAY(
  SELECT r.id FROM public.reports_report r JOIN public.reports_committee c ON c.id = r.committee_id
  WHERE c.organisation_id IN (
    SELECT organisation_id FROM portal_grants()
    WHERE role IN ('council_officer', 'finance_verifier', 'report_author', 'implications_verifier', 'clerk')
  )
); END $body$;
"""
SNAPSHOT = f"""
{WITHIN_SIGHT.format(mine("report_id", "papers"))}
OR EXISTS (SELECT FROM reports_report r WHERE r.published_id = reports_snapshot.id)
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_keep_history"), ("partnerships", "0016_quicker_functions")]
    operations = [
        migrations.RunSQL(PAPERS, "DROP FUNCTION portal_papers()"),
        lock("reports_snapshot", SNAPSHOT),
        lock("reports_rendition", "EXISTS (SELECT FROM reports_snapshot s WHERE s.id = snapshot_id)"),
    ]
