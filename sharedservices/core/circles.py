"""Rows that stand above one another, wait for one another or take each other's place must not come back to themselves.
Pure Python."""

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def circle(start: Node, above: Callable[[Node], Iterable[Node]]) -> list[Node]:
    """The shortest way from `start` back to it, `start` at both ends; empty where there is none. A circle that `start`
    only leads to is not its own."""
    ways = [[start, *found] for node in above(start) if (found := way(node, start, above))]
    return min(ways, key=len, default=[])


def way(start: Node, end: Node, above: Callable[[Node], Iterable[Node]]) -> list[Node]:
    """The shortest way up from one to the other, both included; empty where there is none."""
    below: dict[Node, Node | None] = {start: None}
    ahead = deque([start])
    while ahead:
        here = ahead.popleft()
        if here == end:
            return _way_up(here, below)
        for node in above(here):
            if node not in below:
                below[node] = here
                ahead.append(node)
    return []


def _way_up(node: Node | None, below: dict[Node, Node | None]) -> list[Node]:
    found = []
    while node is not None:
        found.append(node)
        node = below[node]
    return found[::-1]


def told(names: Sequence[object], link: str = "") -> str:
    """The circle in words, step by step where `link` says what one step means."""
    way = ", ".join(f"{one} {link} {other}" for one, other in pairwise(names)) if link else " > ".join(map(str, names))
    return f"This goes round in a circle: {way}. Break it at one of them."
