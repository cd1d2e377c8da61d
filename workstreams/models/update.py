from django.conf import settings
from django.db import models
from django.db.models import Q

from partnerships.models import Meeting
from sharedservices.core.fields import FuzzyDateField, latest_of
from sharedservices.core.models import LONGEST, TimeStampedModel
from workstreams import rules
from workstreams.models.project import Project
from workstreams.models.workstream import Workstream
from workstreams.querysets import ProgressUpdateQuerySet, ProjectRatingQuerySet

RATINGS = [(rag.value, word) for rag, word in rules.WORDS.items()]
SCALES = [(rules.RagScale.THREE, "Three points"), (rules.RagScale.FIVE, "Five points")]


def rating() -> models.CharField:
    return models.CharField(max_length=12, choices=RATINGS, blank=True, default=rules.Rag.NOT_RATED)


class ProgressUpdate(TimeStampedModel):
    """A lead's report as of a day or a meeting: words, and ratings of time, cost, delivery, benefits."""

    class State(models.TextChoices):
        DRAFT = rules.UpdateState.DRAFT, "Draft"
        SUBMITTED = rules.UpdateState.SUBMITTED, "Submitted"
        RETURNED = rules.UpdateState.RETURNED, "Returned"
        APPROVED = rules.UpdateState.APPROVED, "Approved"

    workstream = models.ForeignKey(Workstream, models.CASCADE, related_name="updates", db_index=False)
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
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    reviewed_at = models.DateTimeField("last returned or approved", null=True, blank=True)
    return_reason = models.TextField("why it was last returned", blank=True, max_length=LONGEST)

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["workstream", "-as_of_latest", "-pk"]
        indexes = [
            # What the policy judges a row by: who sees every update has them counted from the index alone
            models.Index(fields=["workstream", "state"], name="workstream_and_state"),
            models.Index(
                fields=["workstream", "-as_of_latest", "-id"],
                condition=Q(state__in=rules.STANDING),
                name="newest_standing_update",
            ),
            # Without these, who reads drafts, or the newest of all, walks through every update: policies ask of each
            models.Index(fields=["workstream"], condition=Q(state__in=rules.UNFINISHED), name="unfinished_update"),
            models.Index(fields=["-as_of_latest", "-id"], name="newest_update"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["workstream"],
                condition=Q(state="draft"),
                name="one_draft_update_per_workstream",
                violation_error_message="This workstream already has a draft update.",
            ),
            models.UniqueConstraint(
                fields=["workstream", "as_of"],
                condition=Q(state__in=rules.STANDING),
                name="one_submitted_update_per_date",
                violation_error_message="This workstream already has a submitted update as of that date.",
            ),
            models.CheckConstraint(
                name="submitted_update_has_words",
                condition=Q(state="draft") | (~Q(narrative="") & Q(submitted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="returned_update_has_reason",
                condition=~Q(state="returned") | ~Q(return_reason=""),
                violation_error_message="Say why the update was returned.",
            ),
            models.CheckConstraint(
                name="reviewed_update_says_when",
                condition=~Q(state__in=["returned", "approved"]) | Q(reviewed_at__isnull=False),
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

    def get_absolute_url(self) -> str:
        """On its workstream's page. Reads `self.workstream.partnership`: select both with the row."""
        return f"{self.workstream.get_absolute_url()}?update={self.pk}#update-{self.pk}"

    @property
    def ratings(self) -> dict[str, rules.Rag]:
        return {name: rules.Rag(getattr(self, f"rag_{name}")) for name in ("time", "cost", "delivery", "benefits")}

    @property
    def overall(self) -> rules.Rag:
        """The worst of its own ratings and of its projects': reads the prefetched `project_ratings`."""
        return rules.overall([*self.ratings.values(), *(rules.Rag(one.rag) for one in self.project_ratings.all())])

    @property
    def culprits(self) -> list["ProjectRating"]:
        """The projects because of which `overall` is worse than its own ratings: reads the prefetched
        `project_ratings`."""
        rated = [(rules.Rag(one.rag), one) for one in self.project_ratings.all()]
        worst = rules.overall(rag for rag, _ in rated)
        pulled = rules.is_pulled_down(rules.overall(self.ratings.values()), worst)
        return [one for rag, one in rated if rag is worst] if pulled else []


class ProjectRating(TimeStampedModel):
    """How an update rates one project of its workstream, so that the whole never hides a red one."""

    update = models.ForeignKey(ProgressUpdate, models.CASCADE, related_name="project_ratings")
    project = models.ForeignKey(Project, models.CASCADE, related_name="ratings")
    rag = models.CharField("rating", max_length=12, choices=RATINGS[:-1])
    reason = models.TextField(blank=True, max_length=LONGEST)

    objects = ProjectRatingQuerySet.as_manager()

    class Meta:
        ordering = ["update", "project", "pk"]
        constraints = [models.UniqueConstraint(fields=["update", "project"], name="project_rated_once_an_update")]

    def __str__(self) -> str:
        return f"{self.project}: {self.get_rag_display()}"
