import json
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q

from sharedservices.core.history.querysets import HistoryEventQuerySet, HistoryLinkQuerySet


class ExactDecoder(json.JSONDecoder):
    """Sums of money stay what they are: no number becomes a float."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "parse_float": Decimal})


class HistoryEvent(models.Model):
    """One change of one row, as the trigger on its table wrote it. Nobody writes here, and nobody changes it.

    `before` and `after` hold the whole row where it was removed or added, else the columns that changed: what is
    merged in the order of the events is the row as it was. No partnership means that the row belongs to none.
    """

    class Kind(models.TextChoices):
        ADDED = "added", "Added"
        CHANGED = "changed", "Changed"
        REMOVED = "removed", "Removed"

    at = models.DateTimeField()
    transaction = models.BigIntegerField()
    table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    partnership = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=7, choices=Kind)
    user = models.BigIntegerField(null=True)
    system = models.TextField(blank=True)
    request = models.CharField(max_length=64, blank=True)
    batch = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    before = models.JSONField(null=True, decoder=ExactDecoder)
    after = models.JSONField(null=True, decoder=ExactDecoder)

    objects = HistoryEventQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["table", "row", "id"], name="history_of_row"),
            models.Index(fields=["partnership", "at", "id"], name="history_of_partnership"),
            models.Index(fields=["transaction", "partnership"], name="history_of_transaction"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.table} {self.row}"


class HistoryLink(models.Model):
    """A link of a partnership's chain: what one transaction changed in it, bound to the link before by its hash.

    The row is there from the transaction's first change; number and hash come when it commits. Chain 0 is the portal's.
    """

    chain = models.BigIntegerField()
    transaction = models.BigIntegerField()
    number = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    events = models.PositiveIntegerField(null=True)
    before = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = HistoryLinkQuerySet.as_manager()

    class Meta:
        ordering = ["chain", "number"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "transaction"], name="one_link_a_transaction"),
            models.UniqueConstraint(fields=["chain", "number"], name="link_number_once", condition=Q(number__gt=0)),
        ]

    def __str__(self) -> str:
        return f"Chain {self.chain}, link {self.number}"
