"""Where the marks of a timeline stand: lanes cut into charts that fit a page, and an axis of whole months."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reports.charts import drawing
from workstreams.rules import Timing

WIDTH, PLOT_LEFT, PLOT_RIGHT = 680, 236, 676
AXIS, GROUP, LINE, GAP, SHAPE = 44, 26, 16, 8, 10
TALLEST = 860
DAY = timedelta(days=1)
STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000, 24000)
MOST_TICKS, MOST_MONTHS = 7, 60


@dataclass(frozen=True)
class Mark:
    """A milestone: the days its date covers (none when it has no date), and the date in words."""

    title: str
    earliest: date | None
    latest: date | None
    words: str
    timing: Timing

    @property
    def label(self) -> str:
        return f"{self.timing}: {self.words}" if self.words else str(self.timing)

    @property
    def is_day(self) -> bool:
        """Exactly that day; "by 30 June" is not."""
        return self.earliest is not None and self.earliest == self.latest and self.words[:1].isdigit()

    @property
    def key_width(self) -> int:
        """Room for the shape of the state before the words; a day is drawn as that shape already."""
        return 0 if self.is_day else SHAPE + 6


@dataclass(frozen=True)
class Lane:
    name: str
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Axis:
    first: date
    last: date

    def x(self, day: date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return PLOT_LEFT + share * (PLOT_RIGHT - PLOT_LEFT)

    def end(self, mark: Mark) -> float:
        """Where the mark's last day ends."""
        return self.x(mark.latest + DAY) if mark.latest and mark.latest < date.max else PLOT_RIGHT

    def ticks(self) -> Iterator[date]:
        """First days of months, so far apart that their names do not touch."""
        begin, end = month_number(self.first), month_number(self.last)
        step = next((step for step in STEPS if (end - begin) / step <= MOST_TICKS), STEPS[-1])
        return (month(number) for number in range(begin + -begin % step, end + 1, step))

    def months(self) -> Iterator[date]:
        """Every month while there are few enough to tell apart."""
        begin, end = month_number(self.first), month_number(self.last)
        return (month(number) for number in range(begin, end + 1) if end - begin <= MOST_MONTHS)


@dataclass(frozen=True)
class Place:
    """Where a mark's words stand: beside its shape, or under it where there is no room."""

    x: float
    below: bool


@dataclass(frozen=True)
class Row:
    mark: Mark
    lines: list[str]
    place: Place

    @property
    def height(self) -> int:
        return LINE * max(len(self.lines), 1 + self.place.below) + GAP


# A lane's name with those of its rows that a chart shows.
Group = tuple[str, list[Row]]


def first(lanes: Sequence[Lane], most: int) -> list[Lane]:
    chosen, left = [], most
    for lane in lanes:
        if marks := lane.marks[:left]:
            chosen.append(Lane(lane.name, marks))
            left -= len(marks)
    return chosen


def axis(dated: Sequence[Mark], on: date) -> Axis:
    """Whole months around the marks; also around the day itself when it is within a year of them."""
    first = min(mark.earliest for mark in dated if mark.earliest)
    last = max(mark.latest for mark in dated if mark.latest)
    if (first - on).days <= 366 and (on - last).days <= 366:
        first, last = min(first, on), max(last, on)
    return Axis(month(month_number(first)), month(month_number(last) + 1))


def month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def month(number: int) -> date:
    """The first of that month, within the calendar's bounds."""
    return date(number // 12, number % 12 + 1, 1) if number < date.max.year * 12 else date.max


def parts(lanes: Sequence[Lane], axis: Axis) -> Iterator[list[Group]]:
    """The lanes cut into charts that fit on a page; a lane that goes on is named again."""
    part: list[Group] = []
    room = TALLEST - AXIS
    for lane in lanes:
        name, rows = lane.name, [row(mark, axis) for mark in lane.marks]
        while rows:
            fitting = _fitting(rows, room - GROUP)
            if not fitting and part:
                yield part
                part, room = [], TALLEST - AXIS
                continue
            part.append((name, rows[: max(fitting, 1)]))
            room -= GROUP + sum(row.height for row in part[-1][1])
            rows, name = rows[max(fitting, 1) :], f"{lane.name} (continued)"
    yield part


def _fitting(rows: Sequence[Row], room: int) -> int:
    taken = 0
    for number, row in enumerate(rows):
        taken += row.height
        if taken > room:
            return number
    return len(rows)


def row(mark: Mark, axis: Axis) -> Row:
    return Row(mark, drawing.wrap(mark.title, PLOT_LEFT - 16, most=3), _place(mark, axis))


def _place(mark: Mark, axis: Axis) -> Place:
    needed = mark.key_width + drawing.text_width(mark.label)
    if mark.earliest is None or mark.latest is None:
        return Place(PLOT_LEFT, below=False)
    start, end = axis.x(mark.earliest), axis.end(mark)
    if mark.is_day:
        start, end = start - SHAPE / 2, end + SHAPE / 2
    if end + GAP + needed <= PLOT_RIGHT:
        return Place(end + GAP, below=False)
    if start - GAP - needed >= PLOT_LEFT:
        return Place(start - GAP - needed, below=False)
    return Place(max(PLOT_LEFT, min(start, PLOT_RIGHT - needed)), below=True)
