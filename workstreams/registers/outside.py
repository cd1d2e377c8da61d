"""The registers of programmes that others run."""

from functools import partial

from partnerships.record_keeping import PartnershipRegister
from workstreams.models import Acceptance, OutsideProgramme

register = partial(PartnershipRegister, namespace="workstreams")

ACCEPTANCES = register(
    model=Acceptance,
    slug="acceptances",
    title="Places in outside programmes",
    one="place in an outside programme",
    parent="programme",
    fields=("programme", "organisation", "wave", "state", "date", "note"),
    columns=("organisation", "programme", "wave", "state", "date"),
)
OUTSIDE_PROGRAMMES = register(
    model=OutsideProgramme,
    slug="outside-programmes",
    title="Outside programmes",
    one="outside programme",
    intro="Programmes of others that the work waits for or takes part in.",
    fields=("name", "sponsor", "begins", "ends", "extension", "projects", "note"),
    columns=("name", "sponsor", "begins", "ends"),
    children=(ACCEPTANCES,),
)
