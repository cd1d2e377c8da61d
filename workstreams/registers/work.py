"""The registers of the work itself: workstreams, their projects, who takes part in them, and what they must say."""

from functools import partial
from typing import Any

from partnerships.record_keeping import PartnershipRegister
from sharedservices.core.registers.declared import Column, Facts, listed, shown
from workstreams import checks, gates, past, promises
from workstreams.models import Dependency, Participation, Project, StageGate, Workstream
from workstreams.registers.milestones import MILESTONES
from workstreams.registers.risks import RISKS

register = partial(PartnershipRegister, namespace="workstreams")


def project_fits(project: Project) -> None:
    promises.project_leaves_none_behind(project)
    checks.carriers_stay(project)
    gates.project_says_what_its_gates_ask(project)


def participation_fits(participation: Participation) -> None:
    checks.carrier_is_a_member(participation)
    gates.project_goes_on_saying_it(participation)


def project_facts(project: Project) -> Facts:
    """Four queries and those of its gates."""
    needed = Project.objects.filter(dependencies__needs=project).order_by("name")
    return [
        ("Needed by", shown(listed(needed))),
        ("On the list of outside programmes", shown(listed(project.outside_programmes.order_by("name")))),
        *gates.ahead(project),
    ]


def led_by(project: Project) -> str:
    """Reads the prefetched participations."""
    leads = [part.who for part in project.participations.all() if part.role == Participation.Role.LEAD]
    return shown(listed(leads))


def with_theme(rows: Any) -> Any:
    return rows.select_related("lead", "partnership", "theme")


WORKSTREAMS = register(
    model=Workstream,
    slug="all-workstreams",
    title="Workstreams",
    one="workstream",
    fields=(
        "name",
        "lead",
        "lead_office",
        "theme",
        "purpose",
        "scope",
        "stage",
        "status",
        "is_focus",
        "priority",
        "order",
        "note",
    ),
    columns=("name", "lead", "theme", "status", "stage", "is_focus", "priority"),
    load=with_theme,
    home=Workstream.get_absolute_url,
    check=checks.workstream_fits,
)
PARTICIPATIONS = register(
    model=Participation,
    slug="participations",
    title="Participations",
    one="participation",
    intro="Who takes part in a project, and as what. Where the record names nobody, say how many there are.",
    parent="project",
    fields=("project", "organisation", "unnamed", "role", "begins", "ends", "note"),
    columns=(Column("Who", lambda part: part.who), "project", "role", "begins", "ends", "note"),
    check=participation_fits,
    check_removal=gates.project_goes_on_without_it,
)
DEPENDENCIES = register(
    model=Dependency,
    slug="dependencies",
    title="Dependencies",
    one="dependency",
    intro="Projects that cannot go on before another has come so far.",
    parent="project",
    fields=("project", "needs", "note"),
    columns=(Column("Needs", lambda dependency: dependency.needs.as_choice()), "project", "note"),
    check=checks.project_is_not_needed_by_what_it_needs,
)
PROJECTS = register(
    model=Project,
    slug="projects",
    title="Projects",
    one="project",
    parent="workstream",
    fields=(
        "workstream",
        "name",
        "summary",
        "kind",
        "stage",
        "start",
        "end",
        "programme",
        "is_pathfinder",
        "legal_form",
        "order",
        "note",
    ),
    columns=("name", "workstream", "kind", "stage", Column("Led by", led_by), "start", "end"),
    children=(PARTICIPATIONS, MILESTONES, DEPENDENCIES, RISKS),
    check=project_fits,
    facts=project_facts,
    past=past.project,
    further=lambda project, *_: [(str(project.workstream), project.workstream.get_absolute_url())],
)
STAGE_GATES = register(
    model=StageGate,
    slug="stage-gates",
    title="Stage gates",
    one="stage gate",
    intro="What a project must say before it is in a stage. Who has passed a gate has passed those before it.",
    fields=("stage", "order", "criteria", "requires"),
    columns=(Column("Gate", str), "requires", "criteria"),
)
