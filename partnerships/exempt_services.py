"""Writing what a council keeps of an exempt item."""

from django.db import transaction

from partnerships import permissions
from partnerships.models import AgendaItem, ExemptText, Organisation, User
from sharedservices.core.acting import saying
from sharedservices.core.decisions import insist
from sharedservices.core.errors import RuleViolation

NOT_EXEMPT = "This item is open to the public. Make it exempt first, with its paragraphs and the public interest test."
OVERTAKEN = "Somebody changed this text while you were writing. What is saved now is above; yours is still below."


@transaction.atomic
def write_exempt(
    *, item: AgendaItem, organisation: Organisation, by: User, text: str, version: int, why: str = ""
) -> None:
    """Writes the council's text; without words it is taken away. `version` is what the writer saw, 0 for none;
    `why` goes to its history."""
    locked = AgendaItem.objects.select_for_update().get(pk=item.pk)
    insist(permissions.can_write_exempt(by, organisation))
    if locked.part != AgendaItem.Part.EXEMPT:
        raise RuleViolation(NOT_EXEMPT)
    row = ExemptText.objects.filter(item=locked, organisation=organisation).first()
    if (row.version if row else 0) != version:
        raise RuleViolation(OVERTAKEN, field="text")
    with saying(reason=why):
        _keep(row or ExemptText(item=locked, organisation=organisation), text)


def _keep(row: ExemptText, text: str) -> None:
    if text:
        row.text = text
        row.save()
    elif row.pk:
        row.delete()
