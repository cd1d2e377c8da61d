from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from partnerships.models import Partnership
from sharedservices.core.fields import FuzzyDateField
from sharedservices.core.models import TimeStampedModel
from workstreams.models.project import Project
from workstreams.models.workstream import Workstream
from workstreams.querysets import RiskQuerySet

SCORE = [MinValueValidator(1), MaxValueValidator(5)]


def score(help_text: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(null=True, blank=True, validators=SCORE, help_text=help_text)


def scored(name: str) -> Q:
    return Q(**{name: None}) | Q(**{f"{name}__gte": 1, f"{name}__lte": 5})


class Risk(TimeStampedModel):
    """What may happen (risk) or has happened (issue), on the partnership's, a workstream's or a project's level."""

    class Kind(models.TextChoices):
        RISK = "risk", "Risk"
        ISSUE = "issue", "Issue"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="risks")
    workstream = models.ForeignKey(Workstream, models.CASCADE, related_name="risks", null=True, blank=True)
    project = models.ForeignKey(Project, models.CASCADE, related_name="risks", null=True, blank=True)
    slug = models.SlugField(max_length=60)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.RISK)
    title = models.CharField(max_length=200)
    cause = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    likelihood = score("1 (rare) to 5 (almost certain), before mitigation")
    impact = score("1 (slight) to 5 (severe), before mitigation")
    mitigation = models.TextField(blank=True)
    likelihood_after = score("1 to 5, after mitigation")
    impact_after = score("1 to 5, after mitigation")
    proximity = FuzzyDateField(null=True, blank=True, help_text="When it may strike.")
    owner_office = models.CharField(max_length=160, blank=True)
    review = FuzzyDateField(null=True, blank=True)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    note = models.TextField(blank=True)

    objects = RiskQuerySet.as_manager()

    class Meta:
        ordering = ["partnership", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="risk_slug_once"),
            models.CheckConstraint(
                name="risk_scores_are_1_to_5",
                condition=scored("likelihood") & scored("impact") & scored("likelihood_after") & scored("impact_after"),
                violation_error_message="Likelihood and impact are scored from 1 to 5.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
