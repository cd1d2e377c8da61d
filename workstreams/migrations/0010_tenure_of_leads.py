import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workstreams", "0009_second_lock"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="workstreamlead",
            name="end_reason",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="workstreamlead",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="workstreamlead",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="workstreamlead",
            name="granted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="workstreamlead",
            name="reason",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AlterField(
            model_name="workstreamlead",
            name="valid_until",
            field=models.DateField(blank=True, help_text="The last day; empty means until it is ended.", null=True),
        ),
        migrations.AddConstraint(
            model_name="workstreamlead",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("granted_by", None), models.Q(("granted_by", models.F("user")), _negated=True), _connector="OR"
                ),
                name="workstreamlead_of_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="workstreamlead",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_at", None), ("ended_by", None)),
                    models.Q(("ended_at__isnull", False), models.Q(("end_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="workstreamlead_ended_with_reason",
            ),
        ),
    ]
