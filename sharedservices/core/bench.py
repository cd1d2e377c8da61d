"""Side-by-side benchmarks: ours against a floor, in turns in one run, so that a slow machine slows both."""

import gc
import json
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROUNDS = 5
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Ratio:
    """Seconds of each round of ours and of the floor; the goal is the most that their medians' ratio may be."""

    what: str
    floor: str
    ours_seconds: Sequence[float]
    floor_seconds: Sequence[float]
    goal: float

    @property
    def value(self) -> float:
        return statistics.median(self.ours_seconds) / statistics.median(self.floor_seconds)

    @property
    def met(self) -> bool:
        return self.value <= self.goal

    def row(self) -> tuple[str, ...]:
        ours, floor = statistics.median(self.ours_seconds), statistics.median(self.floor_seconds)
        return (self.what, f"{ours:.3f} s", f"{self.floor}: {floor:.3f} s", f"{self.value:.2f} x", f"{self.goal:g} x")

    def facts(self) -> dict[str, Any]:
        samples = {"ours_seconds": list(self.ours_seconds), "floor_seconds": list(self.floor_seconds)}
        return {
            "what": self.what,
            "floor": self.floor,
            "ratio": self.value,
            "goal": self.goal,
            "met": self.met,
            **samples,
        }


@dataclass(frozen=True)
class Amount:
    """A measured amount and the most that it may be."""

    what: str
    value: float
    unit: str
    goal: float

    @property
    def met(self) -> bool:
        return self.value <= self.goal

    def row(self) -> tuple[str, ...]:
        return (self.what, f"{self.value:.0f} {self.unit}", "", "", f"{self.goal:g} {self.unit}")

    def facts(self) -> dict[str, Any]:
        return {"what": self.what, "value": self.value, "unit": self.unit, "goal": self.goal, "met": self.met}


@dataclass(frozen=True)
class Bench:
    """What one bench measured, and on what."""

    subject: str
    results: Sequence[Ratio | Amount]

    @property
    def missed(self) -> list[str]:
        return [result.what for result in self.results if not result.met]

    def table(self) -> str:
        heads = ("", "ours", "floor", "ratio", "goal", "")
        rows = [heads, *((*result.row(), "met" if result.met else "MISSED") for result in self.results)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        return "\n".join([self.subject, *lines])

    def write(self, path: Path, *, at: str) -> None:
        machine = {"python": platform.python_version(), "system": platform.platform(), "processors": _processors()}
        facts = {"subject": self.subject, "at": at, "machine": machine, "results": [r.facts() for r in self.results]}
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


def compare(
    what: str,
    ours: Callable[[], object],
    floor: str,
    against: Callable[[], object],
    *,
    goal: float,
    rounds: int = ROUNDS,
    first: Callable[[], object] = lambda: None,
    between: Callable[[], object] = lambda: None,
) -> Ratio:
    """A B A B ..., after one round of each that warms up and is not counted. What is loaded by then is frozen, so that
    the collector's walks through the portal's own objects burden neither side. `first` and `between` set the scene for
    A and for B, untimed."""

    def timed() -> tuple[float, float]:
        first()
        one = _seconds(ours)
        between()
        return one, _seconds(against)

    timed()
    gc.freeze()
    pairs = [timed() for _ in range(rounds)]
    gc.unfreeze()
    return Ratio(what, floor, [pair[0] for pair in pairs], [pair[1] for pair in pairs], goal)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_mebibytes() -> float:
    """The highest that this process has reached plus the highest that any of its ended children has. Pages that both
    share count twice, so the truth is lower."""
    unit = 1 if sys.platform == "darwin" else 1024
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(one).ru_maxrss for one in who) * unit / MEBIBYTE


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
