from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from partnerships.models import Meeting, Organisation, Partnership
from sharedservices.core.fields import FuzzyDateField, latest_of
from sharedservices.core.models import LONGEST, TimeStampedModel
from workstreams import rules
from workstreams.querysets import (
    MilestoneQuerySet,
    ParticipationQuerySet,
    ProgressUpdateQuerySet,
    ProjectQuerySet,
    WorkstreamLeadQuerySet,
    WorkstreamQuerySet,
)


class Stage(models.TextChoices):
    """How far the work is, in the words the partnerships use."""

    NOT_STATED = "", "Not stated"
    EXPLORING = "exploring", "Being explored"
    SCOPING = "scoping", "Scoping"
    DEVELOPMENT = "development", "Development"
    BUSINESS_CASE = "business_case", "Business case"
    DELIVERY = "delivery", "In progress"
    PILOT = "pilot", "Pilot"
    IN_PLACE = "in_place", "In place"
    AWAITING = "awaiting", "Awaiting an outside decision"
    ON_HOLD = "on_hold", "On hold"
    CLOSED = "closed", "Closed"


class Workstream(TimeStampedModel):
    """A field of shared work, led by one organisation; also the further work and ideas beside the programme proper."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Active workstream"
        FURTHER = "further", "Further work"
        IDEA = "idea", "Shared idea"
        CLOSED = "closed", "Closed"

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="workstreams")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    lead = models.ForeignKey(Organisation, models.PROTECT, related_name="led_workstreams", null=True, blank=True)
    lead_office = models.CharField(max_length=160, blank=True)
    purpose = models.TextField(blank=True)
    stage = models.CharField(max_length=20, choices=Stage, blank=True, default=Stage.NOT_STATED)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    is_focus = models.BooleanField("in focus", default=False)
    order = models.PositiveSmallIntegerField(default=0)
    note = models.TextField(blank=True)

    objects = WorkstreamQuerySet.as_manager()

    class Meta:
        ordering = ["partnership", "order", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="workstream_slug_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Reads `self.partnership`: select it with the row."""
        return reverse("workstreams:detail", args=[self.partnership.slug, self.slug])


