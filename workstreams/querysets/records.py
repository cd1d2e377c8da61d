"""Records beside the work itself: whoever sees the partnership sees them."""

from datetime import date
from typing import Any, Self

from partnerships.models import Partnership
from sharedservices.core.querysets import Row, ScopedQuerySet


class InPartnershipQuerySet(ScopedQuerySet[Row]):
    """Rows that belong to a partnership itself: everybody who sees it sees them."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(partnership__in=Partnership.objects.visible_to(user))


class ReportingRoundQuerySet(InPartnershipQuerySet[Row]):
    def taking(self, on: date) -> Self:
        """Updates are taken on that day: opened, and not closed."""
        return self.filter(opens__lte=on, closes__gte=on)

    def for_table(self) -> Self:
        return self.select_related("partnership").order_by("-due", "-pk")


class StageGateQuerySet(InPartnershipQuerySet[Row]):
    def for_table(self) -> Self:
        return self.order_by("order", "pk")


class ThemeQuerySet(InPartnershipQuerySet[Row]):
    def for_table(self) -> Self:
        return self.prefetch_related("allocations").order_by("order", "name", "pk")


class FocusQuerySet(InPartnershipQuerySet[Row]):
    def for_table(self) -> Self:
        return self.select_related("theme").order_by("slug", "pk")


class AllocationQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(award__partnership__in=Partnership.objects.visible_to(user))

    def for_table(self) -> Self:
        return self.select_related("award", "theme", "project").order_by("award", "theme__order", "slug", "pk")


class RiskQuerySet(InPartnershipQuerySet[Row]):
    def for_table(self) -> Self:
        return self.select_related("workstream", "project").order_by("state", "slug", "pk")


class MeasureQuerySet(InPartnershipQuerySet[Row]):
    def for_table(self) -> Self:
        return self.select_related("theme", "workstream").prefetch_related("values").order_by("order", "slug", "pk")


class MeasureValueQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(measure__partnership__in=Partnership.objects.visible_to(user))

    def for_table(self) -> Self:
        return self.select_related("measure").order_by("measure", "period_earliest", "pk")


class OutsideProgrammeQuerySet(InPartnershipQuerySet[Row]):
    def for_table(self) -> Self:
        return self.prefetch_related("acceptances__organisation").order_by("slug", "pk")


class AcceptanceQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(programme__partnership__in=Partnership.objects.visible_to(user))

    def for_table(self) -> Self:
        return self.select_related("programme", "organisation").order_by(
            "programme", "wave", "organisation__name", "pk"
        )


class RebaselineQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(milestone__workstream__partnership__in=Partnership.objects.visible_to(user))

    def for_table(self) -> Self:
        return self.select_related("milestone", "meeting__body").order_by("milestone", "number")


class DependencyQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(project__workstream__partnership__in=Partnership.objects.visible_to(user))

    def for_table(self) -> Self:
        related = self.select_related("project__workstream", "needs__workstream")
        return related.order_by("project__name", "project", "needs__name", "needs")
