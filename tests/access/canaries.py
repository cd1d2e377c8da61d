"""Words and amounts that stand nowhere else, planted in every private row, and where they come out again."""

import itertools
from decimal import Decimal
from typing import Any

from django.db import models

from sharedservices.core.fields import FuzzyDateField, MoneyField

SHORTEST = 20
FIRST, STEP = 71_031_007, 10_007


class Garden:
    """What was planted: every sign by the name of the secret that it belongs to."""

    def __init__(self) -> None:
        self.signs: dict[str, set[str]] = {}
        self._pence = (pence for pence in itertools.count(FIRST, STEP) if pence % 10)

    def plant(self, secret: str, *rows: Any, **also: Any) -> None:
        """A canary in each free text and each amount of the rows, past every rule of theirs; in the same change what
        else is to be set."""
        for row in rows:
            values = dict(also)
            for field in row._meta.local_concrete_fields:
                if _is_free_text(field):
                    values[field.name] = self._word(secret, field)
                elif isinstance(field, MoneyField):
                    values[field.name] = self.amount(secret)
            if values:
                type(row)._base_manager.filter(pk=row.pk).update(**values)

    def amount(self, secret: str) -> Decimal:
        """Another that is like no other, in any way of writing it; none ends in a nought, which programs leave out."""
        amount = Decimal(next(self._pence)) / 100
        self.signs.setdefault(secret, set()).update({f"{amount:,.2f}", f"{amount:.2f}", f"{amount:,.0f}"})
        return amount

    def found_in(self, text: str) -> set[str]:
        """The secrets that a text gives away."""
        return {secret for secret, signs in self.signs.items() if any(sign in text for sign in signs)}

    def _word(self, secret: str, field: Any) -> str:
        word = f"zq{secret.replace('_', '')}qz"
        self.signs.setdefault(secret, set()).add(word)
        return word if (field.max_length or SHORTEST) < 40 else f"{word} {field.name}"


def _is_free_text(field: Any) -> bool:
    if isinstance(field, models.SlugField | models.URLField | models.EmailField | models.FileField | FuzzyDateField):
        return False
    if not isinstance(field, models.CharField | models.TextField) or field.choices or field.primary_key:
        return False
    if field.unique or field.name in {"content", "sha256", "digest", "prefix", "gss_code", "authority_code"}:
        return False
    return field.editable and (field.max_length or LONG) >= SHORTEST


LONG = 10_000
