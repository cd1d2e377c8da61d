"""What a paper freezes of a partnership's savings: plain values, with what nobody reported left as None."""

from typing import Any

from partnerships.models import Organisation, Partnership
from savings.models import SavingsClaim, SavingsLine
from sharedservices.core.money import QualifiedMoney


def savings(partnership: Partnership, council: Organisation) -> list[dict[str, Any]]:
    """As a paper of this council tells them. Two queries, however many claims."""
    claims: Any = SavingsClaim.objects.filter(partnership=partnership).told().for_table()
    return [
        {
            "title": claim.title,
            "workstream": claim.workstream.name if claim.workstream else "",
            "type_words": claim.get_kind_display(),
            "status_words": claim.get_status_display(),
            "due_words": claim.due.words if claim.due else "",
            "lines": [_line(line) for line in claim.told_lines],
        }
        for claim in claims.with_lines(SavingsLine.objects.told_by(council))
    ]


def _line(row: SavingsLine) -> dict[str, Any]:
    return {
        "period": row.period.text,
        "period_words": row.period.words,
        "organisation": row.organisation.name if row.organisation else "",
        "forecast": _money(row.stated_forecast),
        "identified": _money(row.stated_identified),
        "achieved": _money(row.stated_achieved),
        "note": row.note,
    }


def _money(stated: QualifiedMoney | None) -> dict[str, str] | None:
    return None if stated is None else {"amount": f"{stated.amount:.2f}", "qualifier": stated.qualifier.value}
