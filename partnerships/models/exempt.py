from django.db import models

from partnerships.exempt_querysets import ExemptTextQuerySet
from partnerships.models.governance import AgendaItem
from partnerships.models.organisation import Organisation
from sharedservices.core.models import LONGEST, TimeStampedModel


class ExemptText(TimeStampedModel):
    """What one council keeps of an exempt item: a table of its own, since a column hidden by a template leaks.

    Read by those whom that council has cleared. Never in an export, the API, a search, the administration or a paper:
    no table of the programme format, no serializer and no snapshot may name it.
    """

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="exempt_texts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    text = models.TextField("exempt text", max_length=LONGEST)

    objects = ExemptTextQuerySet.as_manager()

    class Meta:
        ordering = ["item", "organisation__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "organisation"], name="exempt_text_once")]

    def __str__(self) -> str:
        return f"Exempt text of {self.organisation}"
