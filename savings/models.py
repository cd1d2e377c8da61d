from django.db import models
from django.db.models import Q

from partnerships.models import Organisation, Partnership
from savings import rules
from savings.querysets import CompendiumQuerySet, SavingsClaimQuerySet, SavingsLineQuerySet, SavingsTargetQuerySet
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
from workstreams.models import Project, Theme, Workstream


class SavingsClaim(TimeStampedModel):
    """One saving, counted once: projects, workstreams and councils only view it. Its figures are in its lines."""

    class Kind(models.TextChoices):
        NOT_STATED = rules.Kind.NOT_STATED, "Type not stated"
        CASHABLE = rules.Kind.CASHABLE, "Cashable"
        NON_CASHABLE = rules.Kind.NON_CASHABLE, "Non-cashable"
        COST_AVOIDANCE = rules.Kind.COST_AVOIDANCE, "Cost avoidance"

    class Maturity(models.TextChoices):
        NOT_STATED = rules.Maturity.NOT_STATED, "Not stated"
        TARGET = rules.Maturity.TARGET, "Aim or target"
        POTENTIAL = rules.Maturity.POTENTIAL, "Potential"
        EXPECTED = rules.Maturity.EXPECTED, "Expected"
        PROJECTED = rules.Maturity.PROJECTED, "Projected"
        IDENTIFIED = rules.Maturity.IDENTIFIED, "Identified"
        ACHIEVED = rules.Maturity.ACHIEVED, "Achieved"

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
    maturity = models.CharField(max_length=10, choices=Maturity, blank=True, default=Maturity.NOT_STATED)
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

    What a council has not `released` is its own, beside the programme's officers once the claim is submitted. A line is
    a row, so the row's own privacy is enough: no second table. Who released it, when and why is in its history.
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
    released = models.BooleanField(default=True, help_text="Whether the other partners see it.")

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
            models.CheckConstraint(
                name="only_a_council_keeps_a_line_back",
                condition=Q(released=True) | Q(organisation__isnull=False),
                violation_error_message="Only a line of an organisation can be kept back until it is released.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim}, {self.period}"


class SavingsTarget(TimeStampedModel):
    """What a partnership or theme aims to save: a sum, a rate, or a return on what a funder gave, as it was stated."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="savings_targets")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="savings_targets", null=True, blank=True)
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    kind = models.CharField(
        "type", max_length=16, choices=SavingsClaim.Kind, blank=True, default=SavingsClaim.Kind.NOT_STATED
    )
    period = FuzzyDateField(null=True, blank=True)
    amount = MoneyField(null=True, blank=True)
    amount_qualifier = QualifierField()
    rate = models.CharField(max_length=120, blank=True, help_text="Where it is a rate, such as 3 % a year.")
    note = models.TextField(blank=True)

    stated_amount = property(qualified("amount"))

    objects = SavingsTargetQuerySet.as_manager()

    class Meta:
        ordering = ["partnership", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="target_slug_once"),
            real_money("amount", table="target"),
        ]

    def __str__(self) -> str:
        return self.title


class CompendiumEntry(TimeStampedModel):
    """An example of sharing from anywhere: who, which service, by which model, and the saving as it was stated."""

    class DeliveryModel(models.TextChoices):
        NOT_STATED = "", "Not stated"
        EASY = "easy", "Easy council"
        CO_OPERATIVE = "co_operative", "Co-operative council"
        COMMISSIONING = "commissioning", "Commissioning council"
        ENTERPRISING = "enterprising", "Enterprising council"
        DECENTRALISING = "decentralising", "Decentralising council"

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    partners = models.TextField(help_text="Who shares, in words.")
    service = models.CharField(max_length=300)
    kind = models.CharField(
        "kind of sharing", max_length=20, choices=Project.Kind, blank=True, default=Project.Kind.NOT_STATED
    )
    delivery_model = models.CharField(
        max_length=16, choices=DeliveryModel, blank=True, default=DeliveryModel.NOT_STATED
    )
    partnership = models.ForeignKey(
        Partnership, models.SET_NULL, related_name="compendium_entries", null=True, blank=True
    )
    saving = MoneyField(null=True, blank=True)
    saving_qualifier = QualifierField()
    saving_words = models.CharField(max_length=300, blank=True, help_text="As it was stated, such as £20m a year.")
    maturity = models.CharField(
        max_length=10, choices=SavingsClaim.Maturity, blank=True, default=SavingsClaim.Maturity.NOT_STATED
    )
    period = FuzzyDateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    note = models.TextField(blank=True)

    stated_saving = property(qualified("saving"))

    objects = CompendiumQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "compendium entries"
        constraints = [real_money("saving", table="compendium")]

    def __str__(self) -> str:
        return self.name
