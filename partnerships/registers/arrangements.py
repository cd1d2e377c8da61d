"""Registers of who pays and provides what, and what was agreed."""

from collections import defaultdict
from typing import Any

from partnerships import checks
from partnerships.models import Agreement, Contribution, HostingArrangement, Membership, Partnership, Signature
from partnerships.record_keeping import register
from partnerships.standing import Span, may_hold
from sharedservices.core.money import short_pounds
from sharedservices.core.registers import words
from sharedservices.core.registers.declared import Column, Facts

PAYING = (Membership.Role.MEMBER, Membership.Role.LEAD, Membership.Role.HOST)


def signed_by(agreement: Agreement) -> str:
    """Reads the prefetched signatures, and the memberships of the partnership."""
    states = [signature.state for signature in agreement.signatures.all()]
    signed, conditional = Signature.State.SIGNED, Signature.State.CONDITIONAL
    told = words.given_by("Signed", states, plain=signed, conditional=conditional) or "No signature recorded"
    return f"{told}; members of the partnership: {len(members_at(agreement))}"


def members_at(agreement: Agreement) -> set[int]:
    """Who may have been a member at the agreement's date; without one, who is still."""
    parts = [part for part in agreement.partnership.memberships.all() if part.role in PAYING]
    if agreement.date is None:
        return {part.organisation_id for part in parts if part.left is None}
    return {part.organisation_id for part in parts if may_hold(Span(part.joined, part.left), agreement.date)}


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
    check=checks.signature_fits,
)
AGREEMENTS = register(
    model=Agreement,
    slug="agreements",
    title="Agreements",
    one="agreement",
    fields=("title", "edition", "state", "date", "text_url", "supersedes", "legal_note", "note"),
    columns=("title", "edition", "state", "date", Column("Signatures", signed_by)),
    children=(SIGNATURES,),
    load=lambda rows: rows.select_related("supersedes").prefetch_related("partnership__memberships"),
    facts=lambda agreement: [("Signatures", signed_by(agreement))],
    check=checks.agreement_fits,
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
