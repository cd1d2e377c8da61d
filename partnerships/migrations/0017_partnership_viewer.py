from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0016_quicker_functions"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="invitation",
            name="invitation_scope_fits_role",
        ),
        migrations.RemoveConstraint(
            model_name="rolegrant",
            name="grant_scope_fits_role",
        ),
        migrations.AlterField(
            model_name="invitation",
            name="role",
            field=models.CharField(
                choices=[
                    ("portal_admin", "Portal administrator"),
                    ("programme_officer", "Programme officer"),
                    ("partnership_viewer", "Partnership viewer"),
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
        migrations.AlterField(
            model_name="rolegrant",
            name="role",
            field=models.CharField(
                choices=[
                    ("portal_admin", "Portal administrator"),
                    ("programme_officer", "Programme officer"),
                    ("partnership_viewer", "Partnership viewer"),
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
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organisation", None), ("partnership", None), ("role", "portal_admin")),
                    models.Q(
                        ("organisation", None),
                        ("partnership__isnull", False),
                        ("role__in", ["programme_officer", "partnership_viewer"]),
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
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organisation", None), ("partnership", None), ("role", "portal_admin")),
                    models.Q(
                        ("organisation", None),
                        ("partnership__isnull", False),
                        ("role__in", ["programme_officer", "partnership_viewer"]),
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
                name="grant_scope_fits_role",
                violation_error_message="Roles on a partnership need one; council roles need an organisation.",
            ),
        ),
    ]
