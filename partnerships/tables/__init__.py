"""Who is who, how it is governed and what it costs, in the programme format."""

from partnerships.tables.arrangements import AGREEMENTS, HOSTING, SIGNATURES
from partnerships.tables.funding import CONTRIBUTIONS, FUNDING, SPENDING
from partnerships.tables.governance import (
    ACTIONS,
    AGENDA_ITEMS,
    BODY_MEMBERS,
    DECISIONS,
    ENDORSEMENTS,
    GOVERNANCE_BODIES,
    MEETINGS,
)
from partnerships.tables.organisation import MEMBERSHIPS, ORGANISATIONS, PARTNERSHIPS

TABLES = [
    ORGANISATIONS,
    PARTNERSHIPS,
    MEMBERSHIPS,
    GOVERNANCE_BODIES,
    BODY_MEMBERS,
    MEETINGS,
    AGENDA_ITEMS,
    DECISIONS,
    ENDORSEMENTS,
    ACTIONS,
    HOSTING,
    AGREEMENTS,
    SIGNATURES,
    FUNDING,
    SPENDING,
    CONTRIBUTIONS,
]
