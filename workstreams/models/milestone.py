from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from partnerships.models import Meeting
from sharedservices.core.fields import FuzzyDateField, latest_of
from sharedservices.core.models import TimeStampedModel
from workstreams import rules
from workstreams.models.project import Project
from workstreams.models.workstream import Workstream
from workstreams.querysets import MilestoneQuerySet, RebaselineQuerySet


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
    depends_on = models.ForeignKey(
        "self",
        models.SET_NULL,
        related_name="dependants",
        null=True,
        blank=True,
        help_text="The milestone that must be reached first.",
    )
    evidence = models.TextField(blank=True, help_text="What shows that it was reached.")
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
            models.CheckConstraint(
                name="milestone_does_not_wait_for_itself",
                condition=Q(depends_on=None) | ~Q(depends_on=models.F("id")),
                violation_error_message="A milestone cannot depend on itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def as_choice(self) -> str:
        """Reads `self.workstream`: select it with the row."""
        return f"{self.title} ({self.workstream})"

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