class WorkstreamLead(TimeStampedModel):
    """Who may write a workstream's updates, from and until a day."""

    workstream = models.ForeignKey(Workstream, models.CASCADE, related_name="leads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="led_workstreams")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    objects = WorkstreamLeadQuerySet.as_manager()

    class Meta:
        ordering = ["workstream", "user", "pk"]
        constraints = [
            models.CheckConstraint(
                name="lead_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} leads {self.workstream}"


class Project(TimeStampedModel):
    """A piece of work with a beginning and an end inside a workstream."""

    class Kind(models.TextChoices):
        NOT_STATED = "", "Not stated"
        PROCUREMENT = "procurement", "Joint procurement"
        SHARED_POST = "shared_post", "Shared post"
        HOSTED = "hosted", "Hosted service"
        FRAMEWORK = "framework", "Framework"
        PILOT = "pilot", "Pilot"
        PATHFINDER = "pathfinder", "Pathfinder"
        SHARED_SERVICE = "shared_service", "Shared service"
        STUDY = "study", "Study or benchmarking"
        TRAINING = "training", "Training"

    workstream = models.ForeignKey(Workstream, models.CASCADE, related_name="projects")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=Kind, blank=True, default=Kind.NOT_STATED)
    stage = models.CharField(max_length=20, choices=Stage, blank=True, default=Stage.NOT_STATED)
    start = FuzzyDateField(null=True, blank=True)
    end = FuzzyDateField(null=True, blank=True)
    programme = models.CharField("outside programme", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    note = models.TextField(blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["workstream", "order", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["workstream", "slug"], name="project_slug_once")]

    def __str__(self) -> str:
        return self.name


class Participation(TimeStampedModel):
    """An organisation's part in a project; or a number of organisations that the record does not name."""

    class Role(models.TextChoices):
        LEAD = "lead", "Lead"
        HOST = "host", "Host"
        PARTICIPANT = "participant", "Participant"
        CONSIDERING = "considering", "Considering"
        OBSERVER = "observer", "Observer"
        WITHDRAWN = "withdrawn", "Withdrawn"

    project = models.ForeignKey(Project, models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="participations", null=True, blank=True)
    role = models.CharField(max_length=12, choices=Role, default=Role.PARTICIPANT)
    unnamed = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How many, where none is named.")
    note = models.TextField(blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["project", "organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation", "role"], name="participation_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="participation_named_or_counted",
                condition=Q(organisation__isnull=False, unnamed=None) | Q(organisation=None, unnamed__gte=1),
                violation_error_message="Name the organisation, or say how many take part unnamed; not both.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation or self.unnamed} in {self.project}"


class Milestone(TimeStampedModel):
    """A point to reach: first promised (baseline), now expected (forecast), reached (actual)."""

    workstream = models.ForeignKey(Workstream, models.CASCADE, related_name="milestones")
    project = models.ForeignKey(Project, models.CASCADE, related_name="milestones", null=True, blank=True)
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    baseline = FuzzyDateField(null=True, blank=True)
    forecast = FuzzyDateField(null=True, blank=True)
    actual = FuzzyDateField(null=True, blank=True)
    expected_earliest = models.GeneratedField(
        expression=Coalesce(
            models.Func("actual", function="fuzzy_earliest", output_field=models.DateField()),
            models.Func("forecast", function="fuzzy_earliest", output_field=models.DateField()),
            models.Func("baseline", function="fuzzy_earliest", output_field=models.DateField()),
        ),
        output_field=models.DateField(),
        db_persist=True,
    )
    expected_latest = models.GeneratedField(
        expression=Coalesce(
            models.Func("forecast", function="fuzzy_latest", output_field=models.DateField()),
            models.Func("baseline", function="fuzzy_latest", output_field=models.DateField()),
        ),
        output_field=models.DateField(),
        db_persist=True,
    )
    actual_latest = latest_of("actual")
    note = models.TextField(blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["workstream", "expected_earliest", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workstream", "slug"], name="milestone_slug_once"),
            models.CheckConstraint(
                name="milestone_has_a_date",
                condition=Q(baseline__isnull=False) | Q(forecast__isnull=False) | Q(actual__isnull=False),
                violation_error_message="Give the milestone at least one date: baseline, forecast or actual.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def when(self) -> object:
        """The date to show: reached, else expected, else first promised."""
        return self.actual or self.forecast or self.baseline

    def timing(self, *, on: date) -> rules.Timing:
        return rules.timing(
            begins=self.expected_earliest, expected=self.expected_latest, actual=self.actual_latest, on=on
        )


RATINGS = [(rag.value, word) for rag, word in rules.WORDS.items()]
SCALES = [(rules.RagScale.THREE, "Three points"), (rules.RagScale.FIVE, "Five points")]


def rating() -> models.CharField:
    return models.CharField(max_length=12, choices=RATINGS, blank=True, default=rules.Rag.NOT_RATED)


class ProgressUpdate(TimeStampedModel):
    """A lead's report as of a day or a meeting: words, and ratings of time, cost, delivery, benefits."""

    class State(models.TextChoices):
        DRAFT = rules.UpdateState.DRAFT, "Draft"
        SUBMITTED = rules.UpdateState.SUBMITTED, "Submitted"

    workstream = models.ForeignKey(Workstream, models.CASCADE, related_name="updates")
    as_of = FuzzyDateField("as of")
    as_of_latest = latest_of("as_of")
    meeting = models.ForeignKey(Meeting, models.SET_NULL, related_name="updates", null=True, blank=True)
    narrative = models.TextField(blank=True, max_length=LONGEST)
    help_needed = models.TextField(blank=True, max_length=LONGEST)
    rag_scale = models.CharField(max_length=6, choices=SCALES, default=rules.RagScale.THREE)
    rag_time = rating()
    rag_cost = rating()
    rag_delivery = rating()
    rag_benefits = rating()
    rag_reason = models.TextField("reason for the ratings", blank=True, max_length=LONGEST)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    author_office = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["workstream", "-as_of_latest", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workstream"],
                condition=Q(state="draft"),
                name="one_draft_update_per_workstream",
                violation_error_message="This workstream already has a draft update.",
            ),
            models.UniqueConstraint(
                fields=["workstream", "as_of"],
                condition=Q(state="submitted"),
                name="one_submitted_update_per_date",
                violation_error_message="This workstream already has a submitted update as of that date.",
            ),
            models.CheckConstraint(
                name="submitted_update_has_words",
                condition=~Q(state="submitted") | (~Q(narrative="") & Q(submitted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="five_point_rating_has_its_scale",
                condition=Q(rag_scale="five")
                | ~Q(rag_time__in=["amber_red", "amber_green"])
                & ~Q(rag_cost__in=["amber_red", "amber_green"])
                & ~Q(rag_delivery__in=["amber_red", "amber_green"])
                & ~Q(rag_benefits__in=["amber_red", "amber_green"]),
                violation_error_message="This rating belongs to the five-point scale.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workstream}, {self.as_of}"

    @property
    def ratings(self) -> dict[str, rules.Rag]:
        return {name: rules.Rag(getattr(self, f"rag_{name}")) for name in ("time", "cost", "delivery", "benefits")}

    @property
    def overall(self) -> rules.Rag:
        return rules.overall(self.ratings.values())
