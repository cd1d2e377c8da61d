"""What is given out of a whole must not be more than the whole. Pure Python."""

from collections.abc import Iterable
from decimal import Decimal

from sharedservices.core.money import QualifiedMoney, Qualifier, short_pounds

WHOLE = 100  # per cent
AT_LEAST = (Qualifier.EXACT, Qualifier.OVER)
AT_MOST = (Qualifier.EXACT, Qualifier.UP_TO)


def over(name: str, whole: QualifiedMoney | None, parts: Iterable[QualifiedMoney | None]) -> str:
    """Why the parts cannot come out of the whole; empty where they can.

    Only what is certain counts: a part stated as "about" or "up to" may be less, a whole stated as "about" or "over"
    may be more. There is no tolerance beyond that: money is stated to the penny.
    """
    if whole is None or whole.qualifier not in AT_MOST:
        return ""
    total = sum((part.amount for part in parts if part and part.qualifier in AT_LEAST), start=Decimal(0))
    if total <= whole.amount:
        return ""
    much, limit, excess = (short_pounds(sum_) for sum_ in (total, whole.amount, total - whole.amount))
    return f"The allocations of “{name}” come to {much}, {excess} more than its {limit}. Correct them."


def overshared(name: str, shares: Iterable[Decimal]) -> str:
    """Why the shares in per cent cannot be of one whole. Each may owe half of its last printed place to rounding."""
    stated = list(shares)
    total = sum(stated, start=Decimal(0))
    if total - sum(map(_rounding, stated), start=Decimal(0)) <= WHOLE:
        return ""
    return f"The shares of “{name}” come to {total.normalize():f} %, which is more than 100 %. Correct them."


def _rounding(share: Decimal) -> Decimal:
    """Zeros at the end say nothing: the database adds them."""
    return Decimal("0.5").scaleb(min(int(share.normalize().as_tuple().exponent), 0))
