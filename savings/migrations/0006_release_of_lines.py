"""A line that its council keeps back is its own; what there was counts as released."""

from importlib import import_module

from django.db import migrations, models
from django.db.models import Q

from sharedservices.core.postgres.policies import lock, mine

BEFORE = lock("savings_savingsline", import_module("savings.migrations.0005_second_lock").LINE)
LINE = f"""
EXISTS (
  SELECT FROM savings_savingsclaim c WHERE c.id = claim_id
  AND (savings_savingsline.released OR {mine("savings_savingsline.organisation_id", "organisations")}
    OR (c.status NOT IN ('requested', 'draft') AND {mine("c.partnership_id", "managed")})))
"""


class Migration(migrations.Migration):
    dependencies = [("savings", "0005_second_lock")]
    operations = [
        migrations.AddField(
            model_name="savingsline",
            name="released",
            field=models.BooleanField(default=True, help_text="Whether the other partners see it."),
        ),
        migrations.AddConstraint(
            model_name="savingsline",
            constraint=models.CheckConstraint(
                condition=Q(("released", True), ("organisation__isnull", False), _connector="OR"),
                name="only_a_council_keeps_a_line_back",
                violation_error_message="Only a line of an organisation can be kept back until it is released.",
            ),
        ),
        migrations.RunSQL(BEFORE.reverse_sql, BEFORE.sql),
        lock("savings_savingsline", LINE),
    ]
