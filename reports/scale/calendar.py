"""When generated programmes report: monthly, or weekly where a workstream has more updates than months."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from reports.scale.size import LAST_DAY

MONTHS, WEEKS = 240, 1_040
MOST_UPDATES = WEEKS
SETTLING = timedelta(days=5, hours=9)  # from the end of what an update describes until it is submitted


@dataclass(frozen=True)
class Moment:
    as_of: str
    submitted_at: str


def _moment(as_of: str, last: date) -> Moment:
    midnight = datetime(last.year, last.month, last.day, tzinfo=UTC)
    return Moment(as_of, (midnight + SETTLING).isoformat())


def _months() -> list[Moment]:
    """Oldest first."""
    moments, last = [], LAST_DAY
    for _ in range(MONTHS):
        moments.append(_moment(f"{last:%Y-%m}", last))
        last = last.replace(day=1) - timedelta(days=1)
    return moments[::-1]


def _weeks() -> list[Moment]:
    days = [LAST_DAY - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    return [_moment(day.isoformat(), day) for day in days]


BY_MONTH, BY_WEEK = _months(), _weeks()
YEARS = [f"{year}/{(year + 1) % 100:02d}" for year in range(LAST_DAY.year - 15, LAST_DAY.year)]


def moments(count: int) -> list[Moment]:
    """The last `count` times to report, oldest first."""
    calendar = BY_MONTH if count <= MONTHS else BY_WEEK
    return calendar[len(calendar) - count :]
