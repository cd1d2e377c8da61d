"""The registers of what is to be saved, and of examples from anywhere."""

from typing import Any

from django.urls import reverse

from partnerships.record_keeping import PartnershipRegister
from partnerships.rules import Role
from savings.models import CompendiumEntry, SavingsTarget
from savings.sums import target_sums
from sharedservices.core.decisions import Allowed, Decision, Denied
from sharedservices.core.registers.declared import Register


class OpenRegister(Register):
    """Everybody who is signed in reads it; programme officers and portal administrators keep it up."""

    def find_scope(self, user: Any, keys: dict[str, Any]) -> None:
        return None

    def within(self, rows: Any, scope: None) -> Any:
        return rows

    def may_keep(self, user: Any, scope: None) -> Decision:
        if user.grants.in_force().for_role(Role.PROGRAMME_OFFICER, Role.PORTAL_ADMIN).exists():
            return Allowed()
        return Denied("Only programme officers and portal administrators keep up the compendium.")

    def trail(self, scope: None) -> list[str]:
        return ["Home", reverse("home")]


TARGETS = PartnershipRegister(
    model=SavingsTarget,
    namespace="savings",
    slug="savings-targets",
    title="Savings targets",
    one="savings target",
    fields=("title", "theme", "kind", "period", "amount", "rate", "note"),
    columns=("title", "theme", "kind", "period", "rate", "amount"),
    sums=target_sums,
)
COMPENDIUM = OpenRegister(
    model=CompendiumEntry,
    namespace="compendium",
    slug="compendium",
    title="Compendium",
    one="compendium entry",
    fields=(
        "name",
        "partners",
        "service",
        "kind",
        "delivery_model",
        "partnership",
        "saving",
        "saving_words",
        "maturity",
        "period",
        "source",
        "note",
    ),
    columns=("name", "partners", "service", "kind", "delivery_model", "maturity", "period", "saving"),
)
REGISTERS = [TARGETS]
