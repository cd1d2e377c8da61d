"""The registers of who is who and how they decide: `fields` as on the form, `columns` as in the list."""

from partnerships.registers.arrangements import AGREEMENTS, CONTRIBUTIONS, HOSTING, SIGNATURES
from partnerships.registers.governance import ACTIONS, AGENDA, BODIES, BODY_MEMBERS, DECISIONS, ENDORSEMENTS, MEETINGS
from partnerships.registers.members import MEMBERSHIPS, ORGANISATIONS, PARTNERSHIPS

__all__ = [
    "ACTIONS",
    "AGENDA",
    "AGREEMENTS",
    "BODIES",
    "BODY_MEMBERS",
    "CONTRIBUTIONS",
    "DECISIONS",
    "ENDORSEMENTS",
    "HOSTING",
    "MEETINGS",
    "MEMBERSHIPS",
    "ORGANISATIONS",
    "PARTNERSHIPS",
    "SIGNATURES",
]

REGISTERS = [
    MEMBERSHIPS,
    HOSTING,
    AGREEMENTS,
    SIGNATURES,
    CONTRIBUTIONS,
    BODIES,
    BODY_MEMBERS,
    MEETINGS,
    AGENDA,
    DECISIONS,
    ENDORSEMENTS,
    ACTIONS,
]
