"""Who is in what, and how much of everything each has: drawn once, small enough to keep while the rows stream by."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush, nlargest
from random import Random

from reports.scale.calendar import MOST_UPDATES, YEARS
from reports.scale.sharing import skewed, split, stream
from reports.scale.size import PARTNERSHIPS_OF_A_COUNCIL, WORKSTREAMS_OF_A_PARTNERSHIP, Size

USUAL_MEMBERS = 2.5  # of one partnership: many pairs, few large ones


@dataclass(frozen=True)
class Plan:
    """Places in lists stand for rows: council 0 is the first council, workstream 0 the first workstream."""

    size: Size

    @cached_property
    def members(self) -> list[list[int]]:
        """The councils of each partnership; the first of them leads."""
        chance = stream(self.size.seed, "members")
        left = self._partnerships_of_each_council(chance)
        members = _pairs(self.size.partnerships, left)
        popularity = skewed(chance, self.size.partnerships, spread=1.2)
        for council, count in enumerate(left):
            for partnership in _drawn(chance, popularity, count, council, members):
                members[partnership].append(council)
        for joined in members:
            chance.shuffle(joined)
        return members

    def _partnerships_of_each_council(self, chance: Random) -> list[int]:
        councils, partnerships = self.size.councils, self.size.partnerships
        least, most = (min(limit, partnerships) for limit in PARTNERSHIPS_OF_A_COUNCIL)
        total = min(max(round(partnerships * USUAL_MEMBERS), councils * least), councils * most)
        weights = skewed(chance, councils, spread=0.5)
        return split(total, weights, least=least, most=[most] * councils, what="memberships")

    @cached_property
    def partnership_of(self) -> list[int]:
        """The partnership of each workstream."""
        weights = skewed(stream(self.size.seed, "workstreams"), self.size.partnerships, spread=0.8)
        least, most = WORKSTREAMS_OF_A_PARTNERSHIP
        counts = split(
            self.size.workstreams, weights, least=least, most=[most] * self.size.partnerships, what="workstreams"
        )
        return _spread_out(counts)

    @cached_property
    def workstream_of(self) -> list[int]:
        """The workstream of each project."""
        weights = skewed(stream(self.size.seed, "projects"), self.size.workstreams, spread=1.0)
        limits = [max(200, self.size.projects)] * self.size.workstreams
        least = min(1, self.size.projects // self.size.workstreams)
        return _spread_out(split(self.size.projects, weights, least=least, most=limits, what="projects"))

    @cached_property
    def updates(self) -> list[int]:
        """How many updates each workstream has."""
        weights = skewed(stream(self.size.seed, "updates"), self.size.workstreams, spread=0.6)
        limits = [MOST_UPDATES] * self.size.workstreams
        return split(self.size.updates, weights, least=0, most=limits, what="updates")

    @cached_property
    def lines(self) -> list[int]:
        """How many claim lines each project has, at most one for each council and year; without any it has no claim."""
        weights = skewed(stream(self.size.seed, "lines"), self.size.projects, spread=0.9)
        limits = [len(self.members_of(workstream)) * len(YEARS) for workstream in self.workstream_of]
        return split(self.size.claims, weights, least=0, most=limits, what="claim lines")

    def members_of(self, workstream: int) -> list[int]:
        return self.members[self.partnership_of[workstream]]

    def lead_of(self, workstream: int) -> int:
        """Members lead in turns."""
        members = self.members_of(workstream)
        return members[workstream % len(members)]


def _pairs(partnerships: int, left: list[int]) -> list[list[int]]:
    """Two councils in every partnership, always those with the most places left; takes their places off `left`."""
    queue = [(-count, council) for council, count in enumerate(left)]
    heapify(queue)
    pairs = []
    for _ in range(partnerships):
        pair = [heappop(queue), heappop(queue)]
        for negative, council in pair:
            left[council] -= 1
            heappush(queue, (negative + 1, council))
        pairs.append([council for _, council in pair])
    return pairs


def _drawn(
    chance: Random, weights: Sequence[float], count: int, council: int, members: Sequence[Sequence[int]]
) -> list[int]:
    """`count` different partnerships that the council is not in yet, the popular ones more often."""
    if not count:
        return []
    keys = [chance.random() ** (1 / weight) for weight in weights]
    others = (place for place in range(len(weights)) if council not in members[place])
    return nlargest(count, others, key=keys.__getitem__)


def _spread_out(counts: Sequence[int]) -> list[int]:
    return [place for place, count in enumerate(counts) for _ in range(count)]
