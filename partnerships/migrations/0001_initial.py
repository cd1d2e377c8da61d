import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import sharedservices.core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("core", "0001_date_functions"),
    ]

    operations = [
        migrations.CreateModel(
            name="GovernanceBody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("leaders", "Leaders and chief executives"),
                            ("board", "Board"),
                            ("chief_executives", "Chief executives"),
                            ("management", "Management group"),
                            ("reference", "Reference group"),
                            ("delivery", "Delivery board"),
                            ("officers", "Officer group"),
                            ("secretariat", "Secretariat or programme office"),
                        ],
                        max_length=20,
                    ),
                ),
                ("chair", models.CharField(blank=True, help_text="The office that chairs it.", max_length=160)),
                ("cadence", models.CharField(blank=True, max_length=80)),
                ("terms", models.TextField(blank=True, help_text="What it is for.")),
            ],
            options={
                "verbose_name_plural": "governance bodies",
                "ordering": ["partnership", "name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("is_active", models.BooleanField(default=True)),
                ("is_staff", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "name",
                    models.CharField(help_text="What it is for, for example “Power BI, finance team”.", max_length=80),
                ),
                ("prefix", models.CharField(max_length=12, unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("date", sharedservices.core.fields.FuzzyDateField(max_length=32)),
                (
                    "date_earliest",
                    models.GeneratedField(
                        db_persist=True,
                        expression=sharedservices.core.fields._Day(models.F("date"), function="fuzzy_earliest"),
                        output_field=models.DateField(),
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meetings",
                        to="partnerships.governancebody",
                    ),
                ),
            ],
            options={
                "ordering": ["date_earliest", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("condition", models.TextField(blank=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="partnerships.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["meeting", "number"],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=160)),
                ("short_name", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("county", "County council"),
                            ("district", "District or borough council"),
                            ("unitary", "Unitary authority"),
                            ("london_borough", "London borough"),
                            ("metropolitan", "Metropolitan borough or city council"),
                            ("fire", "Fire and rescue authority"),
                            ("police", "Police"),
                            ("health", "Health body"),
                            ("contractor", "Joint venture or contractor"),
                            ("consultancy", "Consultancy"),
                            ("regional", "Regional body"),
                            ("government", "Government department"),
                            ("voluntary", "Voluntary or community organisation"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "gss_code",
                    models.CharField(
                        blank=True,
                        max_length=9,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[EWSN]\\d{8}$", "A GSS code is a letter E, W, S or N and 8 digits."
                            )
                        ],
                        verbose_name="GSS code",
                    ),
                ),
                ("authority_code", models.CharField(blank=True, max_length=10, verbose_name="local authority code")),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("gss_code", ""), _negated=True),
                        fields=("gss_code",),
                        name="gss_code_once",
                        violation_error_message="Another organisation has this GSS code.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("member", "Member"),
                            ("lead", "Lead"),
                            ("host", "Host"),
                            ("associate", "Associate"),
                            ("partner", "Partner"),
                        ],
                        default="member",
                        max_length=10,
                    ),
                ),
                ("joined", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                ("left", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                (
                    "joined_earliest",
                    models.GeneratedField(
                        db_persist=True,
                        expression=sharedservices.core.fields._Day(models.F("joined"), function="fuzzy_earliest"),
                        output_field=models.DateField(),
                    ),
                ),
                (
                    "left_latest",
                    models.GeneratedField(
                        db_persist=True,
                        expression=sharedservices.core.fields._Day(models.F("left"), function="fuzzy_latest"),
                        output_field=models.DateField(),
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="partnerships.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["partnership", "organisation__name", "pk"],
            },
        ),
        migrations.AddField(
            model_name="user",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="users",
                to="partnerships.organisation",
            ),
        ),
        migrations.CreateModel(
            name="Partnership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=160)),
                ("acronym", models.CharField(blank=True, max_length=20)),
                ("purpose", models.TextField(blank=True)),
                ("principles", models.TextField(blank=True)),
                ("formed", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("active", "Active"), ("closed", "Closed")],
                        default="active",
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "organisations",
                    models.ManyToManyField(
                        related_name="partnerships", through="partnerships.Membership", to="partnerships.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="partnership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="partnerships.partnership"
            ),
        ),
        migrations.AddField(
            model_name="governancebody",
            name="partnership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="bodies", to="partnerships.partnership"
            ),
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("slug", models.SlugField(max_length=60)),
                ("text", models.TextField()),
                ("owner_office", models.CharField(blank=True, max_length=160)),
                ("due", sharedservices.core.fields.FuzzyDateField(blank=True, max_length=32, null=True)),
                (
                    "due_latest",
                    models.GeneratedField(
                        db_persist=True,
                        expression=sharedservices.core.fields._Day(models.F("due"), function="fuzzy_latest"),
                        output_field=models.DateField(),
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("dropped", "Dropped")],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="actions",
                        to="partnerships.meeting",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnerships.organisation",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="partnerships.partnership",
                    ),
                ),
            ],
            options={
                "ordering": [models.OrderBy(models.F("due_latest"), nulls_last=True), "pk"],
            },
        ),
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                ("valid_from", models.DateField()),
                (
                    "valid_until",
                    models.DateField(blank=True, help_text="The last day; empty means until it is ended.", null=True),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to="partnerships.organisation",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to="partnerships.partnership",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grants", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["user", "role", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                fields=("body", "date"),
                name="meeting_once_a_date",
                violation_error_message="This body already has a meeting on that date.",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(fields=("meeting", "number"), name="decision_number_once"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("partnership", "organisation", "role", "joined"),
                name="membership_once",
                nulls_distinct=False,
                violation_error_message="This organisation already has this role in the partnership from that date.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_latest__isnull", True),
                    ("joined_earliest__isnull", True),
                    ("left_latest__gte", models.F("joined_earliest")),
                    _connector="OR",
                ),
                name="membership_ends_after_it_begins",
                violation_error_message="The membership ends before it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="governancebody",
            constraint=models.UniqueConstraint(fields=("partnership", "slug"), name="body_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.UniqueConstraint(fields=("partnership", "slug"), name="action_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("owner__isnull", False), models.Q(("owner_office", ""), _negated=True), _connector="OR"
                ),
                name="action_has_an_owner",
                violation_error_message="Say which organisation or office owns the action.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
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
                name="grant_scope_fits_role",
                violation_error_message="Programme officers need a partnership; council roles need an organisation.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                ),
                name="grant_ends_after_it_begins",
                violation_error_message="The grant ends before it begins.",
            ),
        ),
    ]
