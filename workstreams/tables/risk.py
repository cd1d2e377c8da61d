from partnerships.tables.standing import same_partnership
from sharedservices.core.programme.columns import Choice, Date, Integer, Slug, Text
from sharedservices.core.programme.tables import Table
from workstreams.models import Risk
from workstreams.tables.belonging import every, of_its_workstream
from workstreams.tables.theme import PARTNERSHIP
from workstreams.tables.workstream import PROJECT, WORKSTREAM

RISKS = Table(
    name="risks",
    one="a risk",
    model=Risk,
    key=("partnership", "risk"),
    check=every(same_partnership("workstream", "project"), of_its_workstream),
    columns=(
        PARTNERSHIP,
        Slug("risk", field="slug", required=True),
        WORKSTREAM,
        PROJECT,
        Choice("kind", choices=Risk.Kind.choices),
        Text("title", required=True),
        Text("cause"),
        Text("effect"),
        Integer("likelihood", help="1 (rare) to 5 (almost certain), before mitigation."),
        Integer("impact", help="1 (slight) to 5 (severe), before mitigation."),
        Text("mitigation"),
        Integer("likelihood_after", help="1 to 5, after mitigation."),
        Integer("impact_after", help="1 to 5, after mitigation."),
        Date("proximity", help="When it may strike."),
        Text("owner_office", help="The office that owns it, never a person."),
        Date("review"),
        Choice("state", choices=Risk.State.choices),
        Text("note"),
    ),
)
