"""The register of risks and issues."""

from functools import partial

from partnerships.record_keeping import PartnershipRegister
from sharedservices.core.registers import words
from sharedservices.core.registers.declared import Column
from workstreams import gates, promises
from workstreams.models import Risk

register = partial(PartnershipRegister, namespace="workstreams")


def before(risk: Risk) -> str:
    return words.score(risk.likelihood, risk.impact)


def after(risk: Risk) -> str:
    return words.score(risk.likelihood_after, risk.impact_after)


def risk_fits(risk: Risk) -> None:
    promises.project_is_of_the_workstream(risk)
    gates.project_goes_on_saying_it(risk)


RISKS = register(
    model=Risk,
    slug="risks",
    title="Risks and issues",
    one="risk or issue",
    intro="A score is likelihood × impact, each 1 to 5: low below 5, medium from 5, high from 10, very high from 20.",
    fields=(
        "title",
        "kind",
        "workstream",
        "project",
        "cause",
        "effect",
        "likelihood",
        "impact",
        "mitigation",
        "likelihood_after",
        "impact_after",
        "proximity",
        "owner_office",
        "review",
        "state",
        "note",
    ),
    parent="project",
    columns=(
        "title",
        "kind",
        "state",
        Column("Before mitigation", before),
        Column("After mitigation", after),
        "owner_office",
        "review",
    ),
    check=risk_fits,
    check_removal=gates.project_goes_on_without_it,
    facts=lambda risk: [("Score before mitigation", before(risk)), ("Score after mitigation", after(risk))],
)
