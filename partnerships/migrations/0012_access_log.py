import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The portal adds to the log and reads it. What is old enough goes by `forget_access_events`, with the owner's rights
ADD_AND_READ = f"""
REVOKE ALL ON partnerships_accessevent FROM {settings.DATABASE_ROLE};
GRANT SELECT, INSERT ON partnerships_accessevent TO {settings.DATABASE_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0011_grants_in_force")]
    operations = [
        migrations.CreateModel(
            name="AccessEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed_in", "Signed in"),
                            ("failed", "Wrong password or code"),
                            ("limited", "Too many attempts"),
                            ("refused", "Sign-in refused"),
                            ("signed_out", "Signed out"),
                            ("ended", "Session ended"),
                            ("password", "Password changed"),
                            ("factor_added", "Second factor added"),
                            ("factor_removed", "Second factor removed"),
                            ("codes_made", "Recovery codes made"),
                            ("connected", "Council account connected"),
                            ("denied", "Page refused"),
                            ("hidden", "Page not for them"),
                        ],
                        max_length=16,
                    ),
                ),
                ("unknown", models.CharField(blank=True, max_length=16)),
                ("detail", models.CharField(blank=True, max_length=200)),
                ("network", models.CharField(blank=True, max_length=43)),
                ("request", models.CharField(blank=True, max_length=64)),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="access_event_latest"),
                    models.Index(fields=["user", "-at"], name="access_event_of_user"),
                ],
            },
        ),
        migrations.RunSQL(ADD_AND_READ, migrations.RunSQL.noop),
    ]
