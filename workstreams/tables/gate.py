from collections import defaultdict
from collections.abc import Iterable, Iterator

from sharedservices.core.programme.columns import Choice, Choices, Integer, Text
from sharedservices.core.programme.tables import Blame, Cells, Entry, Known, Rule, Table
from workstreams import rules
from workstreams.models import REQUIRABLE, Participation, Stage, StageGate
from workstreams.tables.theme import PARTNERSHIP

BESIDE = {"participations": "lead", "milestones": "milestone", "risks": "risk"}
STAGES = dict(Stage.choices)
Gates = dict[str, list[tuple[str, list[str]]]]


def unfilled(known: Known) -> Iterator[Blame]:
    """Projects in a stage whose gate, or one before it, asks for what is empty. A row is blamed that leaves it so: the
    project, or what no longer fills it. Projects that were there before the gate are not, until they change."""
    gates = _gates(known["stage_gates"])
    beside, emptied = _beside(known)
    for project in known["projects"]:
        cells = project.cells
        filled = {name for name in rules.GATE_FIELDS if cells[name]} | beside[project.path]
        missing = rules.missing_at(cells["stage"], gates[cells["workstream"].partition("/")[0]], filled)
        if missing and project.changed:
            yield project, "stage", rules.refused_at(str(STAGES[cells["stage"]]), missing)
        for name in [] if project.changed else missing:
            if row := emptied.get((project.path, name)):
                words = rules.refused_at(str(STAGES[cells["stage"]]), [name])
                yield row, row.changed[0], f"Without this, “{project.path}” would no longer pass its gate. {words}"


def _gates(entries: Iterable[Entry]) -> Gates:
    gates: Gates = defaultdict(list)
    for gate in sorted(entries, key=lambda gate: int(gate.cells["order"])):
        gates[gate.cells["partnership"]].append((gate.cells["stage"], gate.cells["requires"].split()))
    return gates


def _beside(known: Known) -> tuple[dict[str, set[str]], dict[tuple[str, str], Entry]]:
    """What the rows beside each project fill; and those that filled something before."""
    filled: dict[str, set[str]] = defaultdict(set)
    emptied: dict[tuple[str, str], Entry] = {}
    for table, name in BESIDE.items():
        for entry in known[table]:
            if _fills(table, entry.cells):
                filled[entry.cells["project"]].add(name)
            if entry.before and entry.changed and _fills(table, entry.before):
                emptied[entry.before["project"], name] = entry
    return filled, emptied


def _fills(table: str, cells: Cells) -> bool:
    if table == "participations":
        return cells["role"] == Participation.Role.LEAD
    if table == "milestones":
        return bool(cells["baseline"])
    return bool(cells["likelihood"] and cells["impact"])


STAGE_GATES = Table(
    name="stage_gates",
    one="a stage gate",
    model=StageGate,
    key=("partnership", "stage"),
    rules=(Rule(("projects", "participations", "milestones", "risks", "stage_gates"), unfilled),),
    columns=(
        PARTNERSHIP,
        Choice("stage", choices=Stage.choices, required=True),
        Integer("order", required=True, help="1 for the first gate, then 2, and so on."),
        Choices("requires", choices=REQUIRABLE, help="What a project must say from this stage on: start end lead."),
        Text("criteria", help="What the body that opens the gate asks."),
    ),
)
