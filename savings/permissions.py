"""Who lets the other partners see a council's lines of savings."""

from typing import Any

from partnerships.models import Organisation
from partnerships.rules import Role
from sharedservices.core.decisions import Allowed, Decision, Denied

RELEASERS = (Role.COUNCIL_OFFICER, Role.FINANCE_VERIFIER)


def can_release(user: Any, organisation: Organisation) -> Decision:
    """Release the council's lines of savings, and take them back. One query."""
    if user.grants.in_force().for_role(*RELEASERS).filter(organisation=organisation).exists():
        return Allowed()
    return Denied(
        f"Only the council officers and finance verifiers of {organisation.short_name} release its lines, "
        "and take them back."
    )
