"""What belongs to one partnership: whoever sees the partnership sees it."""

from typing import Any, Self

from django.db.models import F

from partnerships.querysets import visible_partnerships
from sharedservices.core.querysets import Row, ScopedQuerySet


class GovernanceBodyQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("parent").order_by("name", "pk")


class MeetingQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(body__partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("body").order_by("date_earliest", "pk")


class DecisionQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(meeting__body__partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        loaded = self.select_related("meeting__body").prefetch_related("endorsements")
        return loaded.order_by("meeting__date_earliest", "meeting_id", "number")


class ActionQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("owner", "meeting__body").order_by(F("due_latest").asc(nulls_last=True), "pk")


class BodyMemberQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(body__partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("body", "organisation").order_by("body", "organisation__name", "office", "pk")


class AgendaItemQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(meeting__body__partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("meeting__body").order_by("meeting__date_earliest", "meeting_id", "number")


class EndorsementQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(decision__meeting__body__partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("decision__meeting__body", "organisation").order_by(
            "decision", "organisation__name", "pk"
        )


class HostingQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("host").order_by("function", "pk")


class AgreementQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.prefetch_related("signatures__organisation").order_by("slug", "pk")


class SignatureQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(agreement__partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("agreement", "organisation").order_by("agreement", "organisation__name", "pk")


class AwardQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.order_by("slug", "pk")


class SpendQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(award__partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("award").order_by("award", "period_earliest", "pk")


class ContributionQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(partnership__in=visible_partnerships(user))

    def for_table(self) -> Self:
        return self.select_related("organisation").order_by("period_earliest", "organisation__name", "pk")
