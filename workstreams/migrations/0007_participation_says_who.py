from django.db import migrations, models


class Migration(migrations.Migration):
    """PostgreSQL lets pass what a condition cannot judge, so the count has to be asked for by itself."""

    dependencies = [
        ("workstreams", "0006_newest_standing_update"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="participation",
            name="participation_named_or_counted",
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.CheckConstraint(
                condition=models.Q(("organisation__isnull", False), ("unnamed", None))
                | models.Q(("organisation", None), ("unnamed__gte", 1), ("unnamed__isnull", False)),
                name="participation_named_or_counted",
                violation_error_message="Name the organisation, or say how many take part unnamed; not both.",
            ),
        ),
    ]
