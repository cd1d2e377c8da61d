"""Registers of what belongs to one partnership: their pages stand under the partnership's address."""

from functools import partial, reduce
from typing import Any

from django.db import models
from django.http import Http404
from django.urls import reverse

from partnerships import permissions
from partnerships.models import Partnership
from sharedservices.core.decisions import Decision, Denied
from sharedservices.core.registers.declared import Register
from sharedservices.core.registers.forms import path_to

PREFIX = "<slug:partnership>/"


class PartnershipRegister(Register):
    """Its scope is a partnership that the user sees; the partnership's programme officers keep it up."""

    def find_scope(self, user: Any, keys: dict[str, Any]) -> Partnership:
        partnership: Partnership | None = Partnership.objects.visible_to(user).filter(slug=keys["partnership"]).first()
        if partnership is None:
            raise Http404
        return partnership

    def scope_of(self, row: Any) -> Partnership:
        scope: Partnership = reduce(getattr, path_to(self.model, Partnership).split("__"), row)
        return scope

    def within(self, rows: Any, scope: Partnership) -> Any:
        return rows.filter(**{path_to(self.model, Partnership): scope})

    def may_keep(self, user: Any, scope: Partnership) -> Decision:
        if self.written_elsewhere:
            return Denied(self.written_elsewhere)
        return permissions.can_keep(user, scope)

    def blank(self, scope: Partnership) -> models.Model:
        direct = path_to(self.model, Partnership) == "partnership"
        return self.model(partnership=scope) if direct else self.model()

    def keys(self, scope: Partnership) -> dict[str, Any]:
        return {"partnership": scope.slug}

    def trail(self, scope: Partnership) -> list[str]:
        return ["Partnerships", reverse("partnerships:list"), scope.short_name, scope.get_absolute_url()]


register = partial(PartnershipRegister, namespace="partnerships")
