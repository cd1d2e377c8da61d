from partnerships.tables.standing import same_partnership
from sharedservices.core.programme.columns import Choice, Date, Reference, References, Slug, Text
from sharedservices.core.programme.tables import Table
from workstreams.models import Acceptance, OutsideProgramme
from workstreams.tables.theme import PARTNERSHIP

OUTSIDE_PROGRAMMES = Table(
    name="outside_programmes",
    one="an outside programme",
    model=OutsideProgramme,
    key=("partnership", "outside_programme"),
    check=same_partnership("projects"),
    columns=(
        PARTNERSHIP,
        Slug("outside_programme", field="slug", required=True, help="A short name; acceptances writes partnership/it."),
        Text("name", required=True),
        Text("sponsor"),
        Date("begins"),
        Date("ends"),
        Text("extension", help="How it may be extended."),
        References("projects", table="projects", help="Those that belong to it: partnership/workstream/project."),
        Text("note"),
    ),
)
ACCEPTANCES = Table(
    name="acceptances",
    one="an acceptance",
    model=Acceptance,
    key=("outside_programme", "organisation"),
    columns=(
        Reference(
            "outside_programme",
            field="programme",
            table="outside_programmes",
            help="partnership/outside programme.",
        ),
        Reference("organisation", table="organisations"),
        Text("wave"),
        Choice("state", choices=Acceptance.State.choices),
        Date("date"),
        Text("note"),
    ),
)
