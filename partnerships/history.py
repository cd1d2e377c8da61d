"""Who is told what became of the records of partnerships; of people, grants, tokens and imports nobody is."""

from partnerships.models import (
    AccessEvent,
    Action,
    AgendaItem,
    Agreement,
    Award,
    BodyMember,
    Contribution,
    Decision,
    Endorsement,
    ExemptText,
    GovernanceBody,
    HostingArrangement,
    Meeting,
    Membership,
    OpenSession,
    Organisation,
    Partnership,
    Signature,
    Spend,
)
from sharedservices.core.history.seeing import tell, without

tell(
    Partnership,
    Membership,
    HostingArrangement,
    Signature,
    Spend,
    Contribution,
    GovernanceBody,
    BodyMember,
    AgendaItem,
    Endorsement,
    Action,
    whole=True,
)
tell(Agreement, whole=True, parts=("signatures",))
tell(Award, whole=True, parts=("spending", "allocations"))
tell(Meeting, whole=True, parts=("agenda",))
tell(Decision, whole=True, parts=("endorsements",))
tell(Organisation)
tell(ExemptText)
without(AccessEvent)  # a log itself, which nobody changes
without(OpenSession)  # what a browser holds for a day; the access log tells of its begin and end
