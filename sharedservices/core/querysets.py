from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Now

RING_AGAIN_AFTER = timedelta(seconds=12)
Row = TypeVar("Row", bound=models.Model)


class ScopedQuerySet(models.QuerySet[Row]):
    """Base of every queryset: nobody sees a row until the model says who does."""

    def visible_to(self, user: Any) -> Self:
        """The rows this user may see. Every page, API, export and search starts here."""
        raise TypeError(f"{type(self).__name__} does not say who may see {self.model._meta.verbose_name_plural}.")

    def seen_with(self, name: str, user: Any) -> Self:
        """The rows whose `name`, a row of the model it refers to, this user may see."""
        related: Any = self.model._meta.get_field(name).related_model
        return self.filter(**{f"{name}__in": related.objects.visible_to(user)})


class JobQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(requested_by=user) if user.is_authenticated else self.none()

    def about(self, keys: Iterable[str]) -> Self:
        """Jobs of these keys, whoever asked for them: for pages whose reader may see what the jobs are about."""
        return self.filter(key__in=list(keys))

    def unfinished(self) -> Self:
        return self.filter(state__in=["queued", "running"])

    def abandoned(self) -> Self:
        """Running, but the worker has not renewed its lease. Database time, so clocks of workers do not matter."""
        return self.filter(state="running", lease_until__lt=Now())

    def claimable(self) -> Self:
        return self.filter(Q(state="queued") | Q(state="running", lease_until__lt=Now()))

    def worn_out(self, attempts: int) -> Self:
        return self.abandoned().filter(attempts__gte=attempts)

    def unheard(self) -> Self:
        """Abandoned, or queued for so long that the message may be lost: what a worker should be told about again."""
        rung = Coalesce("heartbeat_at", "created_at")
        silent = Q(state="queued", rung__lt=Now() - RING_AGAIN_AFTER)
        return (
            self.alias(rung=rung)
            .filter(silent | Q(state="running", lease_until__lt=Now()))
            .order_by("created_at", "pk")
        )


class SentQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(user=user) if user.is_authenticated else self.none()
