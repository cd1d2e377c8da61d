from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time

from partnerships.tables.standing import same_partnership
from sharedservices.core.dates import FuzzyDate
from sharedservices.core.programme.columns import Beside, BesideChoice, Choice, Date, Reference, Text
from sharedservices.core.programme.tables import Cells, Entry, Fault, Table
from workstreams.models import RATINGS, ProgressUpdate, ProjectRating
from workstreams.rules import RagScale, UpdateState, may_become
from workstreams.tables.workstream import PROJECT, WORKSTREAM


def update_faults(entry: Entry) -> Iterator[Fault]:
    yield from same_partnership("body")(entry)
    state = UpdateState(entry.cells["state"])
    before = UpdateState(entry.before["state"]) if entry.before else state
    if state != UpdateState.DRAFT and not entry.cells["narrative"]:
        yield "narrative", "Any update but a draft needs its narrative. Write it, or make this a draft."
    if not may_become(before, state):
        yield "state", f"In the portal this update is {before} already and cannot become {state}. Write {before}."


def approval_faults(entry: Entry) -> Iterator[Fault]:
    """An update is approved by somebody who wrote none of it, and then stays as it was approved."""
    if entry.before and entry.before["state"] == UpdateState.APPROVED:
        yield "state", "This update is approved and stays as it was approved. Take the row out, or write a new update."
    elif entry.cells["state"] == UpdateState.APPROVED:
        yield "state", "Somebody who wrote none of it approves an update, on its page. Write submitted."


def either_state(cells: Cells) -> Iterable[Cells]:
    """An update that has gone on since is the same update; of two, the one that is further."""
    return [cells | {"state": state} for state in reversed(UpdateState)]


def date_states(update: ProgressUpdate, cells: Cells) -> None:
    """Files do not say when an update was submitted or reviewed: the last day it speaks of, so that every import gives
    the same."""
    told = datetime.combine(FuzzyDate.parse(cells["as_of"]).latest, time(12), UTC)
    if cells["state"] != UpdateState.DRAFT:
        update.submitted_at = update.submitted_at or told
    if cells["state"] in (UpdateState.RETURNED, UpdateState.APPROVED):
        update.reviewed_at = update.reviewed_at or told


UPDATES = Table(
    name="updates",
    one="an update",
    model=ProgressUpdate,
    key=("workstream", "as_of", "state"),
    check=update_faults,
    seconded=approval_faults,
    build=date_states,
    derived=("submitted_at", "reviewed_at"),
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
        Text("return_reason", help="Of a returned update: what has to change."),
    ),
)


def rating_faults(entry: Entry) -> Iterator[Fault]:
    project, update = entry.targets.get("project"), entry.targets.get("workstream")
    if project and update and project.cells["workstream"] != update.cells["workstream"]:
        yield "project", f"This project belongs to “{project.cells['workstream']}”. Name a project of this workstream."


def approved_rating_faults(entry: Entry) -> Iterator[Fault]:
    if entry.cells["state"] == UpdateState.APPROVED:
        yield "state", "This rating's update is approved and stays as it was approved. Take the row out."


PROJECT_RATINGS = Table(
    name="project_ratings",
    one="the rating of a project",
    model=ProjectRating,
    key=("workstream", "as_of", "state", "project"),
    check=rating_faults,
    seconded=approved_rating_faults,
    aliases=either_state,
    columns=(
        Reference(
            "workstream",
            field="update",
            table="updates",
            beside=("as_of", "state"),
            help="The workstream of the update: partnership/workstream.",
        ),
        Beside("as_of", required=True, help="The day that the update speaks of."),
        BesideChoice("state", choices=ProgressUpdate.State.choices, required=True, help="The state of the update."),
        PROJECT,
        Choice("rating", field="rag", choices=RATINGS, required=True),
        Text("reason"),
    ),
)
