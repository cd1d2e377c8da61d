"""A report in the making is its own council's alone; what the public sees of it is a published snapshot, which holds
its own copy of everything, so that a correction in the making never shows through."""

from typing import Any, Self

from django.db.models import Exists, Q

from partnerships.models import Organisation
from partnerships.querysets import Seen
from partnerships.rules import Role
from sharedservices.core.querysets import Row, ScopedQuerySet

COUNCIL_ROLES = (
    Role.COUNCIL_OFFICER,
    Role.FINANCE_VERIFIER,
    Role.REPORT_AUTHOR,
    Role.IMPLICATIONS_VERIFIER,
    Role.CLERK,
)


class CommitteeQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(organisation__in=Organisation.objects.visible_to(user))


class HouseStyleQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(organisation__in=Organisation.objects.visible_to(user))


class ReportQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """A council's own for its officers (not its viewers). The public reads `Snapshot.objects.published()`."""
        if not user.is_authenticated:
            return self.none()
        grants = user.grants.in_force()
        own = Q(committee__organisation__in=grants.for_role(*COUNCIL_ROLES).values("organisation"))
        return self.filter(own | Exists(grants.for_role(Role.PORTAL_ADMIN)))

    def of_seen(self, seen: Seen) -> Self:
        reports = self.filter(partnership=seen.partnership)
        if seen.held.is_portal_admin:
            return reports
        return reports.filter(committee__organisation__in=seen.held.organisations(*COUNCIL_ROLES))

    def editable_by(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        authored = user.grants.in_force().for_role(Role.REPORT_AUTHOR)
        return self.visible_to(user).filter(committee__organisation__in=authored.values("organisation"))

    def for_table(self) -> Self:
        return self.select_related("committee__organisation", "partnership", "house_style", "published").order_by(
            "-meeting_earliest", "reference"
        )

    def for_links(self) -> Self:
        """As `for_table`, with what a table of papers shows and nothing else."""
        committee = ("committee__name", "committee__organisation__short_name")
        rows = self.select_related("committee__organisation").order_by("-meeting_earliest", "reference")
        return rows.only("reference", "title", "meeting_date", "status", *committee)


class OfHouseStyleQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.seen_with("house_style", user)


class OfReportQuerySet(ScopedQuerySet[Row]):
    """Parts of a report: its sections, recommendations and background papers, seen with it while it is not public."""

    def visible_to(self, user: Any) -> Self:
        return self.seen_with("report", user)


class SnapshotQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        """Every version for the report's own council; the published one for everybody."""
        if not user.is_authenticated:
            return self.filter(published_as__isnull=False)
        grants = user.grants.in_force()
        own = Q(report__committee__organisation__in=grants.for_role(*COUNCIL_ROLES).values("organisation"))
        return self.filter(Q(published_as__isnull=False) | own | Exists(grants.for_role(Role.PORTAL_ADMIN)))

    def published(self) -> Self:
        """The versions that everybody may read, newest meeting first."""
        return (
            self.filter(published_as__isnull=False)
            .select_related("published_as", "report__committee__organisation", "report__partnership")
            .order_by("-meeting_earliest", "report__reference")
        )

    def for_table(self) -> Self:
        rows = self.select_related("created_by", "published_as").prefetch_related("renditions")
        return rows.defer("content").order_by("-number")


class RenditionQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.seen_with("snapshot", user)
