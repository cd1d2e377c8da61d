"""What is being done, in the programme format."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time

from sharedservices.core.dates import FuzzyDate
from sharedservices.core.programme.columns import Beside, Choice, Date, Integer, Reference, Slug, Text, YesNo
from sharedservices.core.programme.tables import Cells, Entry, Fault, Table
from workstreams.models import RATINGS, Milestone, Participation, ProgressUpdate, Project, Stage, Workstream
from workstreams.rules import RagScale, UpdateState

STAGE = Choice("stage", choices=Stage.choices)
WORKSTREAM = Reference("workstream", table="workstreams", help="partnership/workstream, such as se7/sen.")


def milestone_faults(entry: Entry) -> Iterator[Fault]:
    project = entry.targets.get("project")
    if not project:
        return
    if project.cells["workstream"] != entry.cells["workstream"]:
        yield "project", f"This project belongs to “{project.cells['workstream']}”. Name a project of this workstream."
    if start := project.cells["start"]:
        begins = FuzzyDate.parse(start)
        for name in ("baseline", "forecast", "actual"):
            if (text := entry.cells[name]) and FuzzyDate.parse(text).latest < begins.earliest:
                yield (
                    name,
                    f"The milestone lies before its project, which begins {begins}. Correct one of the two dates.",
                )


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


WORKSTREAMS = Table(
    name="workstreams",
    one="a workstream",
    model=Workstream,
    key=("partnership", "workstream"),
    columns=(
        Reference("partnership", table="partnerships"),
        Slug("workstream", field="slug", required=True, help="A short name; elsewhere partnership/workstream."),
        Text("name", required=True),
        Reference("lead", table="organisations", help="The organisation that leads."),
        Text("lead_office", help="The office that leads, never a person."),
        Text("purpose"),
        STAGE,
        Choice("status", choices=Workstream.Status.choices),
        YesNo("focus", field="is_focus"),
        Integer("order", help="Its place in lists and papers."),
        Text("note"),
    ),
)
PROJECTS = Table(
    name="projects",
    one="a project",
    model=Project,
    key=("workstream", "project"),
    columns=(
        WORKSTREAM,
        Slug("project", field="slug", required=True, help="A short name; elsewhere partnership/workstream/project."),
        Text("name", required=True),
        Text("summary"),
        Choice("kind", choices=Project.Kind.choices),
        STAGE,
        Date("start"),
        Date("end"),
        Text("programme", help="The outside programme it belongs to."),
        Integer("order"),
        Text("note"),
    ),
)
PARTICIPATIONS = Table(
    name="participations",
    one="a participation",
    model=Participation,
    key=("project", "organisation", "role"),
    columns=(
        Reference("project", table="projects", help="partnership/workstream/project."),
        Reference("organisation", table="organisations"),
        Choice("role", choices=Participation.Role.choices),
        Integer("unnamed", help="How many take part, where none is named."),
        Text("note"),
    ),
)
MILESTONES = Table(
    name="milestones",
    one="a milestone",
    model=Milestone,
    key=("workstream", "milestone"),
    check=milestone_faults,
    columns=(
        WORKSTREAM,
        Slug("milestone", field="slug", required=True),
        Reference("project", table="projects", help="partnership/workstream/project."),
        Text("title", required=True),
        Date("baseline", help="As first promised."),
        Date("forecast", help="As expected now."),
        Date("actual", help="When it was reached."),
        Text("note"),
    ),
)
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
        Reference("body", field="meeting", table="meetings", beside="date", help="The body it was reported to."),
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
TABLES = [WORKSTREAMS, PROJECTS, PARTICIPATIONS, MILESTONES, UPDATES]
