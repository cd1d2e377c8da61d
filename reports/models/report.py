from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from partnerships.models import Organisation, Partnership
from reports import rules
from reports.querysets import (
    CommitteeQuerySet,
    HouseStyleQuerySet,
    OfHouseStyleQuerySet,
    OfReportQuerySet,
    ReportQuerySet,
)
from sharedservices.core.fields import FuzzyDateField, earliest_of
from sharedservices.core.models import LONGEST, TimeStampedModel


class Committee(TimeStampedModel):
    """A council's committee that receives papers."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="committees")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "slug"], name="committee_slug_once")]

    def __str__(self) -> str:
        return self.name


class HouseStyle(TimeStampedModel):
    """A council's form for its papers, as data: front sheet, ordered sections, numbering, sign-off."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="house_styles")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    section_numbers = models.CharField(
        max_length=8,
        choices=[("1.", "1."), ("1", "1"), ("1.0", "1.0")],
        default="1.",
        help_text="How a heading is numbered.",
    )

    objects = HouseStyleQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "slug"], name="house_style_slug_once")]

    def __str__(self) -> str:
        return self.name


class FrontSheetField(TimeStampedModel):
    """A line of a house style's front sheet: its label and the report's value it shows."""

    class Value(models.TextChoices):
        COMMITTEE = rules.FrontField.COMMITTEE, "Committee"
        MEETING_DATE = rules.FrontField.MEETING_DATE, "Date of meeting"
        BY = rules.FrontField.BY, "Office that reports"
        TITLE = rules.FrontField.TITLE, "Title"
        PURPOSE = rules.FrontField.PURPOSE, "Purpose"
        PARTNERSHIP = rules.FrontField.PARTNERSHIP, "Partnership"

    house_style = models.ForeignKey(HouseStyle, models.CASCADE, related_name="front_fields")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80)
    value = models.CharField(max_length=20, choices=Value)

    objects = OfHouseStyleQuerySet.as_manager()

    class Meta:
        ordering = ["house_style", "order"]
        constraints = [models.UniqueConstraint(fields=["house_style", "order"], name="front_field_order_once")]

    def __str__(self) -> str:
        return self.label


class HouseStyleSection(TimeStampedModel):
    """A section of a house style: its fixed heading, how it is numbered, and where its content comes from."""

    class Source(models.TextChoices):
        TEXT = rules.Source.TEXT, "Written text"
        RECOMMENDATIONS = rules.Source.RECOMMENDATIONS, "Recommendations"
        OVERVIEW = rules.Source.OVERVIEW, "Overview table of the workstreams"
        TIMELINE = rules.Source.TIMELINE, "Milestone timeline"
        SAVINGS = rules.Source.SAVINGS, "Savings table"
        WORKSTREAMS = rules.Source.WORKSTREAMS, "One block per workstream"
        SIGN_OFF = rules.Source.SIGN_OFF, "Sign-off"
        CONTACT = rules.Source.CONTACT, "Contact officer"
        BACKGROUND_PAPERS = rules.Source.BACKGROUND_PAPERS, "Background papers"

    class Numbering(models.TextChoices):
        NONE = rules.Numbering.NONE, "Not numbered"
        DECIMAL = rules.Numbering.DECIMAL, "1, 1.1"
        APPENDIX = rules.Numbering.APPENDIX, "Appendix 1"

    house_style = models.ForeignKey(HouseStyle, models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=160, blank=True)
    source = models.CharField(max_length=20, choices=Source, default=Source.TEXT)
    numbering = models.CharField(max_length=10, choices=Numbering, default=Numbering.NONE)
    mandatory = models.BooleanField(default=False)
    empty_text = models.CharField(
        max_length=200, blank=True, help_text="Printed when there is nothing, such as “None”."
    )

    objects = OfHouseStyleQuerySet.as_manager()

    class Meta:
        ordering = ["house_style", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["house_style", "key"], name="style_section_key_once"),
            models.UniqueConstraint(fields=["house_style", "order"], name="style_section_order_once"),
        ]

    def __str__(self) -> str:
        return self.heading or self.get_source_display()


class Report(TimeStampedModel):
    """A paper of one council to one of its committees about a partnership, through its versions."""

    class Status(models.TextChoices):
        DRAFT = rules.Status.DRAFT, "Draft"
        IN_CLEARANCE = rules.Status.IN_CLEARANCE, "In clearance"
        CLEARED = rules.Status.CLEARED, "Cleared"
        PUBLISHED = rules.Status.PUBLISHED, "Published"
        SUPERSEDED = rules.Status.SUPERSEDED, "Superseded"
        WITHDRAWN = rules.Status.WITHDRAWN, "Withdrawn"

    reference = models.SlugField(max_length=80, unique=True)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="reports")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="reports")
    house_style = models.ForeignKey(HouseStyle, models.PROTECT, related_name="reports")
    title = models.CharField(max_length=200)
    purpose = models.TextField(max_length=2_000)
    meeting_date = FuzzyDateField("date of meeting")
    meeting_earliest = earliest_of("meeting_date")
    data_as_at = FuzzyDateField(
        "data as at",
        null=True,
        blank=True,
        help_text="The paper shows what was reported up to this date. Empty means up to the moment of compiling.",
    )
    by_office = models.CharField("report by", max_length=160)
    contact_office = models.CharField(max_length=160, blank=True)
    recommendation_lead = models.CharField(max_length=200, default="The Committee is recommended to")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    published = models.OneToOneField(
        "Snapshot", models.PROTECT, related_name="published_as", null=True, blank=True, editable=False
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-meeting_earliest", "reference"]
        constraints = [
            models.CheckConstraint(
                name="published_report_has_its_version",
                condition=~Q(status="published") | Q(published__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="cleared_report_says_by_whom",
                condition=~Q(status__in=["cleared", "published"]) | Q(cleared_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:detail", args=[self.reference])


class ReportSection(TimeStampedModel):
    """The written text of one section of a report, in Markdown; the house style gives its heading and place."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=60)
    text = models.TextField(blank=True, max_length=LONGEST)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        ordering = ["report", "key"]
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="report_section_once")]

    def __str__(self) -> str:
        return f"{self.report}: {self.key.replace('-', ' ')}"


class Recommendation(TimeStampedModel):
    """What the committee is asked to do: continues the report's lead-in, such as "note the progress"."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="recommendations")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()

    objects = OfReportQuerySet.as_manager()

    class Meta:
        ordering = ["report", "order"]
        constraints = [models.UniqueConstraint(fields=["report", "order"], name="recommendation_order_once")]

    def __str__(self) -> str:
        return self.text[:80]


class BackgroundPaper(TimeStampedModel):
    """A document the report relies on to a material extent (Local Government Act 1972, section 100D)."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="background_papers")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        ordering = ["report", "order"]
        constraints = [models.UniqueConstraint(fields=["report", "order"], name="background_paper_order_once")]

    def __str__(self) -> str:
        return self.title
