from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse

from partnerships.querysets import ImportBatchQuerySet
from sharedservices.core.models import LONGEST_REASON, TimeStampedModel
from sharedservices.core.programme.conflicts import Conflicts


def import_storage() -> Storage:
    """Nothing in it is ever served: downloads are written anew from what was read."""
    return storages["imports"]


class ImportBatch(TimeStampedModel):
    """A workbook that somebody brought: what its check found, what applying it did, and how to take that back."""

    class State(models.TextChoices):
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Ready to import"
        FAILED = "failed", "Has errors"
        APPLIED = "applied", "Imported"
        UNDONE = "undone", "Undone"

    class Choice(models.TextChoices):
        KEEP = Conflicts.KEEP.value, "Keep what the portal has in these rows"
        REPLACE = Conflicts.REPLACE.value, "Put the file’s rows in their place"

    name = models.CharField(max_length=200, help_text="The file's name, as it was brought.")
    file = models.FileField(
        storage=import_storage, max_length=200, blank=True, help_text="Empty once it is no longer needed."
    )
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="Bytes.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports")
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    choice = models.CharField(
        max_length=10,
        choices=Choice,
        default=Choice.KEEP,
        help_text="For rows that were changed in the portal since the file was written.",
    )
    reason = models.CharField(
        max_length=LONGEST_REASON, blank=True, help_text="Why it is imported, for the history of what it changes."
    )
    exported_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When the portal wrote the file, as the file says."
    )
    notice = models.TextField(blank=True, help_text="What the person should know about the last check.")
    counts = models.JSONField(default=dict, help_text="Rows per table: new, changed, unchanged, in conflict.")
    problems = models.JSONField(default=list)
    changes = models.JSONField(default=list, help_text="New and changed rows, with their cells before and after.")
    plan_sha256 = models.CharField(max_length=64, blank=True, help_text="Of what the check said would be done.")
    images = models.JSONField(
        default=list, encoder=DjangoJSONEncoder, help_text="What undoing needs: written rows, as they were and are."
    )
    checked_at = models.DateTimeField(null=True, editable=False)
    applied_at = models.DateTimeField(null=True, editable=False)
    undone_at = models.DateTimeField(null=True, editable=False)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name_plural = "import batches"
        constraints = [
            models.CheckConstraint(
                name="applied_import_says_when",
                condition=~Q(state__in=["applied", "undone"]) | Q(applied_at__isnull=False),
            ),
            models.CheckConstraint(
                name="undone_import_says_when", condition=~Q(state="undone") | Q(undone_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.name}"

    @property
    def number(self) -> str:
        return f"Import {self.pk}"

    @property
    def was_read(self) -> bool:
        """Whether the file opened at all: what is wrong with it as a whole is said under its own name."""
        return bool(self.file) and all(problem["table"] != self.name for problem in self.problems)

    def get_absolute_url(self) -> str:
        return reverse("imports:detail", args=[self.pk])

    def total(self, kind: str) -> int:
        counts: dict[str, dict[str, Any]] = self.counts
        return sum(table.get(kind, 0) for table in counts.values())
