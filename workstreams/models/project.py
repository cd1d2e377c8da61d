from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from partnerships.models import Meeting, Organisation, Partnership
from sharedservices.core.fields import FuzzyDateField, latest_of
from sharedservices.core.models import TimeStampedModel
from workstreams import rules
from workstreams.models.workstream import Stage, Workstream
from workstreams.querysets import (
    DependencyQuerySet,
    MilestoneQuerySet,
    ParticipationQuerySet,
    ProjectQuerySet,
    RebaselineQuerySet,
)


class Project(TimeStampedModel):
    """A piece of work with a beginning and an end inside a workstream."""

    class Kind(models.TextChoices):
        NOT_STATED = "", "Not stated"
        PROCUREMENT = "procurement", "Joint procurement"
        JOINT_COMMITTEE = "joint_committee", "Joint committee"
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
    is_pathfinder = models.BooleanField("pathfinder for others", default=False)
    legal_form = models.CharField(
        max_length=20, choices=Partnership.LegalForm, blank=True, default=Partnership.LegalForm.NOT_STATED
    )
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


class Rebaseline(TimeStampedModel):
    """A promise moved on purpose: the milestone's baseline before and after, with the reason and who agreed."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="rebaselines")
    number = models.PositiveSmallIntegerField()
    before = FuzzyDateField(null=True, blank=True)
    after = FuzzyDateField()
    reason = models.TextField()
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+", null=True, blank=True)

    objects = RebaselineQuerySet.as_manager()

    class Meta:
        ordering = ["milestone", "number"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "number"], name="rebaseline_number_once"),
            models.CheckConstraint(
                name="rebaseline_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message="Say why the milestone was moved.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.after}"


class Dependency(TimeStampedModel):
    """A project that cannot go on before another has come so far."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="dependencies")
    needs = models.ForeignKey(Project, models.CASCADE, related_name="dependants")
    note = models.TextField(blank=True)

    objects = DependencyQuerySet.as_manager()

    class Meta:
        ordering = ["project", "needs"]
        verbose_name_plural = "dependencies"
        constraints = [
            models.UniqueConstraint(fields=["project", "needs"], name="dependency_once"),
            models.CheckConstraint(
                name="project_does_not_need_itself",
                condition=~Q(project=models.F("needs")),
                violation_error_message="A project cannot depend on itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} needs {self.needs}"
