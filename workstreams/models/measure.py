from django.db import models

from partnerships.models import Partnership
from sharedservices.core.fields import FuzzyDateField, earliest_of
from sharedservices.core.models import TimeStampedModel
from workstreams.models.theme import Theme
from workstreams.models.workstream import Workstream
from workstreams.querysets import MeasureQuerySet, MeasureValueQuerySet


class Measure(TimeStampedModel):
    """What success is measured by: from where (baseline), to where (target), by when, and which way is better.

    Baseline and target are kept as stated, in words, with the number beside them where there is one.
    """

    class Direction(models.TextChoices):
        UP = "up", "Higher is better"
        DOWN = "down", "Lower is better"
        KEEP = "keep", "Should stay"

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="measures")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="measures", null=True, blank=True)
    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="measures", null=True, blank=True)
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=60, blank=True)
    direction = models.CharField(max_length=4, choices=Direction, default=Direction.UP)
    baseline = models.CharField(max_length=200, blank=True)
    baseline_value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    target = models.CharField(max_length=200, blank=True)
    target_value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    due = FuzzyDateField(null=True, blank=True)
    owner_office = models.CharField(max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    note = models.TextField(blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["partnership", "order", "slug"]
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="measure_slug_once")]

    def __str__(self) -> str:
        return self.name


class MeasureValue(TimeStampedModel):
    """What a measure was, or is expected to be, in a period."""

    class Kind(models.TextChoices):
        ACTUAL = "actual", "Actual"
        FORECAST = "forecast", "Forecast"

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="values")
    period = FuzzyDateField()
    period_earliest = earliest_of("period")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.ACTUAL)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    words = models.CharField(max_length=200, blank=True, help_text="As it was stated, where a number does not say it.")
    note = models.TextField(blank=True)

    objects = MeasureValueQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "period_earliest", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "period", "kind"], name="measure_value_once"),
            models.CheckConstraint(
                name="measure_value_says_something",
                condition=models.Q(value__isnull=False) | ~models.Q(words=""),
                violation_error_message="Give a number, or say in words what was stated.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.period}"
