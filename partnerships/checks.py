"""What a record owes to the records beside it: `check(row)` raises `RuleViolation` before the row is saved."""

from partnerships.models import GovernanceBody, Membership, Signature
from sharedservices.core.errors import RuleViolation


def signatory_is_a_member(signature: Signature) -> None:
    partnership = signature.agreement.partnership
    if not partnership.memberships.filter(organisation=signature.organisation).exists():
        message = f"{signature.organisation} is not a member of {partnership.short_name}: only members sign."
        raise RuleViolation(message, field="organisation")


def body_answers_to_no_child(body: GovernanceBody) -> None:
    above = body.parent
    while above is not None:
        if above.pk == body.pk:
            raise RuleViolation("A body cannot answer to itself, nor to a body below it.", field="parent")
        above = above.parent


def membership_stands_alone(membership: Membership) -> None:
    """In one role an organisation is in a partnership once at a time. Reads the dates, open ends included."""
    begins, ends = (membership.joined, membership.left)
    beside = Membership.objects.filter(
        partnership=membership.partnership, organisation=membership.organisation, role=membership.role
    ).exclude(pk=membership.pk)
    if ends:
        beside = beside.exclude(joined_earliest__gt=ends.latest) if ends.latest else beside
    if begins:
        beside = beside.exclude(left_latest__lt=begins.earliest) if begins.earliest else beside
    if other := beside.first():
        since, until = (other.joined or "the beginning"), (other.left or "now")
        message = f"{membership.organisation} already has this role from {since} until {until}."
        raise RuleViolation(message, field="joined")
