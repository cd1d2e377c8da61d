"""Rows of savings claims: one for each project that has any, with a line for each council and year."""

from collections.abc import Iterator
from random import Random
from typing import Any

from partnerships.models import Organisation, Partnership
from reports.scale.calendar import YEARS
from reports.scale.ids import Ids
from reports.scale.plan import Plan
from reports.scale.sharing import stream
from savings.models import SavingsClaim
from savings.rules import Kind, Maturity, Status
from workstreams.models import Project, Workstream

KINDS = (*[Kind.CASHABLE.value] * 5, *[Kind.NON_CASHABLE.value] * 3, *[Kind.COST_AVOIDANCE.value] * 2)
STATUSES = (*[Status.VERIFIED.value] * 9, *[Status.SUBMITTED.value] * 7)
STATUSES += (Status.QUERIED.value, Status.QUERIED.value, Status.DRAFT.value, Status.DRAFT.value)
RECURRENCES = [recurrence.value for recurrence in SavingsClaim.Recurrence]
SOME_IDENTIFIED, SOME_ACHIEVED = 0.75, 0.5
Rows = Iterator[tuple[Any, ...]]


def claims(plan: Plan, ids: Ids) -> Rows:
    chance = stream(plan.size.seed, "claim rows")
    for project, (workstream, count) in enumerate(zip(plan.workstream_of, plan.lines, strict=True)):
        if count:
            status = chance.choice(STATUSES)
            maturity = Maturity.ACHIEVED if status == Status.VERIFIED else Maturity.EXPECTED
            owner = ids[Partnership] + plan.partnership_of[workstream]
            slug, title = f"scale-claim-{project + 1:06d}", f"Claim {project + 1:06d}"
            places = ids[Workstream] + workstream, ids[Project] + project, ids[Organisation] + plan.lead_of(workstream)
            words = chance.choice(KINDS), maturity.value, chance.choice(RECURRENCES), status
            yield owner, slug, title, *places, *words, "Last year's spend.", "Spend before less spend after."


def lines(plan: Plan, ids: Ids) -> Rows:
    """Every council in the newest year, then every council in the year before it, as far as the lines go."""
    chance = stream(plan.size.seed, "line rows")
    claim = ids[SavingsClaim]
    for workstream, count in zip(plan.workstream_of, plan.lines, strict=True):
        members = plan.members_of(workstream)
        for number in range(count):
            back, member = divmod(number, len(members))
            yield claim, ids[Organisation] + members[member], YEARS[-1 - back], *_amounts(chance)
        claim += bool(count)


def _amounts(chance: Random) -> tuple[str, str | None, str | None]:
    """Forecast, identified and achieved, in pounds; the later ones often not reported yet."""
    pence = int(chance.lognormvariate(14, 1.3))
    known = chance.random()
    identified = _pounds(pence * 9 // 10) if known < SOME_IDENTIFIED else None
    return _pounds(pence), identified, _pounds(pence * 8 // 10) if known < SOME_ACHIEVED else None


def _pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02d}"
