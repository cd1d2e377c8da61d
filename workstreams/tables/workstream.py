from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from partnerships import standing
from partnerships.models import Partnership
from partnerships.tables.standing import Duty, abandoned, dated, same_partnership, strangers
from sharedservices.core import circles
from sharedservices.core.programme.columns import Choice, Date, Integer, Reference, Slug, Text, YesNo
from sharedservices.core.programme.tables import Blame, Entry, Known, Rule, Table
from workstreams import rules
from workstreams.models import Dependency, Participation, Project, Stage, Workstream
from workstreams.tables.theme import PARTNERSHIP, PRIORITY, THEME

STAGE = Choice("stage", choices=Stage.choices)
WORKSTREAM = Reference("workstream", table="workstreams", help="partnership/workstream, such as se7/sen.")
PROJECT = Reference("project", table="projects", help="partnership/workstream/project.")


def led(known: Known) -> Iterator[Duty]:
    for entry in known["workstreams"]:
        if entry.cells["lead"] and rules.is_open(entry.cells["status"]):
            yield Duty(entry, "lead", standing.DUTIES["workstream"].format(entry.cells["name"]))


def carried(known: Known) -> Iterator[Duty]:
    """Projects under way, with the organisations that lead or host them."""
    workstreams = {entry.path: entry for entry in known["workstreams"]}
    projects = {entry.path: entry for entry in known["projects"]}
    for entry in known["participations"]:
        project = projects[entry.cells["project"]]
        workstream = workstreams[project.cells["workstream"]]
        under_way = rules.is_open(workstream.cells["status"]) and rules.is_open(project.cells["stage"])
        if entry.cells["organisation"] and is_carrier(entry) and under_way:
            words = standing.DUTIES[entry.cells["role"]].format(project.cells["name"])
            ends = dated(entry.cells["ends"] or project.cells["end"])
            yield Duty(entry, "organisation", words, ends, ((project, "stage"), (workstream, "status")))


def is_carrier(participation: Entry) -> bool:
    return participation.cells["role"] in rules.CARRIERS


def needed_by_what_they_need(known: Known) -> Iterator[Blame]:
    needs = defaultdict(list)
    for entry in known["dependencies"]:
        needs[entry.cells["project"]].append(entry.cells["needs"])
    for entry in known["dependencies"]:
        project, needed = entry.cells["project"], entry.cells["needs"]
        if entry.changed and (way := circles.way(needed, project, lambda path: needs.get(path, []))):
            yield entry, "needs", circles.told([project, *way], "needs")


WORKSTREAMS = Table(
    name="workstreams",
    one="a workstream",
    model=Workstream,
    key=("partnership", "workstream"),
    check=same_partnership("theme"),
    rules=(
        Rule(("memberships", "workstreams"), partial(strangers, table="workstreams", date="", column="lead")),
        Rule(("memberships", "workstreams"), partial(abandoned, duties=led)),
    ),
    columns=(
        PARTNERSHIP,
        Slug("workstream", field="slug", required=True, help="A short name; elsewhere partnership/workstream."),
        Text("name", required=True),
        Reference("lead", table="organisations", help="The organisation that leads."),
        Text("lead_office", help="The office that leads, never a person."),
        THEME,
        Text("purpose"),
        Text("scope", help="What is in it, and what is not."),
        STAGE,
        Choice("status", choices=Workstream.Status.choices),
        YesNo("focus", field="is_focus"),
        PRIORITY,
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
        YesNo("pathfinder", field="is_pathfinder", help="Whether it leads the way for others."),
        Choice("legal_form", choices=Partnership.LegalForm.choices, help="Empty means not stated."),
        Integer("order"),
        Text("note"),
    ),
)
PARTICIPATIONS = Table(
    name="participations",
    one="a participation",
    model=Participation,
    key=("project", "organisation", "role"),
    rules=(
        Rule(
            ("memberships", "participations"),
            partial(strangers, table="participations", date="begins", concerns=is_carrier),
        ),
        Rule(("memberships", "workstreams", "projects", "participations"), partial(abandoned, duties=carried)),
    ),
    columns=(
        PROJECT,
        Reference("organisation", table="organisations"),
        Choice("role", choices=Participation.Role.choices),
        Integer("unnamed", help="How many take part, where none is named."),
        Date("begins"),
        Date("ends"),
        Text("note"),
    ),
)
DEPENDENCIES = Table(
    name="dependencies",
    one="a dependency",
    model=Dependency,
    key=("project", "needs"),
    check=same_partnership("needs"),
    rules=(Rule(("dependencies",), needed_by_what_they_need),),
    columns=(
        PROJECT,
        Reference("needs", table="projects", help="The project that must come first: partnership/workstream/project."),
        Text("note"),
    ),
)
