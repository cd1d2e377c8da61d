"""Who may bring programmes into the portal, and keep up the records of a partnership."""

from typing import Any

from partnerships.models import Partnership
from partnerships.rules import Role
from sharedservices.core.decisions import Allowed, Decision, Denied


def can_import(user: Any) -> Decision:
    if not user.grants.in_force().for_role(Role.PORTAL_ADMIN, Role.PROGRAMME_OFFICER).exists():
        return Denied("Only programme officers and portal administrators bring in workbooks.")
    return Allowed()


def can_keep(user: Any, partnership: Partnership) -> Decision:
    """Keep up the records of a partnership. One query."""
    officers = user.grants.in_force().for_role(Role.PROGRAMME_OFFICER)
    if officers.filter(partnership=partnership).exists():
        return Allowed()
    return Denied(f"Only the programme officers of {partnership.short_name} keep up its records.")
