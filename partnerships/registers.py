"""The registers of who is who and how they decide: `fields` as on the form, `columns` as in the list."""

from collections import defaultdict
from functools import partial
from typing import Any

from partnerships import checks
from partnerships.models import (
    Action,
    AgendaItem,
    Agreement,
    BodyMember,
    Contribution,
    Decision,
    Endorsement,
    GovernanceBody,
    HostingArrangement,
    Meeting,
    Membership,
    Partnership,
    Signature,
)
from partnerships.record_keeping import PartnershipRegister
from sharedservices.core.money import short_pounds
from sharedservices.core.registers import words
from sharedservices.core.registers.declared import Column, Facts

SIGNED = (Signature.State.SIGNED, Signature.State.CONDITIONAL)
PAYING = (Membership.Role.MEMBER, Membership.Role.LEAD, Membership.Role.HOST)
register = partial(PartnershipRegister, namespace="partnerships")


def signed_by(agreement: Agreement) -> str:
    """Reads the prefetched signatures."""
    states = [signature.state for signature in agreement.signatures.all()]
    if not states:
        return "No signature recorded"
    conditional = states.count(Signature.State.CONDITIONAL)
    signed = f"Signed by {sum(state in SIGNED for state in states)} of {len(states)}"
    return f"{signed}, {conditional} under a condition" if conditional else signed


def contribution_sums(rows: list[Any], partnership: Partnership) -> Facts:
    """Period by period, beside members x amount where all pay the same."""
    members = (
        Membership.objects.filter(partnership=partnership, role__in=PAYING).values("organisation").distinct().count()
    )
    groups: dict[tuple[str, str], list[Contribution]] = defaultdict(list)
    for row in rows:
        groups[row.purpose, str(row.period)].append(row)
    return [(f"{purpose}, {period}", _contributed(group, members)) for (purpose, period), group in groups.items()]


def _contributed(group: list[Contribution], members: int) -> str:
    text = f"{words.total(row.stated_amount for row in group)} from {len(group)} of {members} members"
    amounts = {row.amount for row in group}
    amount = next(iter(amounts))
    if len(amounts) > 1 or amount is None:
        return text
    expected = members * amount
    agrees = "agrees" if expected == words.summed(row.stated_amount for row in group) else "does not agree"
    return f"{text}. {members} members × {short_pounds(amount)} = {short_pounds(expected)}: {agrees}"


MEMBERSHIPS = register(
    model=Membership,
    slug="memberships",
    title="Memberships",
    one="membership",
    fields=("organisation", "role", "joined", "left", "note"),
    columns=("organisation", "role", "joined", "left"),
    check=checks.membership_fits,
)
HOSTING = register(
    model=HostingArrangement,
    slug="hosting",
    title="Hosting arrangements",
    one="hosting arrangement",
    intro="Who provides what the programme office itself needs.",
    fields=("function", "host", "begins", "ends", "cost", "note"),
    columns=("function", "host", "begins", "ends", "cost"),
    check=checks.host_is_a_member,
)
SIGNATURES = register(
    model=Signature,
    slug="signatures",
    title="Signatures",
    one="signature",
    parent="agreement",
    fields=("agreement", "organisation", "state", "office", "date", "condition"),
    columns=("organisation", "agreement", "state", "office", "date", "condition"),
    load=lambda rows: rows.select_related("agreement__partnership"),
    check=checks.signatory_is_a_member,
)
AGREEMENTS = register(
    model=Agreement,
    slug="agreements",
    title="Agreements",
    one="agreement",
    fields=("title", "state", "date", "supersedes", "legal_note", "note"),
    columns=("title", "state", "date", Column("Signatures", signed_by)),
    children=(SIGNATURES,),
    load=lambda rows: rows.select_related("supersedes"),
    facts=lambda agreement: [("Signatures", signed_by(agreement))],
    check=checks.agreement_supersedes_no_later_one,
)
CONTRIBUTIONS = register(
    model=Contribution,
    slug="contributions",
    title="Contributions",
    one="contribution",
    intro="What each organisation pays into the partnership, in money or in kind.",
    fields=("organisation", "purpose", "period", "amount", "state", "note"),
    columns=("organisation", "purpose", "period", "state", "amount"),
    sums=contribution_sums,
    check=checks.contributor_is_a_member,
)
BODY_MEMBERS = register(
    model=BodyMember,
    slug="body-members",
    title="Members of bodies",
    one="member of a body",
    parent="body",
    fields=("body", "office", "organisation", "part"),
    columns=("office", "organisation", "body", "part"),
)
BODIES = register(
    model=GovernanceBody,
    slug="bodies",
    title="Governance bodies",
    one="governance body",
    fields=("name", "kind", "chair", "parent", "cadence", "terms"),
    columns=("name", "kind", "chair", "parent", "cadence"),
    children=(BODY_MEMBERS,),
    check=checks.body_answers_to_no_child,
)
AGENDA = register(
    model=AgendaItem,
    slug="agenda-items",
    title="Agenda items",
    one="agenda item",
    parent="meeting",
    fields=("meeting", "number", "title", "presented_by", "note"),
    columns=("title", "meeting", "number", "presented_by"),
)
ENDORSEMENTS = register(
    model=Endorsement,
    slug="endorsements",
    title="Endorsements",
    one="endorsement",
    intro="Each council's own answer to what the partnership decided.",
    parent="decision",
    fields=("decision", "organisation", "state", "date", "body", "condition"),
    columns=("organisation", "decision", "state", "date", "body", "condition"),
    check=checks.respondent_is_a_member,
)
DECISIONS = register(
    model=Decision,
    slug="decisions",
    title="Decisions",
    one="decision",
    parent="meeting",
    fields=("meeting", "number", "text", "condition"),
    columns=("text", "meeting", "number", "condition"),
    children=(ENDORSEMENTS,),
)
MEETINGS = register(
    model=Meeting,
    slug="meetings",
    title="Meetings",
    one="meeting",
    fields=("body", "date", "state", "note"),
    columns=("date", "body", "state"),
    children=(AGENDA, DECISIONS),
)
ACTIONS = register(
    model=Action,
    slug="actions",
    title="Actions",
    one="action",
    fields=("text", "owner", "owner_office", "due", "meeting", "state"),
    columns=("text", "owner", "owner_office", "due", "state"),
)
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
