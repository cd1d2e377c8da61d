"""What a paper is made of: finished values for the templates, which decide nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from savings.rules import NOT_REPORTED
from sharedservices.core.narrative import Piece
from workstreams.rules import Direction, Timing

MOST_TOGETHER = 16
ARROWS = {Direction.BETTER: "↑", Direction.SAME: "→", Direction.WORSE: "↓"}


@dataclass(frozen=True)
class FrontLine:
    label: str
    value: str
    is_title: bool = False


@dataclass(frozen=True)
class Numbered:
    """A piece of a section's text with its paragraph number, such as 2.1; lists and headings have none."""

    piece: Piece
    number: str = ""


@dataclass(frozen=True)
class Block:
    """A section. `label` is an appendix's own line above the heading; `data` is what the section's template shows."""

    key: str
    source: str
    heading: str
    number: str = ""
    label: str = ""
    pieces: Sequence[Numbered] = ()
    data: Any = None

    @property
    def template(self) -> str:
        return f"reports/paper/partials/{self.source}.html"

    @property
    def kind(self) -> str:
        return self.source.replace("_", "-")

    @property
    def is_appendix(self) -> bool:
        return bool(self.label)

    @property
    def has_heading(self) -> bool:
        """A contact is one line, with its heading as the label."""
        return bool(self.heading or self.label) and not (self.source == "contact" and self.data)


@dataclass(frozen=True)
class Recommendations:
    """What the committee is asked to do: each text with its number, or one without."""

    lead: str
    items: Sequence[tuple[str, SafeString]]

    @property
    def is_one(self) -> bool:
        return len(self.items) == 1


@dataclass(frozen=True)
class Record:
    """Where the partnership's record of changes ended when the paper was frozen: a reader can hold it to that."""

    partnership: str
    link: int
    sha256: str

    def __str__(self) -> str:
        """As `manage.py verify_history --head` takes it."""
        return f"{self.partnership}:{self.link}:{self.sha256}"


@dataclass(frozen=True)
class Paper:
    title: str
    council: str
    partnership: str
    purpose: str
    data_as_at: str
    front: Sequence[FrontLine]
    blocks: Sequence[Block]
    record: Record | None = None

    @property
    def shows_title(self) -> bool:
        """The front sheet carries the title, which is the paper's one main heading."""
        return any(line.is_title for line in self.front)


@dataclass(frozen=True)
class Rating:
    words: str
    key: str

    @classmethod
    def of(cls, value: str, words: str) -> "Rating":
        return cls(words, value.replace("_", "-") or "none")


@dataclass(frozen=True)
class Trend:
    words: str
    arrow: str

    @classmethod
    def of(cls, words: str) -> "Trend":
        return cls(words, ARROWS.get(Direction(words), ""))


@dataclass(frozen=True)
class ProjectRating:
    """`decides`: the workstream's rating is this one, worse than its own four."""

    project: str
    rating: Rating
    reason: SafeString
    decides: bool


@dataclass(frozen=True)
class MilestoneLine:
    """`extra` says what else is known: the date first promised when it has moved, a remark."""

    workstream: str
    title: str
    words: str
    timing: str
    extra: str = ""

    @property
    def is_late(self) -> bool:
        return self.timing == Timing.LATE


@dataclass(frozen=True)
class OverviewRow:
    name: str
    is_further: bool
    lead: str
    stage: str
    rating: Rating
    trend: Trend
    upcoming: MilestoneLine | None
    projects: Sequence[ProjectRating]


@dataclass(frozen=True)
class Overview:
    """`counts_projects`: some rating is that of a project."""

    rows: Sequence[OverviewRow]
    scales: Sequence[str]

    @property
    def counts_projects(self) -> bool:
        return any(row.projects for row in self.rows)

    @property
    def reasons(self) -> list[tuple[OverviewRow, ProjectRating]]:
        """Of the projects that decide a rating: too long for its cell."""
        return [(row, part) for row in self.rows for part in row.projects if part.decides and part.reason]


@dataclass(frozen=True)
class Timeline:
    charts: Sequence[SafeString]
    rows: Sequence[MilestoneLine]
    left_out: int

    @property
    def fits_a_page(self) -> bool:
        return len(self.rows) <= MOST_TOGETHER


@dataclass(frozen=True)
class SavingsRow:
    title: str
    remarks: Sequence[str]
    period: str
    organisation: str
    forecast: str
    identified: str
    achieved: str
    status: str


@dataclass(frozen=True)
class SavingsTable:
    """Savings of one type: types never share a table, so nobody adds them up."""

    kind: str
    rows: Sequence[SavingsRow]


@dataclass(frozen=True)
class AwaitedRow:
    """A claim for which nothing has been reported yet: what was asked for, and when it is due."""

    title: str
    status: str
    due: str
    periods: Sequence[str]
    figures: str = NOT_REPORTED


@dataclass(frozen=True)
class Savings:
    tables: Sequence[SavingsTable]
    awaited: Sequence[AwaitedRow]
    left_out: int


@dataclass(frozen=True)
class ProjectLine:
    """`facts` is its kind, stage and dates; `programme` the outside programme that it belongs to."""

    name: str
    facts: str
    programme: str
    summary: SafeString
    participants: str


@dataclass(frozen=True)
class UpdateText:
    as_of: str
    pieces: Sequence[Numbered]
    rating: Rating
    trend: Trend
    aspects: Sequence[tuple[str, Rating]]
    reason: SafeString
    projects: Sequence[ProjectRating]

    @property
    def deciding(self) -> list[str]:
        return [part.project for part in self.projects if part.decides]


@dataclass(frozen=True)
class WorkstreamBlock:
    heading: str
    stage: str
    purpose: Sequence[Numbered]
    update: UpdateText | None
    milestones: Sequence[MilestoneLine]
    projects: Sequence[ProjectLine]


@dataclass(frozen=True)
class Idea:
    heading: str
    sentences: Sequence[SafeString]


@dataclass(frozen=True)
class Appendix:
    workstreams: Sequence[WorkstreamBlock]
    ideas: Sequence[Idea] = field(default=())
