"""What the workstreams of a partnership come to in one sentence, which names whatever is off track."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workstreams.overviews import Overview
from workstreams.rules import SEVERITY, WORDS, Rag

NAMED = (Rag.RED, Rag.AMBER_RED)


@dataclass(frozen=True)
class Part:
    """The workstreams of one rating; `named` are those that a reader must not have to look for."""

    rag: Rag
    count: int
    named: Sequence[Overview]

    @property
    def words(self) -> str:
        return f"{self.count} {WORDS[self.rag].lower()}"


@dataclass(frozen=True)
class RollUp:
    """`silent` have no update yet; `oldest` is the one whose update is of longest ago."""

    total: int
    parts: Sequence[Part]
    silent: Sequence[Overview]
    oldest: Overview | None


def of(rows: Iterable[Overview]) -> RollUp:
    """Of all that are not mere ideas, from worst to best, those without a rating last."""
    counted = [row for row in rows if row.status != "idea"]
    found = [(rag, [row for row in counted if row.overall is rag]) for rag in (*SEVERITY, Rag.NOT_RATED)]
    told = [(row.as_of, row) for row in counted if row.as_of]
    return RollUp(
        total=len(counted),
        parts=[Part(rag, len(same), same if rag in NAMED else ()) for rag, same in found if same],
        silent=[row for row in counted if not row.as_of],
        oldest=min(told, key=lambda dated: dated[0])[1] if told else None,
    )
