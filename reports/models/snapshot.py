"""What a version of a paper says, and its files."""

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.urls import reverse

from reports.models.report import Report
from reports.querysets import RenditionQuerySet, SnapshotQuerySet
from sharedservices.core.fields import FuzzyDateField, earliest_of


class Snapshot(models.Model):
    """Everything a version of a paper says, frozen as canonical JSON. Never changed: a correction is a new version."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    meeting_date = FuzzyDateField()
    meeting_earliest = earliest_of("meeting_date")
    content = models.TextField(help_text="Canonical JSON: sorted keys, no spaces, UTF-8.")
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["report", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="snapshot_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    def get_absolute_url(self) -> str:
        """The public page of the paper. Reads `self.report`: select it with the row."""
        return reverse("reports:paper", args=[self.report.reference])

    def files(self) -> list["Rendition"]:
        """Its renditions, the one to read first. Takes what was prefetched, or makes one query."""
        return sorted(self.renditions.all(), key=lambda rendition: Rendition.Format.values.index(rendition.format))


def rendition_storage() -> Storage:
    return storages["renditions"]


class Rendition(models.Model):
    """A snapshot as a file. One per format; the same snapshot always gives the same bytes."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        HTML = "html", "HTML"
        JSON = "json", "JSON data"

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="renditions")
    format = models.CharField(max_length=4, choices=Format)
    file = models.FileField(storage=rendition_storage, max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    pages = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()

    objects = RenditionQuerySet.as_manager()

    class Meta:
        ordering = ["snapshot", "format"]
        constraints = [models.UniqueConstraint(fields=["snapshot", "format"], name="rendition_once")]

    def __str__(self) -> str:
        return f"{self.snapshot}.{self.format}"
