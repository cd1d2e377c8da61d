from typing import Any

from partnerships.rules import Role
from sharedservices.core.decisions import Allowed, Decision, Denied
from workstreams.models import Workstream


def can_update(user: Any, workstream: Workstream) -> Decision:
    """Two queries at most: the workstream's own leads, then the partnership's programme officers."""
    if Workstream.objects.led_by(user).filter(pk=workstream.pk).exists():
        return Allowed()
    officers = user.grants.in_force().for_role(Role.PROGRAMME_OFFICER)
    if officers.filter(partnership=workstream.partnership_id).exists():
        return Allowed()
    return Denied("Only the workstream's lead and the programme's officers write its updates.")
