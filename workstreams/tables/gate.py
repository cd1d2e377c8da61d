from sharedservices.core.programme.columns import Choice, Choices, Integer, Text
from sharedservices.core.programme.tables import Table
from workstreams.models import REQUIRABLE, Stage, StageGate
from workstreams.tables.theme import PARTNERSHIP

STAGE_GATES = Table(
    name="stage_gates",
    one="a stage gate",
    model=StageGate,
    key=("partnership", "stage"),
    columns=(
        PARTNERSHIP,
        Choice("stage", choices=Stage.choices, required=True),
        Integer("order", required=True, help="1 for the first gate, then 2, and so on."),
        Choices("requires", choices=REQUIRABLE, help="What a project must say from this stage on: start end lead."),
        Text("criteria", help="What the body that opens the gate asks."),
    ),
)
