from collections.abc import Iterator

from partnerships.tables.standing import same_partnership
from sharedservices.core.dates import FuzzyDate
from sharedservices.core.programme.columns import Beside, Date, Integer, Reference, Slug, Text
from sharedservices.core.programme.tables import Blame, Entry, Fault, Known, Rule, Table
from workstreams.models import Milestone, Rebaseline
from workstreams.tables.belonging import every
from workstreams.tables.workstream import PROJECT, WORKSTREAM


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


def moved(known: Known) -> Iterator[Blame]:
    """Promises moved without saying why, and reasons that do not fit the promise."""
    last: dict[str, Entry] = {}
    for entry in sorted(known["rebaselines"], key=lambda entry: int(entry.cells["number"])):
        last[entry.cells["milestone"]] = entry
    for milestone in known["milestones"]:
        rebaseline = last.get(milestone.path)
        baseline, before = milestone.cells["baseline"], (milestone.before or {}).get("baseline")
        if rebaseline and rebaseline.cells["after"] != baseline:
            yield from _unfitting(milestone, rebaseline)
        elif not rebaseline and before and before != baseline:
            message = f"The baseline was {before}. Keep it, or say in rebaselines why it was moved and who agreed."
            yield milestone, "baseline", message


def _unfitting(milestone: Entry, rebaseline: Entry) -> Iterator[Blame]:
    after, baseline = rebaseline.cells["after"], milestone.cells["baseline"] or "empty"
    if "baseline" in milestone.changed:
        message = f"The last rebaseline moved it to {after}. Write that date, or add a rebaseline with its reason."
        yield milestone, "baseline", message
    elif rebaseline.changed:
        yield rebaseline, "after", f"The milestone's baseline is {baseline}. Change it in milestones too."


MILESTONES = Table(
    name="milestones",
    one="a milestone",
    model=Milestone,
    key=("workstream", "milestone"),
    check=every(milestone_faults, same_partnership("depends_on")),
    rules=(Rule(("milestones", "rebaselines"), moved),),
    columns=(
        WORKSTREAM,
        Slug("milestone", field="slug", required=True),
        PROJECT,
        Text("title", required=True),
        Date("baseline", help="As first promised."),
        Date("forecast", help="As expected now."),
        Date("actual", help="When it was reached."),
        Reference("depends_on", table="milestones", help="What must come first: partnership/workstream/milestone."),
        Text("evidence", help="What shows that it was reached."),
        Text("note"),
    ),
)
REBASELINES = Table(
    name="rebaselines",
    one="a rebaseline",
    model=Rebaseline,
    key=("milestone", "number"),
    check=same_partnership("body"),
    columns=(
        Reference("milestone", table="milestones", help="partnership/workstream/milestone."),
        Integer("number", required=True, help="1 for the first time that it was moved, then 2, and so on."),
        Date("before", help="The baseline as it was."),
        Date("after", required=True, help="The baseline as it became."),
        Text("reason", required=True),
        Reference("body", field="meeting", table="meetings", beside=("date",), help="The body that agreed to it."),
        Beside("date", help="The date of that meeting."),
    ),
)
