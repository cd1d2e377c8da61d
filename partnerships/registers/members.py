"""Registers of who is who: organisations, partnerships, and who is in which."""

from typing import Any

from django.http import Http404
from django.urls import reverse

from partnerships import checks, permissions, rules, succession
from partnerships.models import Membership, Organisation, Partnership
from partnerships.record_keeping import register
from sharedservices.core.decisions import Decision
from sharedservices.core.registers.declared import Column, Facts, Register


class OrganisationRegister(Register):
    """Everybody who is signed in reads those that they see; who may change one is decided one by one."""

    def find_scope(self, user: Any, keys: dict[str, Any]) -> None:
        return None

    def within(self, rows: Any, scope: None) -> Any:
        return rows

    def may_keep(self, user: Any, scope: None) -> Decision:
        return permissions.can_add_organisation(user)

    def may_change_all(self, user: Any, scope: None) -> Decision:
        return permissions.can_change_all_organisations(user)

    def may_change(self, user: Any, scope: None, row: Organisation) -> Decision:
        return permissions.can_change_organisation(user, row)

    def may_delete(self, user: Any, scope: None, row: Organisation) -> Decision:
        return permissions.can_change_all_organisations(user)

    def trail(self, scope: None) -> list[str]:
        return ["Home", reverse("home")]


class PartnershipsRegister(Register):
    """The forms alone: partnerships have a list and pages of their own, and nobody deletes a whole programme. The scope
    is the partnership, or none yet."""

    has_delete_page = False

    def find_scope(self, user: Any, keys: dict[str, Any]) -> Partnership | None:
        if "slug" not in keys:
            return None
        found: Partnership | None = Partnership.objects.visible_to(user).filter(slug=keys["slug"]).first()
        if found is None:
            raise Http404
        return found

    def find_key(self, scope: Partnership | None, keys: dict[str, Any]) -> int | None:
        return scope.pk if scope else None

    def within(self, rows: Any, scope: Partnership | None) -> Any:
        return rows.filter(pk=scope.pk) if scope else rows

    def may_keep(self, user: Any, scope: Partnership | None) -> Decision:
        return permissions.can_change_partnership(user, scope) if scope else permissions.can_add_partnership(user)

    def trail(self, scope: Partnership | None) -> list[str]:
        return ["Home", reverse("home")]

    def url(self, page: str, scope: Partnership | None, pk: int | None = None) -> str:
        keys = {"slug": scope.slug} if scope and page != "list" else {}
        return reverse(f"{self.namespace}:{page}", kwargs=keys)


def everybody(name: str, rows: Any, _membership: Membership) -> Any:
    """Any organisation may be brought into a partnership, known to its officers or not."""
    return Organisation.objects.all() if name == "organisation" else rows


def not_below(name: str, rows: Any, partnership: Partnership) -> Any:
    """A partnership is no part of itself, nor of what is part of it."""
    if name != "parent" or not partnership.pk:
        return rows
    below = layer = {partnership.pk}
    while layer:
        layer = set(Partnership.objects.filter(parent__in=layer).values_list("pk", flat=True)) - below
        below = below | layer
    return rows.exclude(pk__in=below)


def counties(name: str, rows: Any, _organisation: Organisation) -> Any:
    return rows.filter(kind=Organisation.Kind.COUNTY) if name == "county" else rows


def reorganised(organisation: Organisation) -> Facts:
    became = succession.became(organisation)
    return [("Reorganisation", became)] if became else []


MEMBERSHIPS = register(
    model=Membership,
    slug="memberships",
    title="Memberships",
    one="membership",
    fields=("organisation", "role", "joined", "left", "contribution_basis", "note"),
    columns=(
        Column("Organisation", lambda membership: succession.named(membership.organisation)),
        "role",
        "joined",
        "left",
        "contribution_basis",
    ),
    load=lambda rows: rows.prefetch_related("organisation__successors"),
    choices=everybody,
    check=checks.membership_fits,
    check_removal=checks.nobody_loses_a_needed_part,
)
ORGANISATIONS = OrganisationRegister(
    model=Organisation,
    namespace="organisations",
    slug="organisations",
    title="Organisations",
    one="organisation",
    intro="Councils and the others who take part. One that was abolished keeps its name in everything it was part of.",
    fields=(
        "name",
        "short_name",
        "kind",
        "gss_code",
        "authority_code",
        "county",
        "region",
        "founded",
        "abolished",
        "successors",
        "key_decision_threshold",
        "call_in_days",
        "note",
    ),
    columns=(
        "name",
        "kind",
        "county",
        "region",
        "gss_code",
        Column("Until", lambda organisation: succession.ended(organisation) or "Goes on"),
    ),
    filters=("kind",),
    named=("successors",),
    template="partnerships/organisation_detail.html",
    load=lambda rows: rows.prefetch_related("successors__predecessors"),
    facts=reorganised,
    choices=counties,
    check=checks.organisation_is_sound,
    check_linked=checks.organisation_is_succeeded,
)
PARTNERSHIPS = PartnershipsRegister(
    model=Partnership,
    namespace="partnerships",
    slug="partnerships",
    title="Partnerships",
    one="partnership",
    fields=(
        "name",
        "acronym",
        "parent",
        "status",
        "purpose",
        "principles",
        "savings_rules",
        "formed",
        "legal_form",
        "rag_scale",
        "website",
        "note",
    ),
    columns=("name", "purpose", "status"),
    reserved=rules.RESERVED_NAMES,
    home=lambda partnership: partnership.get_absolute_url(),
    choices=not_below,
    check=checks.partnership_is_no_part_of_itself,
)
