from django.db import models

from partnerships.models import Award, Partnership
from sharedservices.core.fields import FuzzyDateField, MoneyField, QualifierField, latest_of, qualified, real_money
from sharedservices.core.models import TimeStampedModel
from workstreams.querysets import AllocationQuerySet, FocusQuerySet, ThemeQuerySet


def priority() -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(null=True, blank=True, help_text="1 is the first; empty means not stated.")


class Theme(TimeStampedModel):
    """A field of a programme's work, wider than a workstream; money may be allocated to it."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="themes")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    purpose = models.TextField(blank=True)
    outcomes = models.TextField(blank=True, help_text="What it is to bring about, one to a line.")
    priority = priority()
    order = models.PositiveSmallIntegerField(default=0)
    note = models.TextField(blank=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["partnership", "order", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="theme_slug_once")]

    def __str__(self) -> str:
        return self.name


class Focus(TimeStampedModel):
    """A time in which a partnership gave a theme, or an area across themes, priority: the history of refocusing."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="focuses")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="focuses", null=True, blank=True)
    begins = FuzzyDateField(null=True, blank=True)
    ends = FuzzyDateField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = FocusQuerySet.as_manager()

    class Meta:
        ordering = ["partnership", "slug"]
        verbose_name_plural = "focuses"
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="focus_slug_once")]

    def __str__(self) -> str:
        return self.name


class Allocation(TimeStampedModel):
    """Part of an award set aside for a theme or a project, with its printed share of the whole."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="allocations")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="allocations", null=True, blank=True)
    project = models.ForeignKey("Project", models.PROTECT, related_name="allocations", null=True, blank=True)
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    amount = MoneyField(null=True, blank=True)
    amount_qualifier = QualifierField()
    share = models.DecimalField("share, %", max_digits=5, decimal_places=2, null=True, blank=True)
    business_case = models.TextField(blank=True)
    date = FuzzyDateField(null=True, blank=True)
    date_latest = latest_of("date")
    note = models.TextField(blank=True)

    stated_amount = property(qualified("amount"))

    objects = AllocationQuerySet.as_manager()

    class Meta:
        ordering = ["award", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["award", "slug"], name="allocation_slug_once"),
            real_money("amount", table="allocation"),
            models.CheckConstraint(
                name="share_is_a_percentage",
                condition=models.Q(share=None) | models.Q(share__gte=0, share__lte=100),
                violation_error_message="A share is between 0 and 100 %.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
