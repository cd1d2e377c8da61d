from django.db import models
from django.db.models import Q

from partnerships.models import Organisation, Partnership
from savings import rules
from savings.querysets import SavingsClaimQuerySet, SavingsLineQuerySet
from sharedservices.core.fields import (
    FuzzyDateField,
    MoneyField,
    QualifierField,
    earliest_of,
    latest_of,
    qualified,
    real_money,
)
from sharedservices.core.models import TimeStampedModel
from workstreams.models import Project, Workstream


class SavingsClaim(TimeStampedModel):
    """One saving, counted once: projects, workstreams and councils only view it. Its figures are in its lines."""

    class Kind(models.TextChoices):
        NOT_STATED = rules.Kind.NOT_STATED, "Type not stated"
        CASHABLE = rules.Kind.CASHABLE, "Cashable"
        NON_CASHABLE = rules.Kind.NON_CASHABLE, "Non-cashable"
        COST_AVOIDANCE = rules.Kind.COST_AVOIDANCE, "Cost avoidance"

    class Recurrence(models.TextChoices):
        NOT_STATED = "", "Not stated"
        RECURRING = "recurring", "Recurring"
        ONE_OFF = "one_off", "One-off"

    class Status(models.TextChoices):
        REQUESTED = rules.Status.REQUESTED, "Asked for"
        DRAFT = rules.Status.DRAFT, "Draft"
        SUBMITTED = rules.Status.SUBMITTED, "Submitted"
        QUERIED = rules.Status.QUERIED, "Queried"
        VERIFIED = rules.Status.VERIFIED, "Verified"
        REJECTED = rules.Status.REJECTED, "Rejected"
        SUPERSEDED = rules.Status.SUPERSEDED, "Superseded"
        REVERSED = rules.Status.REVERSED, "Reversed"

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="claims")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="claims", null=True, blank=True)
    project = models.ForeignKey(Project, models.PROTECT, related_name="claims", null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="claims", null=True, blank=True, help_text="Who claims it."
    )
    kind = models.CharField("type", max_length=16, choices=Kind, blank=True, default=Kind.NOT_STATED)
    recurrence = models.CharField(max_length=10, choices=Recurrence, blank=True, default=Recurrence.NOT_STATED)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    due = FuzzyDateField("figures due", null=True, blank=True)
    baseline = models.TextField(blank=True)
    method = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    note = models.TextField(blank=True)

    objects = SavingsClaimQuerySet.as_manager()

    class Meta:
        ordering = ["partnership", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="claim_slug_once"),
            models.CheckConstraint(
                name="verified_claim_has_a_type",
                condition=~Q(status="verified") | ~Q(kind=""),
                violation_error_message="A verified claim needs a type: cashable, non-cashable or cost avoidance.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SavingsLine(TimeStampedModel):
    """The claim's figures for one period and organisation. Empty figures were not reported; 0 was reported as nothing.

    `period` is a financial year, or a longer or open period exactly as it was stated ("by March 2014"); only financial
    years are ever added to each other. No organisation means the partnership as a whole: not yet split by council.
    """

    claim = models.ForeignKey(SavingsClaim, models.CASCADE, related_name="lines")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="savings_lines", null=True, blank=True)
    period = FuzzyDateField()
    period_earliest = earliest_of("period")
    period_latest = latest_of("period")
    forecast = MoneyField(null=True, blank=True)
    forecast_qualifier = QualifierField()
    identified = MoneyField(null=True, blank=True)
    identified_qualifier = QualifierField()
    achieved = MoneyField(null=True, blank=True)
    achieved_qualifier = QualifierField()
    note = models.TextField(blank=True)

    stated_forecast = property(qualified("forecast"))
    stated_identified = property(qualified("identified"))
    stated_achieved = property(qualified("achieved"))

    objects = SavingsLineQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "period_earliest", "period_latest", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "organisation", "period"], name="line_once", nulls_distinct=False),
            real_money("forecast", table="line"),
            real_money("identified", table="line"),
            real_money("achieved", table="line"),
        ]

    def __str__(self) -> str:
        return f"{self.claim}, {self.period}"
