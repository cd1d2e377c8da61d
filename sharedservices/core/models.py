import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from sharedservices.core.history.models import HistoryEvent, HistoryLink
from sharedservices.core.querysets import JobQuerySet, SentQuerySet

__all__ = ["LONGEST", "LONGEST_REASON", "HistoryEvent", "HistoryLink", "Job", "Sent", "TimeStampedModel"]

LONGEST = 20_000  # characters of one running text; a cell of an import holds as many
LONGEST_REASON = 200  # of a reason that stands beside a change


class TimeStampedModel(models.Model):
    """Base of every business row: when it was made and changed, and a version that counts its saves."""

    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self.version += 1
            if (names := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*names, "version", "updated_at"}
        super().save(*args, **kwargs)


class Job(models.Model):
    """A piece of background work: this row is the truth, the broker's message only rings the bell.

    A worker owns a running job until `lease_until`; it renews the lease while it works (`heartbeat_at`) and finishes
    by `attempt_token`, so a worker that lost its lease cannot overwrite its successor's result.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.CharField(max_length=120, help_text="Dotted name of the Celery task that runs it.")
    key = models.CharField(max_length=200, help_text="What it is about; one unfinished job per task and key.")
    title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, blank=True, help_text="sha256 of the inputs.")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    error = models.TextField(blank=True, help_text="What went wrong, worded for the person who asked.")
    result_url = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    attempt_token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    heartbeat_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["state", "lease_until"], name="job_by_lease")]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "key"], condition=Q(state__in=["queued", "running"]), name="one_unfinished_job_per_key"
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False, attempt_token__isnull=False),
                name="running_job_has_lease",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(error=""), name="failed_job_says_why"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("job", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)


class Sent(models.Model):
    """A form that somebody sent: its key and content as digests, and where it led. Removed after a day (`once`)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    content = models.CharField(max_length=64)
    location = models.CharField(max_length=2_000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "sent forms"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="sent_once")]

    def __str__(self) -> str:
        return self.location or "Under way"
