"""The registers of the money that the work is done with."""

from collections import defaultdict
from functools import partial
from typing import Any

from partnerships.models import Award, Spend
from partnerships.record_keeping import PartnershipRegister
from sharedservices.core.money import QualifiedMoney, Qualifier
from sharedservices.core.registers import words
from sharedservices.core.registers.declared import Column, Facts, shown
from workstreams import checks, sums
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
    within = f" within {award.return_within}" if award.return_within else ""
    return f"{ratio} = {wanted}{within}"


def spent(award: Award) -> list[QualifiedMoney | None]:
    """Period by period where that is known, else what was stated in one sum. Reads the prefetched spending."""
    periods = [spend.stated_spent for spend in award.spending.all()]
    return periods if any(periods) else [award.stated_spent]


def budgeted(award: Award) -> list[QualifiedMoney | None]:
    return [spend.stated_budget for spend in award.spending.all()]


def spent_of_award(award: Award) -> str:
    return words.against(spent(award), [award.stated_amount])


def spent_of_budget(award: Award) -> str:
    return words.against(spent(award), budgeted(award))


def award_facts(award: Award) -> Facts:
    facts: Facts = [
        ("Allocations", allocated(award)),
        *sums.allocation_facts(award, list(award.allocations.all())),
        ("Return asked for in all", return_asked(award)),
        ("Spent against the award", spent_of_award(award)),
        ("Spent against the budget", spent_of_budget(award)),
    ]
    periods = [spend.stated_spent for spend in award.spending.all()]
    if award.stated_spent and any(periods):
        agrees = "agrees" if award.spent == words.summed(periods) else "does not agree"
        facts.append(("Spent, by its periods", f"{words.total(periods)}: {agrees} with {award.stated_spent} in all"))
    return facts


def award_sums(rows: list[Any], _partnership: object) -> Facts:
    """What all awards come to, and the sum that makes it up."""
    figures = [award.stated_amount for award in rows]
    known = [str(figure) for figure in figures if figure is not None]
    whole = words.total(figures)
    every_spent = [figure for award in rows for figure in spent(award)]
    every_budget = [figure for award in rows for figure in budgeted(award)]
    asked, _ = sums.asked_back(rows)
    return [
        ("All awards", f"{' + '.join(known)} = {whole}" if len(known) > 1 else whole),
        *([("Return asked for", asked)] if asked else []),
        ("Spent against the awards", words.against(every_spent, figures)),
        ("Spent against the budgets", words.against(every_spent, every_budget)),
    ]


def spending_sums(rows: list[Any], _partnership: object) -> Facts:
    """Award by award; a single award's sum stands on its own page too."""
    by_award: dict[Award, list[Spend]] = defaultdict(list)
    for row in rows:
        by_award[row.award].append(row)
    return [
        (f"{award}, against its budget", words.against(_spent_of(parts), [part.stated_budget for part in parts]))
        for award, parts in by_award.items()
    ]


def _spent_of(parts: list[Spend]) -> list[QualifiedMoney | None]:
    return [part.stated_spent for part in parts]


ALLOCATIONS = register(
    model=Allocation,
    slug="allocations",
    title="Allocations",
    one="allocation",
    parent="award",
    fields=("award", "title", "theme", "project", "amount", "share", "business_case", "date", "note"),
    columns=("title", "award", "theme", "project", "date", "share", "amount"),
    check=checks.allocation_fits_the_award,
    sums=sums.allocation_sums,
)
SPENDING = register(
    model=Spend,
    slug="spending",
    title="Spending of awards",
    one="period of spending",
    parent="award",
    fields=("award", "period", "budget", "spent", "note"),
    columns=("period", "award", "budget", "spent"),
    sums=spending_sums,
)
AWARDS = register(
    model=Award,
    slug="awards",
    title="Funding awards",
    one="funding award",
    hints=(("return_ratio", "How many pounds each pound is to bring back, such as 5 for 5:1."),),
    fields=(
        "funder",
        "fund",
        "kind",
        "state",
        "amount",
        "spent",
        "period",
        "return_ratio",
        "return_within",
        "conditions",
        "note",
    ),
    columns=(
        Column("Fund", str),
        "funder",
        "kind",
        "state",
        "period",
        "amount",
        Column("Allocations", allocated),
        Column("Spent against the award", spent_of_award),
        Column("Spent against the budget", spent_of_budget),
        Column("Return asked for", return_asked),
    ),
    children=(ALLOCATIONS, SPENDING),
    load=lambda rows: rows.prefetch_related("allocations", "spending"),
    facts=award_facts,
    sums=award_sums,
    check=checks.award_covers_its_allocations,
)
