"""Sessions say whose they are. Analysts read none, nor what else opens an account."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

READER = settings.DATABASE_READER_ROLE
OPENING = "django_session, mfa_authenticator, partnerships_user"
REVOKE, GRANT = "REVOKE SELECT ON {} FROM {}", "GRANT SELECT ON {} TO {}"
OF_PEOPLE = "GRANT SELECT ({}) ON partnerships_user TO {}"
TOLD = "id, email, name, organisation_id, is_active, is_staff, is_superuser, created_at, last_login"


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0014_import_reason"),
        ("sessions", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [
        migrations.CreateModel(
            name="OpenSession",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("browser", models.CharField(blank=True, max_length=80)),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="open_sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "ordering": ["-seen_at", "pk"],
                "abstract": False,
            },
        ),
        migrations.AlterField(
            model_name="accessevent",
            name="kind",
            field=models.CharField(
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
                    ("disconnected", "Council account disconnected"),
                    ("denied", "Page refused"),
                    ("hidden", "Page not for them"),
                ],
                max_length=16,
            ),
        ),
        migrations.RunSQL(REVOKE.format("partnerships_opensession", READER), migrations.RunSQL.noop),
        migrations.RunSQL(REVOKE.format(OPENING, READER), GRANT.format(OPENING, READER)),
        migrations.RunSQL(OF_PEOPLE.format(TOLD, READER), migrations.RunSQL.noop),
    ]
