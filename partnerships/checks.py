"""What a record owes to the records beside it: `check(row)` raises `RuleViolation` before the row is saved.

The importer asks the same of its files (`partnerships.tables`), from the same functions of `partnerships.standing`.
"""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.dispatch import Signal

from partnerships import rules, standing
from partnerships.models import (
    Agreement,
    Contribution,
    Endorsement,
    GovernanceBody,
    HostingArrangement,
    Membership,
    Organisation,
    Partnership,
    Signature,
)
from partnerships.standing import Span
from sharedservices.core.dates import FuzzyDate
from sharedservices.core.errors import RuleViolation
from sharedservices.core.registers.circling import refuse_circle, refuse_way_round

departing = Signal()
"""Sent with `partnership`, `organisation` and the date `left` when an organisation's last part in a partnership, or the
organisation itself, is to end. Receivers answer what it would still carry there, as a list of duties in words."""


def membership_fits(membership: Membership) -> None:
    membership_stands_alone(membership)
    nobody_leaves_work_behind(membership)


def membership_stands_alone(membership: Membership) -> None:
    """In one role an organisation is in a partnership once at a time."""
    beside = Membership.objects.filter(
        partnership=membership.partnership, organisation=membership.organisation, role=membership.role
    ).exclude(pk=membership.pk)
    this = Span(membership.joined, membership.left)
    for other in (Span(row.joined, row.left) for row in beside):
        if standing.overlap(this, other):
            raise RuleViolation(standing.twice(str(membership.organisation), other), field="joined")


def nobody_leaves_work_behind(membership: Membership) -> None:
    """Asked of who leaves, and of who loses the membership because it is written to somebody else."""
    this = Span(membership.joined, membership.left)
    spans = [*spans_of(membership.partnership, membership.organisation, but=membership), this]
    if left := standing.left_for_good(spans):
        _refuse(_carried(membership.partnership, membership.organisation, left), "left")
    before = Membership.objects.select_related("organisation").filter(pk=membership.pk).first()
    if before and before.organisation_id != membership.organisation_id:
        nobody_loses_a_needed_part(before)


def nobody_loses_a_needed_part(membership: Membership) -> None:
    """Asked before a membership is taken from its organisation."""
    partnership, organisation = membership.partnership, membership.organisation
    others = spans_of(partnership, organisation, but=membership)
    left = standing.left_for_good(others)
    if left or not others:
        _refuse(_carried(partnership, organisation, left), "organisation")


def _carried(partnership: Partnership, organisation: Organisation, left: FuzzyDate | None) -> str:
    return standing.leaving(str(organisation), left, _duties(partnership, organisation, left))


def _duties(partnership: Partnership, organisation: Organisation, left: FuzzyDate | None) -> list[str]:
    hosted = [
        standing.DUTIES["hosting"].format(row.get_function_display())
        for row in HostingArrangement.objects.filter(partnership=partnership, host=organisation)
        if standing.outlasts(row.ends, left)
    ]
    answers: Any = departing.send(Membership, partnership=partnership, organisation=organisation, left=left)
    return [*chain.from_iterable(duties for _, duties in answers), *hosted]


def signatory_is_a_member(signature: Signature) -> None:
    check_part(signature.agreement.partnership, signature.organisation, on=signature.date, what="signatures")


def respondent_is_a_member(endorsement: Endorsement) -> None:
    partnership = endorsement.decision.meeting.body.partnership
    check_part(partnership, endorsement.organisation, on=endorsement.date, what="endorsements")


def contributor_is_a_member(contribution: Contribution) -> None:
    check_part(
        contribution.partnership,
        contribution.organisation,
        on=contribution.period,
        what="contributions",
        fields=("organisation", "period"),
    )


def host_is_a_member(hosting: HostingArrangement) -> None:
    fields = ("host", "begins")
    check_part(hosting.partnership, hosting.host, on=hosting.begins, what="hosting", fields=fields)
    check_stay(hosting.partnership, hosting.host, ends=hosting.ends, what="hosting", field="host")


def check_part(
    partnership: Partnership,
    organisation: Organisation,
    *,
    on: FuzzyDate | None,
    what: str,
    fields: tuple[str, str] = ("organisation", "date"),
) -> None:
    """Whoever does `what` has a part in the partnership then. `fields` hold the organisation and the date."""
    spans = spans_of(partnership, organisation)
    fault = standing.stranger(str(organisation), partnership.short_name, spans, on=on, what=what)
    _refuse(fault, fields[1] if spans else fields[0])


