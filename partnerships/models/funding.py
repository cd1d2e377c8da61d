from django.db import models
from django.db.models import Q

from partnerships.models.organisation import Organisation, Partnership
from partnerships.record_querysets import AwardQuerySet, ContributionQuerySet, SpendQuerySet
from sharedservices.core.fields import (
    FuzzyDateField,
    MoneyField,
    QualifierField,
    earliest_of,
    qualified,
    real_money,
)
from sharedservices.core.models import TimeStampedModel


class Award(TimeStampedModel):
    """Money that a funder gave, or was asked for, and the return it asked for: 5.00 is five pounds for each one."""

    class Kind(models.TextChoices):
        NOT_STATED = "", "Not stated"
        REVENUE = "revenue", "Revenue"
        CAPITAL = "capital", "Capital"

    class State(models.TextChoices):
        BID = "bid", "Bid for"
        ESTIMATED = "estimated", "Estimated"
        AWARDED = "awarded", "Awarded"
        SPENT = "spent", "Spent"

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="awards")
    slug = models.SlugField(max_length=60)
    funder = models.CharField(max_length=160)
    fund = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, blank=True, default=Kind.NOT_STATED)
    state = models.CharField(max_length=10, choices=State, default=State.AWARDED)
    amount = MoneyField(null=True, blank=True)
    amount_qualifier = QualifierField()
    spent = MoneyField(null=True, blank=True)
    spent_qualifier = QualifierField()
    period = FuzzyDateField(null=True, blank=True)
    return_ratio = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    return_within = models.CharField(max_length=80, blank=True, help_text="Over which time, such as 3 years.")
    conditions = models.TextField(blank=True)
    note = models.TextField(blank=True)

    stated_amount = property(qualified("amount"))
    stated_spent = property(qualified("spent"))

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["partnership", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="award_slug_once"),
            real_money("amount", table="award"),
            real_money("spent", table="award"),
            models.CheckConstraint(
                name="return_ratio_is_positive",
                condition=Q(return_ratio=None) | Q(return_ratio__gt=0),
                violation_error_message="The return asked for must be more than 0.",
            ),
        ]

    def __str__(self) -> str:
        return self.fund or self.funder


class Spend(TimeStampedModel):
    """What was to be spent of an award in a period (budget), and what was."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="spending")
    period = FuzzyDateField()
    period_earliest = earliest_of("period")
    budget = MoneyField(null=True, blank=True)
    budget_qualifier = QualifierField()
    spent = MoneyField(null=True, blank=True)
    spent_qualifier = QualifierField()
    note = models.TextField(blank=True)

    stated_budget = property(qualified("budget"))
    stated_spent = property(qualified("spent"))

    objects = SpendQuerySet.as_manager()

    class Meta:
        ordering = ["award", "period_earliest", "pk"]
        verbose_name_plural = "spending"
        constraints = [
            models.UniqueConstraint(
                fields=["award", "period"],
                name="spend_once_a_period",
                violation_error_message="This award already has its spending for that period.",
            ),
            real_money("budget", table="spend"),
            real_money("spent", table="spend"),
        ]

    def __str__(self) -> str:
        return f"{self.award}, {self.period}"


class Contribution(TimeStampedModel):
    """What an organisation pays into a partnership for a period, in money or in kind."""

    class State(models.TextChoices):
        DUE = "due", "Due"
        PAID = "paid", "Paid"
        IN_KIND = "in_kind", "In kind"
        OFFERED = "offered", "Offered"

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="contributions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contributions")
    purpose = models.CharField(max_length=160)
    period = FuzzyDateField()
    period_earliest = earliest_of("period")
    amount = MoneyField(null=True, blank=True)
    amount_qualifier = QualifierField()
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    note = models.TextField(blank=True)

    stated_amount = property(qualified("amount"))

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["partnership", "period_earliest", "organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "organisation", "purpose", "period"], name="contribution_once"
            ),
            real_money("amount", table="contribution"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.period}"
