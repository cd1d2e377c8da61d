from partnerships.models.access import RoleGrant, User
from partnerships.models.access_log import AccessEvent
from partnerships.models.arrangements import Agreement, HostingArrangement, Signature
from partnerships.models.exempt import ExemptText
from partnerships.models.funding import Award, Contribution, Spend
from partnerships.models.governance import (
    Action,
    AgendaItem,
    BodyMember,
    Decision,
    Endorsement,
    GovernanceBody,
    Meeting,
)
from partnerships.models.imports import ImportBatch
from partnerships.models.invitations import Invitation
from partnerships.models.organisation import Membership, Organisation, Partnership
from partnerships.models.sessions import OpenSession
from partnerships.models.tokens import ApiToken

__all__ = [
    "AccessEvent",
    "Action",
    "AgendaItem",
    "Agreement",
    "ApiToken",
    "Award",
    "BodyMember",
    "Contribution",
    "Decision",
    "Endorsement",
    "ExemptText",
    "GovernanceBody",
    "HostingArrangement",
    "ImportBatch",
    "Invitation",
    "Meeting",
    "Membership",
    "OpenSession",
    "Organisation",
    "Partnership",
    "RoleGrant",
    "Signature",
    "Spend",
    "User",
]
