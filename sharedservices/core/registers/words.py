"""What figures come to, in words. What was not stated is counted, never taken for 0."""

from collections.abc import Iterable
from decimal import Decimal

from sharedservices.core.money import QualifiedMoney, Qualifier, short_pounds
from sharedservices.core.registers.declared import NOT_STATED

MUCH = ((20, "very high"), (10, "high"), (5, "medium"), (0, "low"))


def total(figures: Iterable[QualifiedMoney | None]) -> str:
    """ "£120k", "about £26.6m, 1 not stated": as firm as its least firm part."""
    figures = list(figures)
    known = [figure for figure in figures if figure is not None]
    if not known:
        return NOT_STATED
    words = {figure.qualifier for figure in known} - {Qualifier.EXACT}
    qualifier = words.pop() if len(words) == 1 else Qualifier.ABOUT if words else Qualifier.EXACT
    missing = len(figures) - len(known)
    whole = str(QualifiedMoney(summed(known), qualifier))
    return f"{whole}, {missing} not stated" if missing else whole


def summed(figures: Iterable[QualifiedMoney | None]) -> Decimal:
    return sum((figure.amount for figure in figures if figure is not None), Decimal(0))


def shared_out(whole: QualifiedMoney | None, parts: Iterable[QualifiedMoney | None]) -> str:
    """Whether the parts of a sum use it up, leave some, or go over it."""
    parts = list(parts)
    if whole is None:
        return f"{total(parts)} allocated; the whole is not stated" if parts else "Not stated"
    left = whole.amount - summed(parts)
    allocated = total(parts) if parts else "Nothing"
    if left < 0:
        return f"{allocated} allocated: {short_pounds(-left)} over"
    return f"{allocated} allocated, {short_pounds(left) if left else 'nothing'} unallocated"


def against(spent: Iterable[QualifiedMoney | None], whole: Iterable[QualifiedMoney | None]) -> str:
    """What was spent of what there was to spend. What is left is said only where every figure was stated;
    what is over, as soon as the whole is: a figure that is not stated makes it no less."""
    spent, whole = list(spent), list(whole)
    if not any(spent) and not any(whole):
        return NOT_STATED
    left = summed(whole) - summed(spent)
    if whole and all(whole) and left < 0:
        return _over(spent, whole, by=-left)
    if not (spent and whole and all(spent) and all(whole)):
        return f"{total(spent)}; to spend: {total(whole)}"
    return f"{total(spent)} of {total(whole)}, {short_pounds(left) if left else 'nothing'} left"


def _over(spent: list[QualifiedMoney | None], whole: list[QualifiedMoney | None], *, by: Decimal) -> str:
    told = f"{total(filter(None, spent))} of {total(whole)}"
    missing = spent.count(None)
    return (
        f"{told}: at least {short_pounds(by)} over, {missing} not stated"
        if missing
        else f"{told}: {short_pounds(by)} over"
    )


def given_by(verb: str, states: Iterable[str], *, plain: str, conditional: str) -> str:
    """Of those who were asked: "Signed by 4 of 6, 1 under a condition"; empty where nobody was."""
    states = list(states)
    if not states:
        return ""
    under = states.count(conditional)
    told = f"{verb} by {states.count(plain) + under} of {len(states)}"
    return f"{told}, {under} under a condition" if under else told


def score(likelihood: int | None, impact: int | None) -> str:
    """A risk's score out of 25 and how much that is: "12 (3 × 4), high"."""
    if likelihood is None or impact is None:
        return "Not scored"
    product = likelihood * impact
    return f"{product} ({likelihood} × {impact}), {next(word for least, word in MUCH if product >= least)}"
