import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("workstreams", "0003_rounds"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="progressupdate",
            name="one_submitted_update_per_date",
        ),
        migrations.RemoveConstraint(
            model_name="progressupdate",
            name="submitted_update_has_words",
        ),
        migrations.AddField(
            model_name="progressupdate",
            name="return_reason",
            field=models.TextField(blank=True, max_length=20000, verbose_name="why it was last returned"),
        ),
        migrations.AddField(
            model_name="progressupdate",
            name="reviewed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="last returned or approved"),
        ),
        migrations.AddField(
            model_name="progressupdate",
            name="reviewer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="progressupdate",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Submitted"),
                    ("returned", "Returned"),
                    ("approved", "Approved"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["submitted", "approved"])),
                fields=("workstream", "as_of"),
                name="one_submitted_update_per_date",
                violation_error_message="This workstream already has a submitted update as of that date.",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(models.Q(("narrative", ""), _negated=True), ("submitted_at__isnull", False)),
                    _connector="OR",
                ),
                name="submitted_update_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "returned"), _negated=True),
                    models.Q(("return_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="returned_update_has_reason",
                violation_error_message="Say why the update was returned.",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["returned", "approved"]), _negated=True),
                    ("reviewed_at__isnull", False),
                    _connector="OR",
                ),
                name="reviewed_update_says_when",
            ),
        ),
    ]
