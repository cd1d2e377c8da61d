"""What a record owes to the records beside it: `check(row)` raises `RuleViolation` before the row is saved."""

from partnerships.models import Award
from sharedservices.core.errors import RuleViolation
from sharedservices.core.money import Qualifier, short_pounds
from workstreams.models import Allocation


def allocation_fits_the_award(allocation: Allocation) -> None:
    """Exact sums only: what was stated as "about" may be over by its own rounding. The award is locked."""
    award = Award.objects.select_for_update().get(pk=allocation.award_id)
    if allocation.amount is None or award.amount is None or award.amount_qualifier != Qualifier.EXACT:
        return
    others = Allocation.objects.filter(award=award).exclude(pk=allocation.pk)
    left = award.amount - sum((other.amount for other in others if other.amount is not None), start=award.amount * 0)
    if allocation.amount > left:
        free = short_pounds(max(left, left * 0))
        message = f"{award} is {short_pounds(award.amount)}, of which {free} is not allocated yet."
        raise RuleViolation(message, field="amount")
