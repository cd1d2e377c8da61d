from django.db import models
from django.db.models import F, Q

from partnerships.models import Organisation, Partnership
from sharedservices.core.fields import FuzzyDateField, earliest_of, latest_of
from sharedservices.core.models import TimeStampedModel
from workstreams.models.workstream import Stage, Workstream
from workstreams.querysets import DependencyQuerySet, ParticipationQuerySet, ProjectQuerySet


class Project(TimeStampedModel):
    """A piece of work with a beginning and an end inside a workstream."""

    class Kind(models.TextChoices):
        NOT_STATED = "", "Not stated"
        PROCUREMENT = "procurement", "Joint procurement"
        JOINT_COMMITTEE = "joint_committee", "Joint committee"
        SHARED_POST = "shared_post", "Shared post"
        HOSTED = "hosted", "Hosted service"
        FRAMEWORK = "framework", "Framework"
        PILOT = "pilot", "Pilot"
        PATHFINDER = "pathfinder", "Pathfinder"
        SHARED_SERVICE = "shared_service", "Shared service"
        STUDY = "study", "Study or benchmarking"
        TRAINING = "training", "Training"

    workstream = models.ForeignKey(Workstream, models.CASCADE, related_name="projects")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=Kind, blank=True, default=Kind.NOT_STATED)
    stage = models.CharField(max_length=20, choices=Stage, blank=True, default=Stage.NOT_STATED)
    start = FuzzyDateField(null=True, blank=True)
    end = FuzzyDateField(null=True, blank=True)
    programme = models.CharField("outside programme", max_length=200, blank=True)
    is_pathfinder = models.BooleanField("pathfinder for others", default=False)
    legal_form = models.CharField(
        max_length=20, choices=Partnership.LegalForm, blank=True, default=Partnership.LegalForm.NOT_STATED
    )
    order = models.PositiveSmallIntegerField(default=0)
    note = models.TextField(blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["workstream", "order", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["workstream", "slug"], name="project_slug_once")]

    def __str__(self) -> str:
        return self.name

    def as_choice(self) -> str:
        """Reads `self.workstream`: select it with the row."""
        return f"{self.name} ({self.workstream})"


class Participation(TimeStampedModel):
    """An organisation's part in a project; or a number of organisations that the record does not name."""

    class Role(models.TextChoices):
        LEAD = "lead", "Lead"
        HOST = "host", "Host"
        PARTICIPANT = "participant", "Participant"
        CONSIDERING = "considering", "Considering"
        OBSERVER = "observer", "Observer"
        WITHDRAWN = "withdrawn", "Withdrawn"

    project = models.ForeignKey(Project, models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="participations", null=True, blank=True)
    role = models.CharField(max_length=12, choices=Role, default=Role.PARTICIPANT)
    unnamed = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How many, where none is named.")
    begins = FuzzyDateField(null=True, blank=True)
    ends = FuzzyDateField(null=True, blank=True)
    begins_earliest = earliest_of("begins")
    ends_latest = latest_of("ends")
    note = models.TextField(blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["project", "organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation", "role"], name="participation_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="participation_named_or_counted",
                condition=Q(organisation__isnull=False, unnamed=None)
                | Q(organisation=None, unnamed__isnull=False, unnamed__gte=1),
                violation_error_message="Name the organisation, or say how many take part unnamed; not both.",
            ),
            models.CheckConstraint(
                name="participation_ends_after_it_begins",
                condition=Q(begins_earliest=None) | Q(ends_latest=None) | Q(ends_latest__gte=F("begins_earliest")),
                violation_error_message="The participation ends before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who} in {self.project}"

    @property
    def who(self) -> str:
        """Reads `self.organisation`: select it with the row."""
        return str(self.organisation or f"{self.unnamed} not named")


class Dependency(TimeStampedModel):
    """A project that cannot go on before another has come so far."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="dependencies")
    needs = models.ForeignKey(Project, models.CASCADE, related_name="dependants")
    note = models.TextField(blank=True)

    objects = DependencyQuerySet.as_manager()

    class Meta:
        ordering = ["project", "needs"]
        verbose_name_plural = "dependencies"
        constraints = [
            models.UniqueConstraint(fields=["project", "needs"], name="dependency_once"),
            models.CheckConstraint(
                name="project_does_not_need_itself",
                condition=~Q(project=F("needs")),
                violation_error_message="A project cannot depend on itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} needs {self.needs}"
