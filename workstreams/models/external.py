from django.db import models

from partnerships.models import Organisation, Partnership
from sharedservices.core.fields import FuzzyDateField
from sharedservices.core.models import TimeStampedModel
from workstreams.models.project import Project
from workstreams.querysets import AcceptanceQuerySet, OutsideProgrammeQuerySet


class OutsideProgramme(TimeStampedModel):
    """A programme of somebody else's that gates the work, such as a national Pathfinder."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="outside_programmes")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    sponsor = models.CharField(max_length=160, blank=True)
    begins = FuzzyDateField(null=True, blank=True)
    ends = FuzzyDateField(null=True, blank=True)
    extension = models.CharField(max_length=160, blank=True, help_text="How it may be extended.")
    note = models.TextField(blank=True)
    projects: models.ManyToManyField = models.ManyToManyField(Project, related_name="outside_programmes", blank=True)

    objects = OutsideProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["partnership", "slug"]
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="outside_programme_slug_once")]

    def __str__(self) -> str:
        return self.name


class Acceptance(TimeStampedModel):
    """An organisation's place in an outside programme: in which wave, and whether it was accepted."""

    class State(models.TextChoices):
        APPLIED = "applied", "Applied"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Not accepted"

    programme = models.ForeignKey(OutsideProgramme, models.CASCADE, related_name="acceptances")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="acceptances")
    wave = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.ACCEPTED)
    date = FuzzyDateField(null=True, blank=True)
    note = models.TextField(blank=True)

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "wave", "organisation__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "organisation"], name="acceptance_once")]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.programme}"
