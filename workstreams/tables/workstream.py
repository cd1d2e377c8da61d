from partnerships.models import Partnership
from sharedservices.core.programme.columns import Choice, Date, Integer, Reference, Slug, Text, YesNo
from sharedservices.core.programme.tables import Table
from workstreams.models import Dependency, Participation, Project, Stage, Workstream
from workstreams.tables.theme import PARTNERSHIP, PRIORITY, THEME

STAGE = Choice("stage", choices=Stage.choices)
WORKSTREAM = Reference("workstream", table="workstreams", help="partnership/workstream, such as se7/sen.")
PROJECT = Reference("project", table="projects", help="partnership/workstream/project.")

WORKSTREAMS = Table(
    name="workstreams",
    one="a workstream",
    model=Workstream,
    key=("partnership", "workstream"),
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
    columns=(
        PROJECT,
        Reference("needs", table="projects", help="The project that must come first: partnership/workstream/project."),
        Text("note"),
    ),
)