def check_stay(
    partnership: Partnership, organisation: Organisation, *, ends: FuzzyDate | None, what: str, field: str
) -> None:
    """Whoever goes on with `what` has not left for good before it ends."""
    spans = spans_of(partnership, organisation)
    _refuse(standing.departed(str(organisation), partnership.short_name, spans, ends=ends, what=what), field)


def spans_of(partnership: Partnership, organisation: Organisation, but: Membership | None = None) -> list[Span]:
    rows = Membership.objects.filter(partnership=partnership, organisation=organisation)
    kept = rows.exclude(pk=but.pk) if but else rows
    return [Span(joined, left) for joined, left in kept.values_list("joined", "left")]


def agreement_fits(agreement: Agreement) -> None:
    agreement_supersedes_no_later_one(agreement)
    agreement_is_signed(agreement)


def agreement_is_signed(agreement: Agreement) -> None:
    """Asked of one that is said to be."""
    if agreement.state == Agreement.State.SIGNED:
        beside = Signature.objects.filter(agreement=agreement.pk).select_related("organisation")
        _refuse(_unsigned(beside), "state")


def signature_fits(signature: Signature) -> None:
    signatory_is_a_member(signature)
    signed_agreement_awaits_nobody(signature)


def signed_agreement_awaits_nobody(signature: Signature) -> None:
    if signature.agreement.state == Agreement.State.SIGNED:
        beside = Signature.objects.filter(agreement=signature.agreement).exclude(pk=signature.pk)
        _refuse(_unsigned([*beside.select_related("organisation"), signature]), "state")


def _unsigned(signatures: Iterable[Signature]) -> str:
    rows = sorted(signatures, key=lambda row: str(row.organisation))
    given = sum(row.state in (Signature.State.SIGNED, Signature.State.CONDITIONAL) for row in rows)
    return rules.unsigned(given, [str(row.organisation) for row in rows if row.state == Signature.State.AWAITED])


def body_answers_to_no_child(body: GovernanceBody) -> None:
    refuse_circle(body, "parent", "answers to")


def partnership_is_no_part_of_itself(partnership: Partnership) -> None:
    refuse_circle(partnership, "parent", "is part of")


def agreement_supersedes_no_later_one(agreement: Agreement) -> None:
    refuse_circle(agreement, "supersedes", "takes the place of")


def organisation_is_sound(organisation: Organisation) -> None:
    _refuse(rules.abolished_too_early(organisation.founded, organisation.abolished), "abolished")
    county = organisation.county
    if county and county.kind != Organisation.Kind.COUNTY:
        _refuse(rules.NO_COUNTY.format(county=county, kind=county.get_kind_display().lower()), "county")
    districts = Organisation.objects.filter(county=organisation.pk) if organisation.pk else Organisation.objects.none()
    if organisation.kind != Organisation.Kind.COUNTY and (district := districts.first()):
        _refuse(rules.HAS_DISTRICTS.format(district=district), "kind")
    county_lies_in_no_district(organisation)


def county_lies_in_no_district(organisation: Organisation) -> None:
    refuse_circle(organisation, "county", "lies in")


def successors_go_forward(organisation: Organisation) -> None:
    """Asked once the successors are set."""

    def above(pk: int) -> list[int]:
        return list(Organisation.objects.filter(predecessors=pk).values_list("pk", flat=True))

    refuse_way_round(Organisation, organisation.pk, above, field="successors", link="is succeeded by")


def nobody_is_abolished_at_work(organisation: Organisation) -> None:
    """Asked once the successors are set. The partnerships may be strange to who writes, so what goes on is counted, not
    named."""
    abolished = organisation.abolished
    if abolished is None or organisation.successors.exists():
        return
    partnerships = Partnership.objects.filter(memberships__organisation=organisation).distinct()
    carried = sum(len(_duties(partnership, organisation, abolished)) for partnership in partnerships)
    _refuse(standing.abolition(str(organisation), abolished, carried), "abolished")


def organisation_is_succeeded(organisation: Organisation) -> None:
    successors_go_forward(organisation)
    nobody_is_abolished_at_work(organisation)


def _refuse(fault: str, field: str) -> None:
    if fault:
        raise RuleViolation(fault, field=field)
