from django.contrib.postgres.fields import ArrayField
from django.db import models

from partnerships.models import Partnership
from sharedservices.core.models import TimeStampedModel
from workstreams import rules
from workstreams.models.workstream import Stage
from workstreams.querysets import StageGateQuerySet

REQUIRABLE = list(rules.GATE_WORDS.items())


class StageGate(TimeStampedModel):
    """What a partnership asks of a project that enters a stage: its criteria, and what must be filled by then.

    Gates stand in their order: a project that has passed one has passed those before it.
    """

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="gates")
    stage = models.CharField(max_length=20, choices=[choice for choice in Stage.choices if choice[0]])
    order = models.PositiveSmallIntegerField(help_text="1 for the first gate, then 2, and so on.")
    criteria = models.TextField(blank=True, help_text="What the body that opens the gate asks.")
    requires = ArrayField(
        models.CharField(max_length=20, choices=REQUIRABLE),
        default=list,
        blank=True,
        verbose_name="must be filled",
        help_text="What a project must say to be in this stage or a later one.",
    )

    objects = StageGateQuerySet.as_manager()

    class Meta:
        ordering = ["partnership", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "stage"],
                name="one_gate_per_stage",
                violation_error_message="This stage already has its gate.",
            ),
            models.UniqueConstraint(
                fields=["partnership", "order"],
                name="gate_order_once",
                violation_error_message="Another gate has this place in the order.",
            ),
        ]

    def __str__(self) -> str:
        return f"Gate {self.order}: {self.get_stage_display()}"
