import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import partnerships.models.tokens
from sharedservices.core.history.operations import KeepHistory

# Read anew with each use: a body that PostgreSQL keeps parsed would lack the columns that the table gains
GRANTS = """
CREATE OR REPLACE FUNCTION portal_grants() RETURNS SETOF partnerships_rolegrant LANGUAGE sql STABLE AS $body$
  SELECT g.* FROM partnerships_rolegrant g JOIN partnerships_user u ON u.id = g.user_id
  WHERE g.user_id = portal_user() AND u.is_active AND g.valid_from <= portal_today()
    AND (g.valid_until IS NULL OR g.valid_until >= portal_today())
$body$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0008_access_functions"),
    ]

    operations = [
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=120)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("portal_admin", "Portal administrator"),
                            ("programme_officer", "Programme officer"),
                            ("council_officer", "Council officer"),
                            ("finance_verifier", "Finance verifier"),
                            ("report_author", "Report author"),
                            ("implications_verifier", "Implications verifier"),
                            ("clerk", "Committee clerk"),
                            ("viewer", "Viewer"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "valid_until",
                    models.DateField(blank=True, help_text="The role's last day; empty means no end.", null=True),
                ),
                ("reason", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64, null=True, unique=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-created_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="apitoken",
            name="networks",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=43), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="partnerships.organisation",
            ),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                help_text="After a rotation.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="replaced_by",
                to="partnerships.apitoken",
            ),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), default=partnerships.models.tokens.every_scope, size=None
            ),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="delegated_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="delegations",
                to="partnerships.rolegrant",
            ),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="end_reason",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="rolegrant",
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
            model_name="rolegrant",
            name="granted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("scopes__contained_by", ["read:programme", "read:savings", "read:reports"]), ("scopes__len__gt", 0)
                ),
                name="token_has_known_scopes",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("granted_by", None), models.Q(("granted_by", models.F("user")), _negated=True), _connector="OR"
                ),
                name="rolegrant_of_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_at", None), ("ended_by", None)),
                    models.Q(("ended_at__isnull", False), models.Q(("end_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="rolegrant_ended_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("delegated_from", None), ("valid_until__isnull", False), _connector="OR"),
                name="delegation_has_a_last_day",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="accepted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="invited_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="invitations",
                to="partnerships.organisation",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="partnership",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="invitations",
                to="partnerships.partnership",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organisation", None), ("partnership", None), ("role", "portal_admin")),
                    models.Q(
                        ("organisation", None), ("partnership__isnull", False), ("role__in", ["programme_officer"])
                    ),
                    models.Q(
                        ("organisation__isnull", False),
                        ("partnership", None),
                        (
                            "role__in",
                            [
                                "council_officer",
                                "finance_verifier",
                                "report_author",
                                "implications_verifier",
                                "clerk",
                                "viewer",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="invitation_scope_fits_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("accepted_at", None), ("withdrawn_at", None), _connector="OR"),
                name="invitation_ends_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at", None), ("accepted_by", None)),
                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                    _connector="OR",
                ),
                name="accepted_by_somebody",
            ),
        ),
        KeepHistory("Invitation", without=("digest",)),
    ]
