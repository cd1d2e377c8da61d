"""Random streams, and sums split into unequal parts. Nothing here knows what is being shared out."""

from collections.abc import Sequence
from random import Random

from sharedservices.core.errors import RuleViolation


def stream(seed: int, name: str) -> Random:
    """A table's own stream of chance: what one table draws never moves another."""
    return Random(f"{seed}:{name}")  # noqa: S311 (invented data, no secret)


def skewed(chance: Random, count: int, *, spread: float) -> list[float]:
    """Weights as in life: many small ones and a few large ones."""
    return [chance.lognormvariate(0, spread) for _ in range(count)]


def split(total: int, weights: Sequence[float], *, least: int, most: Sequence[int], what: str) -> list[int]:
    """Whole parts that add up to `total`, in proportion to the weights as far as their limits allow."""
    lowest, highest = least * len(weights), sum(most)
    if not lowest <= total <= highest:
        raise RuleViolation(f"{total} {what} do not fit: at this size there can be {lowest} to {highest}.")
    parts, left = [least] * len(weights), total - lowest
    while left:
        open_parts = [place for place, limit in enumerate(most) if parts[place] < limit]
        given = _share_out(left, open_parts, weights, parts, most)
        left -= given or _one_each(left, open_parts, weights, parts)
    return parts


def _share_out(
    left: int, places: Sequence[int], weights: Sequence[float], parts: list[int], most: Sequence[int]
) -> int:
    whole = sum(weights[place] for place in places)
    given = 0
    for place in places:
        share = min(int(left * weights[place] / whole), most[place] - parts[place])
        parts[place] += share
        given += share
    return given


def _one_each(left: int, places: Sequence[int], weights: Sequence[float], parts: list[int]) -> int:
    """What rounding left over goes to the heaviest."""
    chosen = sorted(places, key=lambda place: -weights[place])[:left]
    for place in chosen:
        parts[place] += 1
    return len(chosen)
