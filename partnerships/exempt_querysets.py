"""Exempt text is read by the cleared roles of its council, while that council takes part."""

from typing import Any, Self

from django.apps import apps

from partnerships import rules
from sharedservices.core.querysets import Row, ScopedQuerySet


class ExemptTextQuerySet(ScopedQuerySet[Row]):
    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        cleared = user.grants.in_force().for_role(*rules.CLEARED).values("organisation")
        items = apps.get_model("partnerships", "AgendaItem").objects.visible_to(user)
        return self.filter(organisation__in=cleared, item__in=items)

    def for_table(self) -> Self:
        return self.select_related("organisation").order_by("organisation__name", "pk")
