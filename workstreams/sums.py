"""Whether sums that should agree do: allocations with their award, shares with the whole, returns asked for."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from partnerships.models import Award
from sharedservices.core.money import short_pounds
from sharedservices.core.registers import words
from sharedservices.core.registers.declared import Facts
from workstreams.models import Allocation, Theme

WHOLE = Decimal(100)  # per cent


def allocation_sums(rows: list[Allocation], _partnership: object) -> Facts:
    """Award by award."""
    by_award: dict[Award, list[Allocation]] = defaultdict(list)
    for row in rows:
        by_award[row.award].append(row)
    return [fact for award, parts in by_award.items() for fact in allocation_facts(award, parts)]


def allocation_facts(award: Award, parts: list[Allocation]) -> Facts:
    facts: Facts = [(f"{award}, allocated", _made_up(award, parts))]
    if told := share_words(parts):
        facts.append((f"{award}, shares", told))
    return facts


def _made_up(award: Award, parts: list[Allocation]) -> str:
    """ "£25.4m to themes + £1.2m beside them = £26.6m of £26.6m: agrees"."""
    themed = [part.stated_amount for part in parts if part.theme_id]
    others = [part.stated_amount for part in parts if not part.theme_id]
    whole = words.total([*themed, *others])
    if themed and others:
        whole = f"{words.total(themed)} to themes + {words.total(others)} beside them = {whole}"
    if award.amount is None:
        return f"{whole}; the award is not stated"
    left = award.amount - words.summed([*themed, *others])
    told = "agrees" if not left else f"{short_pounds(-left)} over" if left < 0 else f"{short_pounds(left)} unallocated"
    return f"{whole} of {award.stated_amount}: {told}"


def share_words(parts: Iterable[Allocation]) -> str:
    """What printed shares come to, and whether each is its amount's share of theirs. Empty where none is printed."""
    shared = [part for part in parts if part.share is not None]
    if not shared:
        return ""
    together = sum((part.share for part in shared if part.share is not None), Decimal(0))
    told = f"{together.normalize():f} %: {'agrees' if together == WHOLE else 'does not agree with 100 %'}"
    amounts = [part.amount for part in shared if part.amount is not None]
    whole = sum(amounts, Decimal(0))
    if len(amounts) < len(shared) or not whole:
        return told
    wrong = [part.title for part in shared if not _agrees(part, whole)]
    each = f"does not agree for {', '.join(wrong)}" if wrong else "each agrees"
    return f"{told}. As shares of {short_pounds(whole)}: {each}"


def _agrees(part: Any, whole: Decimal) -> bool:
    """As exact as the share is printed."""
    printed: Decimal = part.share.normalize()
    place = Decimal(1).scaleb(min(int(printed.as_tuple().exponent), 0))
    return printed == (part.amount / whole * WHOLE).quantize(place, ROUND_HALF_UP)


def theme_sums(rows: list[Theme], _partnership: object) -> Facts:
    """Reads the prefetched allocations."""
    given = [theme for theme in rows if theme.allocations.all()]
    if not given:
        return []
    parts = [allocation for theme in given for allocation in theme.allocations.all()]
    whole = words.total(part.stated_amount for part in parts)
    facts: Facts = [("Allocated to themes", f"{whole} to {len(given)} of {len(rows)} themes")]
    if told := share_words(parts):
        facts.append(("Shares", told))
    return facts


def asked_back(awards: Iterable[Award]) -> tuple[str, Decimal]:
    """What the awards together ask for in return, as a sum in words and as an amount; empty where none asks."""
    by_ratio: dict[Decimal, list[Decimal]] = defaultdict(list)
    for award in awards:
        if award.return_ratio is not None and award.amount is not None:
            by_ratio[award.return_ratio].append(award.amount)
    if not by_ratio:
        return "", Decimal(0)
    wanted = sum((ratio * sum(amounts) for ratio, amounts in by_ratio.items()), Decimal(0))
    told = " + ".join(f"{_bracketed(amounts)} × {ratio.normalize():f}" for ratio, amounts in by_ratio.items())
    return f"{told} = {short_pounds(wanted)}", wanted


def _bracketed(amounts: list[Decimal]) -> str:
    told = " + ".join(map(short_pounds, amounts))
    return f"({told})" if len(amounts) > 1 else told
