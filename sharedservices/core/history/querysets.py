from datetime import datetime
from typing import Any, Self

from django.db import models

from sharedservices.core.querysets import Row, ScopedQuerySet


class HistoryEventQuerySet(ScopedQuerySet[Row]):
    def of(self, row: models.Model) -> Self:
        """Of one row, oldest first. Whoever asks sees the row itself."""
        return self.filter(table=row._meta.db_table, row=row.pk).order_by("pk")

    def since(self, moment: datetime) -> Self:
        return self.filter(at__gt=moment)


class HistoryLinkQuerySet(ScopedQuerySet[Row]):
    def heads(self) -> Any:
        """The last link of every chain."""
        return self.exclude(number=None).order_by("chain", "-number").distinct("chain")
