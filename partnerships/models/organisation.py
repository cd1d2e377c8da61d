from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from partnerships import rules
from partnerships.querysets import MembershipQuerySet, OrganisationQuerySet, PartnershipQuerySet
from sharedservices.core.fields import FuzzyDateField, MoneyField, earliest_of, latest_of, real_money
from sharedservices.core.models import TimeStampedModel


class Organisation(TimeStampedModel):
    """A council or another body that takes part: the kinds are those the partnerships name."""

    class Kind(models.TextChoices):
        COUNTY = "county", "County council"
        DISTRICT = "district", "District or borough council"
        UNITARY = "unitary", "Unitary authority"
        LONDON_BOROUGH = "london_borough", "London borough"
        METROPOLITAN = "metropolitan", "Metropolitan borough or city council"
        FIRE = "fire", "Fire and rescue authority"
        POLICE = "police", "Police"
        HEALTH = "health", "Health body"
        CONTRACTOR = "contractor", "Joint venture or contractor"
        CONSULTANCY = "consultancy", "Consultancy"
        REGIONAL = "regional", "Regional body"
        GOVERNMENT = "government", "Government department"
        VOLUNTARY = "voluntary", "Voluntary or community organisation"

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=Kind)
    gss_code = models.CharField(
        "GSS code",
        max_length=9,
        blank=True,
        validators=[
            RegexValidator(rf"^{rules.GSS_CODE.pattern}$", "A GSS code is a letter E, W, S or N and 8 digits.")
        ],
    )
    authority_code = models.CharField("local authority code", max_length=10, blank=True)
    county = models.ForeignKey(
        "self", models.PROTECT, related_name="districts", null=True, blank=True, help_text="The county of a district."
    )
    region = models.CharField(max_length=60, blank=True)
    founded = FuzzyDateField(null=True, blank=True)
    abolished = FuzzyDateField(null=True, blank=True)
    successors: models.ManyToManyField = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="predecessors",
        blank=True,
        help_text="Who took over at a reorganisation.",
    )
    key_decision_threshold = MoneyField(
        null=True, blank=True, help_text="Spending or saving above which a decision is a key decision here."
    )
    call_in_days = models.PositiveSmallIntegerField(
        "call-in days", null=True, blank=True, help_text="Working days in which members may call a decision in."
    )
    note = models.TextField(blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gss_code"],
                condition=~Q(gss_code=""),
                name="gss_code_once",
                violation_error_message="Another organisation has this GSS code.",
            ),
            models.CheckConstraint(
                name="organisation_is_not_its_own_county",
                condition=Q(county=None) | ~Q(county=F("id")),
                violation_error_message="An organisation cannot be its own county.",
            ),
            real_money("key_decision_threshold", table="organisation"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisations:organisations-detail", args=[self.pk])


class Partnership(TimeStampedModel):
    """Councils that share services. Not a legal person: every binding step is each council's own decision."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ACTIVE = "active", "Active"
        CLOSED = "closed", "Closed"

    class LegalForm(models.TextChoices):
        """What the sharing rests on (Local Government Act 1972 ss 101, 102, 111, 113; Goods and Services Act 1970)."""

        NOT_STATED = "", "Not stated"
        MOU = "mou", "Memorandum of understanding"
        JOINT_COMMITTEE = "joint_committee", "Joint committee"
        CONTRACT = "contract", "Contract or administrative arrangement"
        STAFF = "staff", "Staff at another's disposal"
        COMPANY = "company", "Company"

    slug = models.SlugField(max_length=60, unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        help_text="The wider partnership it is part of.",
    )
    name = models.CharField(max_length=160)
    acronym = models.CharField(max_length=20, blank=True)
    purpose = models.TextField(blank=True)
    principles = models.TextField(blank=True)
    savings_rules = models.TextField(
        blank=True, help_text="How savings are counted and what return is asked for, in the partnership's own words."
    )
    formed = FuzzyDateField(null=True, blank=True)
    legal_form = models.CharField(max_length=20, choices=LegalForm, blank=True, default=LegalForm.NOT_STATED)
    rag_scale = models.CharField(
        "RAG scale", max_length=6, choices=[("three", "Three points"), ("five", "Five points")], default="three"
    )
    website = models.URLField(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    note = models.TextField(blank=True)
    organisations: models.ManyToManyField = models.ManyToManyField(
        Organisation, through="Membership", related_name="partnerships"
    )

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="partnership_is_not_its_own_parent",
                condition=Q(parent=None) | ~Q(parent=F("id")),
                violation_error_message="A partnership cannot be part of itself.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:detail", args=[self.slug])

    def clean(self) -> None:
        if self.slug in rules.RESERVED_NAMES:
            raise ValidationError({"slug": rules.RESERVED.format(self.slug, self.slug)})

    @property
    def short_name(self) -> str:
        return self.acronym or self.name


class Membership(TimeStampedModel):
    """An organisation's part in a partnership, from and until when; no dates means since the beginning, and still."""

    class Role(models.TextChoices):
        MEMBER = "member", "Member"
        LEAD = "lead", "Lead"
        HOST = "host", "Host"
        ASSOCIATE = "associate", "Associate"
        PARTNER = "partner", "Partner"

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    joined = FuzzyDateField(null=True, blank=True)
    left = FuzzyDateField(null=True, blank=True)
    joined_earliest = earliest_of("joined")
    left_latest = latest_of("left")
    contribution_basis = models.CharField(
        max_length=200, blank=True, help_text="How its contribution is worked out, such as in equal parts."
    )
    note = models.TextField(blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["partnership", "organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "organisation", "role", "joined"],
                name="membership_once",
                nulls_distinct=False,
                violation_error_message="This organisation already has this role in the partnership from that date.",
            ),
            models.CheckConstraint(
                condition=Q(left_latest__isnull=True)
                | Q(joined_earliest__isnull=True)
                | Q(left_latest__gte=F("joined_earliest")),
                name="membership_ends_after_it_begins",
                violation_error_message="The membership ends before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.partnership}"
