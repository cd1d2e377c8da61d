"""The register of reporting rounds; their own page tells how far each workstream is with one."""

from functools import partial

from partnerships.record_keeping import PartnershipRegister
from workstreams.models import ReportingRound

register = partial(PartnershipRegister, namespace="workstreams")

ROUNDS = register(
    model=ReportingRound,
    slug="reporting-rounds",
    title="Dates of reporting rounds",
    one="reporting round",
    intro="When updates are asked for, when they are due, and until when late ones are taken.",
    fields=("title", "cadence", "period", "opens", "due", "closes"),
    columns=("title", "cadence", "period", "opens", "due", "closes"),
)
