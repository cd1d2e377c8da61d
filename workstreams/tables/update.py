from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time

from sharedservices.core.dates import FuzzyDate
from sharedservices.core.programme.columns import Beside, Choice, Date, Reference, Text
from sharedservices.core.programme.tables import Cells, Entry, Fault, Table
from workstreams.models import RATINGS, ProgressUpdate
from workstreams.rules import RagScale, UpdateState
from workstreams.tables.workstream import WORKSTREAM


def update_faults(entry: Entry) -> Iterator[Fault]:
    submitted = entry.cells["state"] == UpdateState.SUBMITTED
    if submitted and not entry.cells["narrative"]:
        yield "narrative", "A submitted update needs its narrative. Write it, or set the state to draft."
    if not submitted and entry.before and entry.before["state"] == UpdateState.SUBMITTED:
        yield "state", "This update has been submitted and cannot become a draft again. Write submitted."


def either_state(cells: Cells) -> Iterable[Cells]:
    """A draft that has been submitted since is the same update."""
    return [cells | {"state": state} for state in UpdateState]


def date_submission(update: ProgressUpdate, cells: Cells) -> None:
    """Files do not say when an update was submitted: the last day it speaks of, so that every import gives the same."""
    if cells["state"] == UpdateState.SUBMITTED and update.submitted_at is None:
        update.submitted_at = datetime.combine(FuzzyDate.parse(cells["as_of"]).latest, time(12), UTC)


UPDATES = Table(
    name="updates",
    one="an update",
    model=ProgressUpdate,
    key=("workstream", "as_of", "state"),
    check=update_faults,
    build=date_submission,
    derived=("submitted_at",),
    aliases=either_state,
    columns=(
        WORKSTREAM,
        Date("as_of", required=True, help="The day, or the meeting's date, that it speaks of."),
        Reference("body", field="meeting", table="meetings", beside=("date",), help="The body it was reported to."),
        Beside("date", help="The date of that meeting."),
        Text("narrative"),
        Text("help_needed"),
        Choice("rag_scale", choices=[(scale, scale) for scale in RagScale]),
        Choice("time", field="rag_time", choices=RATINGS),
        Choice("cost", field="rag_cost", choices=RATINGS),
        Choice("delivery", field="rag_delivery", choices=RATINGS),
        Choice("benefits", field="rag_benefits", choices=RATINGS),
        Text("reason", field="rag_reason"),
        Text("author_office"),
        Choice("state", choices=ProgressUpdate.State.choices),
    ),
)
