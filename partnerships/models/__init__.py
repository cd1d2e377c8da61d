from partnerships.models.access import ApiToken, RoleGrant, User
from partnerships.models.governance import Action, Decision, GovernanceBody, Meeting
from partnerships.models.organisation import Membership, Organisation, Partnership

__all__ = [
    "Action",
    "ApiToken",
    "Decision",
    "GovernanceBody",
    "Meeting",
    "Membership",
    "Organisation",
    "Partnership",
    "RoleGrant",
    "User",
]
