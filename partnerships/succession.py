"""What became of an organisation at a reorganisation, in words; its history keeps its name. Reads `successors` and
their `predecessors`: prefetch them."""

from collections.abc import Iterable

from partnerships.models import Organisation
from sharedservices.core.dates import FuzzyDate


def ended(organisation: Organisation) -> str:
    """ "until 31 March 2023, succeeded by Mere Council"; nothing for one that goes on."""
    successors = list(organisation.successors.all())
    parts = [
        f"until {organisation.abolished}" if organisation.abolished else "",
        f"succeeded by {_listed(successors)}" if successors else "",
    ]
    return ", ".join(filter(None, parts))


def named(organisation: Organisation) -> str:
    end = ended(organisation)
    return f"{organisation} ({end})" if end else str(organisation)


def became(organisation: Organisation) -> str:
    """ "Merged into Mere Council in 2023", "Split between North and South on ...", "Became ..."; else nothing."""
    successors = list(organisation.successors.all())
    if not successors:
        return ""
    when = f" {_moment(organisation.abolished)}" if organisation.abolished else ""
    if len(successors) > 1:
        return f"Split between {_listed(successors)}{when}"
    merged = len(successors[0].predecessors.all()) > 1
    return f"{'Merged into' if merged else 'Became'} {successors[0]}{when}"


def _moment(date: FuzzyDate) -> str:
    return f"on {date}" if date.earliest == date.latest else f"in {date}"


def _listed(organisations: Iterable[Organisation]) -> str:
    *others, last = map(str, organisations)
    return f"{', '.join(others)} and {last}" if others else last
