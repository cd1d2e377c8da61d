"""What projects must say at the gates of their partnership, asked before a row is saved in the browser."""

from collections.abc import Iterable
from typing import Any

from sharedservices.core.errors import RuleViolation
from workstreams import rules
from workstreams.models import Milestone, Participation, Project, Risk, StageGate

NOTHING = "Nothing is missing"


def of_partnership(partnership_id: int) -> list[StageGate]:
    return list(StageGate.objects.filter(partnership=partnership_id).for_table())


def asked(gates: Iterable[StageGate]) -> list[tuple[str, list[str]]]:
    """As rules.missing_at reads them."""
    return [(gate.stage, gate.requires) for gate in gates]


def filled(project: Project, *, gone: Any = None, come: Any = None) -> set[str]:
    """What the project says, and the rows beside it: those there are without the one `gone` and with the one `come`.
    Three queries."""
    said = {name for name in rules.GATE_FIELDS if getattr(project, name)}
    if project._state.adding:
        return said
    rows: dict[str, Any] = {
        "lead": project.participations.all(),
        "milestone": project.milestones.all(),
        "risk": project.risks.all(),
    }
    if come is not None and come.project_id == project.pk and _fills(come):
        said.add(next(name for name, beside in rows.items() if isinstance(come, beside.model)))
    return said | {name for name, beside in rows.items() if any(_fills(row) for row in beside if row != gone)}


def _fills(row: Participation | Milestone | Risk) -> bool:
    if isinstance(row, Participation):
        return row.role == Participation.Role.LEAD
    if isinstance(row, Milestone):
        return row.baseline is not None
    return row.likelihood is not None and row.impact is not None


def project_says_what_its_gates_ask(project: Project) -> None:
    gates = asked(of_partnership(project.workstream.partnership_id))
    if missing := rules.missing_at(project.stage, gates, filled(project)):
        raise RuleViolation(rules.refused_at(project.get_stage_display(), missing), field="stage")


def project_goes_on_saying_it(row: Participation | Milestone | Risk) -> None:
    """A change of a row beside a project takes nothing away that the project's gates ask for. What was missing already
    is asked for when the project itself is changed."""
    _refuse_gap(row, come=row)


def project_goes_on_without_it(row: Participation | Milestone | Risk) -> None:
    _refuse_gap(row, come=None)


def _refuse_gap(row: Participation | Milestone | Risk, *, come: Any) -> None:
    stored: Any = type(row)._default_manager.filter(pk=row.pk).values("project")
    project = Project.objects.filter(pk__in=stored).select_related("workstream").first()
    if project is None:
        return
    gates = asked(of_partnership(project.workstream.partnership_id))
    left = filled(project, gone=row, come=come)
    lost = filled(project) - left
    if missing := [name for name in rules.missing_at(project.stage, gates, left) if name in lost]:
        words = rules.refused_at(project.get_stage_display(), missing)
        raise RuleViolation(f"Without this, “{project}” would no longer pass its gate. {words}")


def ahead(project: Project) -> list[tuple[str, str]]:
    """Of each gate that the project has not passed: its name, what is missing for it, and what it is judged by."""
    gates, said = of_partnership(project.workstream.partnership_id), filled(project)
    passed = next((place for place, gate in enumerate(gates, 1) if gate.stage == project.stage), 0)
    return [(str(gate), _asked_of(gate, _missing(gate, gates, said))) for gate in gates[passed:]]


def _asked_of(gate: StageGate, missing: str) -> str:
    return f"{missing}. Criteria: {gate.criteria}" if gate.criteria else missing


def _missing(gate: StageGate, gates: list[StageGate], said: set[str]) -> str:
    missing = rules.missing_at(gate.stage, asked(gates), said)
    return f"Missing: {'; '.join(rules.GATE_WORDS[name] for name in missing)}" if missing else NOTHING
