from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from partnerships.models import Organisation, Partnership
from partnerships.models.tenure import HeldManager, Tenure
from sharedservices.core.models import TimeStampedModel
from workstreams.models.theme import Theme, priority
from workstreams.querysets import WorkstreamLeadQuerySet, WorkstreamQuerySet


class Stage(models.TextChoices):
    """How far the work is, in the words the partnerships use."""

    NOT_STATED = "", "Not stated"
    EXPLORING = "exploring", "Being explored"
    SCOPING = "scoping", "Scoping"
    DEVELOPMENT = "development", "Development"
    BUSINESS_CASE = "business_case", "Business case"
    DELIVERY = "delivery", "In progress"
    PILOT = "pilot", "Pilot"
    IN_PLACE = "in_place", "In place"
    AWAITING = "awaiting", "Awaiting an outside decision"
    ON_HOLD = "on_hold", "On hold"
    CLOSED = "closed", "Closed"


class Workstream(TimeStampedModel):
    """A field of shared work, led by one organisation; also the further work and ideas beside the programme proper."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Active workstream"
        FURTHER = "further", "Further work"
        IDEA = "idea", "Shared idea"
        CLOSED = "closed", "Closed"

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="workstreams")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    lead = models.ForeignKey(Organisation, models.PROTECT, related_name="led_workstreams", null=True, blank=True)
    lead_office = models.CharField(max_length=160, blank=True)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="workstreams", null=True, blank=True)
    purpose = models.TextField(blank=True)
    scope = models.TextField(blank=True, help_text="What is in it, and what is not.")
    stage = models.CharField(max_length=20, choices=Stage, blank=True, default=Stage.NOT_STATED)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    is_focus = models.BooleanField("in focus", default=False)
    priority = priority()
    order = models.PositiveSmallIntegerField(default=0)
    note = models.TextField(blank=True)

    objects = WorkstreamQuerySet.as_manager()

    class Meta:
        ordering = ["partnership", "order", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="workstream_slug_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Reads `self.partnership`: select it with the row."""
        return reverse("workstreams:detail", args=[self.partnership.slug, self.slug])


class WorkstreamLead(Tenure):
    """Who may write a workstream's updates, from and until a day."""

    workstream = models.ForeignKey(Workstream, models.CASCADE, related_name="leads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="led_workstreams")

    objects = HeldManager.from_queryset(WorkstreamLeadQuerySet)()

    class Meta(Tenure.Meta):
        ordering = ["workstream", "user", "pk"]
        constraints = [
            *Tenure.Meta.constraints,
            models.CheckConstraint(
                name="lead_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} leads {self.workstream}"
