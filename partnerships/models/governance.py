from django.db import models
from django.db.models import Q

from partnerships.models.organisation import Organisation, Partnership
from partnerships.record_querysets import (
    ActionQuerySet,
    AgendaItemQuerySet,
    BodyMemberQuerySet,
    DecisionQuerySet,
    EndorsementQuerySet,
    GovernanceBodyQuerySet,
    MeetingQuerySet,
)
from sharedservices.core.fields import FuzzyDateField, earliest_of, latest_of
from sharedservices.core.models import TimeStampedModel


class GovernanceBody(TimeStampedModel):
    """Where a partnership decides, or advises itself: leaders, boards, groups."""

    class Kind(models.TextChoices):
        LEADERS = "leaders", "Leaders and chief executives"
        BOARD = "board", "Board"
        CHIEF_EXECUTIVES = "chief_executives", "Chief executives"
        MANAGEMENT = "management", "Management group"
        REFERENCE = "reference", "Reference group"
        DELIVERY = "delivery", "Delivery board"
        OFFICERS = "officers", "Officer group"
        CABINET = "cabinet", "Cabinet of a member"
        SCRUTINY = "scrutiny", "Scrutiny"
        SECRETARIAT = "secretariat", "Secretariat or programme office"

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="bodies")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=Kind)
    chair = models.CharField(max_length=160, blank=True, help_text="The office that chairs it.")
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="children", null=True, blank=True, help_text="The body it answers to."
    )
    cadence = models.CharField(max_length=80, blank=True)
    terms = models.TextField(blank=True, help_text="What it is for.")

    objects = GovernanceBodyQuerySet.as_manager()

    class Meta:
        ordering = ["partnership", "name", "pk"]
        verbose_name_plural = "governance bodies"
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="body_slug_once")]

    def __str__(self) -> str:
        return self.name


class BodyMember(TimeStampedModel):
    """An office on a body, with the organisation it comes from."""

    body = models.ForeignKey(GovernanceBody, models.CASCADE, related_name="members")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True, blank=True)
    office = models.CharField(max_length=160)
    part = models.CharField(max_length=80, blank=True, help_text="Such as chair, adviser or sponsor.")

    objects = BodyMemberQuerySet.as_manager()

    class Meta:
        ordering = ["body", "organisation__name", "office", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "organisation", "office"], name="body_member_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.office}, {self.organisation}" if self.organisation else self.office


class Meeting(TimeStampedModel):
    """A meeting of a body, held or to come; its date may be known to the month only."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"

    body = models.ForeignKey(GovernanceBody, models.CASCADE, related_name="meetings")
    date = FuzzyDateField()
    date_earliest = earliest_of("date")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    publish_by = models.DateField(
        "agenda published by", null=True, blank=True, help_text="The last day that leaves the clear days before it."
    )
    minutes = models.TextField(blank=True)
    declarations = models.TextField("declarations of interest", blank=True, help_text="By office, never by name.")
    note = models.TextField(blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["date_earliest", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "date"],
                name="meeting_once_a_date",
                violation_error_message="This body already has a meeting on that date.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.date}"


class AgendaItem(TimeStampedModel):
    """An item on a meeting's agenda; an exempt one says why (Local Government Act 1972, schedule 12A)."""

    class Part(models.TextChoices):
        OPEN = "open", "Open to the public"
        EXEMPT = "exempt", "Exempt"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    presented_by = models.CharField(max_length=160, blank=True, help_text="The office that presents it.")
    part = models.CharField(max_length=6, choices=Part, default=Part.OPEN)
    exempt_paragraphs = models.CharField(
        max_length=40, blank=True, help_text="Of schedule 12A: the numbers, such as 3 or 1, 2."
    )
    public_interest = models.TextField(
        "public interest test", blank=True, help_text="Why keeping it exempt outweighs the interest in publishing it."
    )
    note = models.TextField(
        blank=True, help_text="Everybody in the partnership reads it: no exempt matter in titles or notes."
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="agenda_number_once"),
            models.CheckConstraint(
                name="exempt_item_says_why",
                condition=~Q(part="exempt") | (~Q(exempt_paragraphs="") & ~Q(public_interest="")),
                violation_error_message="Name the paragraphs of schedule 12A and say how the public interest weighs.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: item {self.number}"


class Decision(TimeStampedModel):
    """What a meeting decided, numbered within it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField("decision")
    recommendation = models.TextField(blank=True, help_text="What was recommended, where that differs.")
    reasons = models.TextField(blank=True)
    options_rejected = models.TextField("options rejected, and why", blank=True)
    is_key = models.BooleanField("key decision", default=False)
    notice_date = models.DateField("notice given on", null=True, blank=True)
    call_in_until = models.DateField(null=True, blank=True, help_text="The last day on which it may be called in.")
    condition = models.TextField(blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="decision_number_once")]

    def __str__(self) -> str:
        return f"{self.meeting}: decision {self.number}"


class Endorsement(TimeStampedModel):
    """One council's own answer to a partnership's decision: binding steps are each council's alone."""

    class State(models.TextChoices):
        RECOMMENDED = "recommended", "Recommended"
        SUBJECT_TO = "subject_to", "Agreed, subject to a condition"
        ENDORSED = "endorsed", "Endorsed"
        AWAITING = "awaiting", "Awaiting its governance"
        REFUSED = "refused", "Refused"

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="endorsements")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="endorsements")
    state = models.CharField(max_length=12, choices=State)
    date = FuzzyDateField(null=True, blank=True)
    body = models.CharField(max_length=160, blank=True, help_text="Where the council decided, such as its Cabinet.")
    condition = models.TextField(blank=True)

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        ordering = ["decision", "organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "organisation"], name="endorsement_once"),
            models.CheckConstraint(
                name="conditional_endorsement_says_its_condition",
                condition=~Q(state="subject_to") | ~Q(condition=""),
                violation_error_message="Say which condition the council agreed under.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_state_display()}"


class Action(TimeStampedModel):
    """Something to be done by an office, often for a meeting."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="actions")
    slug = models.SlugField(max_length=60)
    text = models.TextField()
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True, blank=True)
    owner_office = models.CharField(max_length=160, blank=True)
    due = FuzzyDateField(null=True, blank=True)
    due_latest = latest_of("due")
    meeting = models.ForeignKey(Meeting, models.SET_NULL, related_name="actions", null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = [models.F("due_latest").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="action_slug_once"),
            models.CheckConstraint(
                name="action_has_an_owner",
                condition=Q(owner__isnull=False) | ~Q(owner_office=""),
                violation_error_message="Say which organisation or office owns the action.",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
