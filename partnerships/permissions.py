"""Who may bring programmes into the portal, and keep up the records of a partnership."""

from typing import Any

from partnerships.models import Membership, Organisation, Partnership
from partnerships.querysets import Seen
from partnerships.rules import Role
from sharedservices.core.decisions import Allowed, Decision, Denied


def can_import(user: Any) -> Decision:
    if not user.grants.in_force().for_role(Role.PORTAL_ADMIN, Role.PROGRAMME_OFFICER).exists():
        return Denied("Only programme officers and portal administrators bring in workbooks.")
    return Allowed()


def can_keep(user: Any, partnership: Partnership) -> Decision:
    """Keep up the records of a partnership. One query."""
    officers = user.grants.in_force().for_role(Role.PROGRAMME_OFFICER)
    return _keeping(partnership, officer=officers.filter(partnership=partnership).exists())


def can_keep_seen(seen: Seen) -> Decision:
    """The same of a partnership that was found, without a query."""
    return _keeping(seen.partnership, officer=seen.partnership.pk in seen.held.managed)


def _keeping(partnership: Partnership, *, officer: bool) -> Decision:
    if officer:
        return Allowed()
    return Denied(f"Only the programme officers of {partnership.short_name} keep up its records.")


def can_add_partnership(user: Any) -> Decision:
    if user.grants.in_force().for_role(Role.PORTAL_ADMIN).exists():
        return Allowed()
    return Denied("Only portal administrators add partnerships. Programme officers change their own.")


def can_change_partnership(user: Any, partnership: Partnership) -> Decision:
    """Its name, purpose and rules. One query."""
    return _changing(partnership, managed=Partnership.objects.managed_by(user).filter(pk=partnership.pk).exists())


def can_change_seen(seen: Seen) -> Decision:
    """The same of a partnership that was found, without a query."""
    held = seen.held
    return _changing(seen.partnership, managed=held.is_portal_admin or seen.partnership.pk in held.managed)


def _changing(partnership: Partnership, *, managed: bool) -> Decision:
    if managed:
        return Allowed()
    return Denied(f"Only portal administrators and the programme officers of {partnership.short_name} change it.")


def can_add_organisation(user: Any) -> Decision:
    if user.grants.in_force().for_role(Role.PROGRAMME_OFFICER, Role.PORTAL_ADMIN).exists():
        return Allowed()
    return Denied("Only programme officers and portal administrators add organisations.")


def can_change_all_organisations(user: Any) -> Decision:
    if user.grants.in_force().for_role(Role.PORTAL_ADMIN).exists():
        return Allowed()
    return Denied("Only portal administrators change every organisation, and delete one.")


def can_change_organisation(user: Any, organisation: Organisation) -> Decision:
    """Portal administrators all; programme officers the members, past ones too, of the partnerships that they manage,
    and those that no partnership has yet, for whoever adds an organisation has to be able to correct it."""
    if can_change_all_organisations(user):
        return Allowed()
    memberships = Membership.objects.filter(organisation=organisation)
    if can_add_organisation(user) and not memberships.exists():
        return Allowed()
    if memberships.filter(partnership__in=Partnership.objects.managed_by(user)).exists():
        return Allowed()
    return Denied("Only portal administrators and the programme officers of its partnerships change an organisation.")
