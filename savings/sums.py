from typing import Any

from partnerships.models import Award
from sharedservices.core.registers.declared import Facts
from workstreams.sums import asked_back


def target_sums(rows: list[Any], partnership: Any) -> Facts:
    """What the partnership's awards ask for in return, beside the targets."""
    told, wanted = asked_back(Award.objects.filter(partnership=partnership).order_by("slug"))
    if not told:
        return []
    same = next((target for target in rows if target.amount == wanted), None)
    agrees = f"agrees with “{same.title}”" if same else "no target states this sum"
    return [("Return that awards ask for", f"{told}: {agrees}")]
