"""Who is who: kinds, roles and what each role is granted on. Pure Python."""

import re
from enum import StrEnum

# Kinds of organisation that take part in shared services in England: councils by tier, and their partners.
GSS_CODE = re.compile(r"[EWSN]\d{8}", re.ASCII)


class Scope(StrEnum):
    """What a role is granted on."""

    PORTAL = "portal"
    PARTNERSHIP = "partnership"
    ORGANISATION = "organisation"


class Role(StrEnum):
    PORTAL_ADMIN = "portal_admin"
    PROGRAMME_OFFICER = "programme_officer"
    COUNCIL_OFFICER = "council_officer"
    FINANCE_VERIFIER = "finance_verifier"
    REPORT_AUTHOR = "report_author"
    IMPLICATIONS_VERIFIER = "implications_verifier"
    CLERK = "clerk"
    VIEWER = "viewer"


ROLE_SCOPE = {
    Role.PORTAL_ADMIN: Scope.PORTAL,
    Role.PROGRAMME_OFFICER: Scope.PARTNERSHIP,
    Role.COUNCIL_OFFICER: Scope.ORGANISATION,
    Role.FINANCE_VERIFIER: Scope.ORGANISATION,
    Role.REPORT_AUTHOR: Scope.ORGANISATION,
    Role.IMPLICATIONS_VERIFIER: Scope.ORGANISATION,
    Role.CLERK: Scope.ORGANISATION,
    Role.VIEWER: Scope.ORGANISATION,
}
PARTNERSHIP_ROLES = [role.value for role, scope in ROLE_SCOPE.items() if scope is Scope.PARTNERSHIP]
ORGANISATION_ROLES = [role.value for role, scope in ROLE_SCOPE.items() if scope is Scope.ORGANISATION]
# What programme officers may invite to and end: to see, for a council of their partnership
OFFICERS_GRANT = [Role.VIEWER.value]
# What one holder may lend another of the same organisation until a day
DELEGABLE = (Role.FINANCE_VERIFIER, Role.IMPLICATIONS_VERIFIER)
