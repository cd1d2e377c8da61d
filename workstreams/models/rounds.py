from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from partnerships.models import Partnership
from sharedservices.core.fields import FuzzyDateField, earliest_of, latest_of
from sharedservices.core.models import TimeStampedModel
from workstreams import rules
from workstreams.querysets import ReportingRoundQuerySet


class ReportingRound(TimeStampedModel):
    """A call for updates: every workstream tells of a period, from a day (opens) until a day (due).

    An update belongs to the round whose period its as-of date ends in. Late ones are taken until the round closes.
    """

    class Cadence(models.TextChoices):
        MONTHLY = "monthly", "Monthly"
        QUARTERLY = "quarterly", "Quarterly"
        ANNUAL = "annual", "Annual"

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="rounds")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=160)
    cadence = models.CharField(max_length=10, choices=Cadence, default=Cadence.MONTHLY)
    period = FuzzyDateField(help_text="What the updates tell of.")
    period_earliest = earliest_of("period")
    period_latest = latest_of("period")
    opens = models.DateField()
    due = models.DateField()
    closes = models.DateField(help_text="The last day on which late updates are taken.")

    objects = ReportingRoundQuerySet.as_manager()

    class Meta:
        ordering = ["partnership", "-due", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="round_slug_once"),
            models.UniqueConstraint(
                fields=["partnership", "cadence", "period"],
                name="one_round_per_period",
                violation_error_message="There is a round for this period already.",
            ),
            models.CheckConstraint(
                name="round_is_due_after_it_opens",
                condition=Q(due__gte=F("opens")),
                violation_error_message="The round is due before it opens.",
            ),
            models.CheckConstraint(
                name="round_closes_after_it_is_due",
                condition=Q(closes__gte=F("due")),
                violation_error_message="The round closes before it is due.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Reads `self.partnership`: select it with the row."""
        return f"{reverse('workstreams:rounds', args=[self.partnership.slug])}?round={self.slug}"

    def state(self, *, on: date) -> rules.RoundState:
        return rules.round_state(self.opens, self.due, self.closes, on)
