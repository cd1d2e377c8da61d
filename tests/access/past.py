"""What was so ten days ago and is not so today, for pages that tell of the past."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests.access.canaries import Garden
from tests.factories.programme import RiskFactory
from tests.factories.savings import SavingsLineFactory
from tests.factories.workstreams import ProgressUpdateFactory
from tests.history.keeping import commit
from tests.history.reading import age
from tests.world import World

DAYS = 10
Rows = dict[str, dict[str, Any]]


def between() -> date:
    """A day after all that was then, and before what became of it."""
    return timezone.localdate() - timedelta(days=DAYS // 2)


def stage(world: World, rows: Rows, garden: Garden) -> None:
    """What council B shares today was still its own then; what was shared then is kept back, or gone."""
    shared = {kind: rows[kind]["partner_submitted"] for kind in ("progressupdate", "savingsclaim")}
    parts = [rows[kind]["partner_submitted"] for kind in ("projectrating", "savingsline")]
    states = {"progressupdate": "state", "savingsclaim": "status"}
    for kind, row in shared.items():
        garden.plant({"progressupdate": "update_b"}.get(kind, "past_b"), row, **{states[kind]: "draft"})
    garden.plant("update_b", parts[0])
    garden.plant("past_b", parts[1])
    returned = ProgressUpdateFactory(workstream=world.waste, as_of="2011-10-20")
    claim = shared["savingsclaim"]
    of_b = {"claim": claim, "organisation": claim.organisation}
    withdrawn = SavingsLineFactory(**of_b, period="2014/15", achieved=1, released=True)
    gone = RiskFactory(partnership=world.rivers, slug="gone")
    for secret, row in (("update_a", returned), ("kept_b", withdrawn), ("gone", gone)):
        garden.plant(secret, row)
    age(DAYS)
    garden.plant("rivers", *parts)
    for kind, row in shared.items():
        garden.plant("rivers", row, **{states[kind]: "submitted"})
    type(returned).objects.filter(pk=returned.pk).update(
        state="returned", return_reason="Say why", reviewed_at=timezone.now()
    )
    type(withdrawn).objects.filter(pk=withdrawn.pk).update(released=False)
    gone.delete()
    commit()
