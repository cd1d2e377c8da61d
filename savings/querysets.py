"""Claims are seen within their partnership; a draft only by the claiming council and the programme's officers."""

from typing import Any, Self

from django.db.models import F, Q

from partnerships.models import Partnership
from partnerships.querysets import Seen
from partnerships.rules import Role
from sharedservices.core.querysets import Row, ScopedQuerySet


class SavingsClaimQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        grants = user.grants.in_force()
        own = Q(organisation__in=grants.filter(organisation__isnull=False).values("organisation"))
        managed = Q(partnership__in=grants.for_role(Role.PROGRAMME_OFFICER).values("partnership"))
        return self.filter(~Q(status="draft") | own | managed, partnership__in=Partnership.objects.visible_to(user))

    def for_table(self) -> Self:
        return (
            self.select_related("workstream", "organisation")
            .prefetch_related("lines__organisation")
            .order_by("workstream__status", "workstream__order", "title", "pk")
        )


class SavingsLineQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.seen_with("claim", user)

    def of_seen(self, seen: Seen) -> Self:
        lines = self.filter(claim__partnership=seen.partnership)
        if seen.partnership.pk in seen.held.managed:
            return lines
        return lines.filter(~Q(claim__status="draft") | Q(claim__organisation__in=seen.held.organisations()))

    def for_table(self) -> Self:
        """Lines with their claims, claim by claim in the order of their workstreams."""
        return self.select_related("claim__workstream", "organisation").order_by(
            F("claim__workstream__order").asc(nulls_last=True),
            "claim__title",
            "claim_id",
            "period_earliest",
            "period_latest",
            "pk",
        )


class SavingsTargetQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(partnership__in=Partnership.objects.visible_to(user))

    def for_table(self) -> Self:
        return self.select_related("theme").order_by("slug", "pk")


class CompendiumQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """A register of published examples: everybody who is signed in reads it."""
        return self.all() if user.is_authenticated else self.none()

    def for_table(self) -> Self:
        return self.select_related("partnership").order_by("name", "pk")
