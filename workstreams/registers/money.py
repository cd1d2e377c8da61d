"""The registers of the money that the work is done with."""

from functools import partial
from typing import Any

from partnerships.models import Award
from partnerships.record_keeping import PartnershipRegister
from sharedservices.core.money import QualifiedMoney, Qualifier
from sharedservices.core.registers import words
from sharedservices.core.registers.declared import Column, Facts, shown
from workstreams import checks
from workstreams.models import Allocation

register = partial(PartnershipRegister, namespace="workstreams")


def allocated(award: Award) -> str:
    """Reads the prefetched allocations."""
    parts = [allocation.stated_amount for allocation in award.allocations.all()]
    return words.shared_out(award.stated_amount, parts)


def return_asked(award: Award) -> str:
    if award.return_ratio is None:
        return shown(None)
    ratio = f"{award.return_ratio.normalize():f}:1"
    if award.amount is None:
        return ratio
    wanted = QualifiedMoney(award.amount * award.return_ratio, Qualifier(award.amount_qualifier))
    return f"{ratio} = {wanted}"


def award_sums(rows: list[Any], _partnership: object) -> Facts:
    """What all awards come to, and the sum that makes it up."""
    figures = [award.stated_amount for award in rows]
    known = [str(figure) for figure in figures if figure is not None]
    whole = words.total(figures)
    return [("All awards", f"{' + '.join(known)} = {whole}" if len(known) > 1 else whole)]


ALLOCATIONS = register(
    model=Allocation,
    slug="allocations",
    title="Allocations",
    one="allocation",
    parent="award",
    fields=("award", "title", "theme", "amount", "share", "business_case", "date", "note"),
    columns=("title", "award", "theme", "date", "share", "amount"),
    check=checks.allocation_fits_the_award,
)
AWARDS = register(
    model=Award,
    slug="awards",
    title="Funding awards",
    one="funding award",
    fields=("funder", "fund", "kind", "state", "amount", "spent", "period", "return_ratio", "conditions", "note"),
    columns=(
        Column("Fund", str),
        "funder",
        "kind",
        "state",
        "period",
        "amount",
        Column("Allocations", allocated),
        Column("Return asked for", return_asked),
    ),
    children=(ALLOCATIONS,),
    load=lambda rows: rows.prefetch_related("allocations"),
    facts=lambda award: [("Allocations", allocated(award)), ("Return asked for in all", return_asked(award))],
    sums=award_sums,
    check=checks.award_covers_its_allocations,
)
