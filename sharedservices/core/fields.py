"""Model fields of the portal's value types, and the constraints that go with them."""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q

from sharedservices.core import formfields
from sharedservices.core.dates import FuzzyDate, InvalidDate
from sharedservices.core.money import QualifiedMoney, Qualifier

Given = TypeVar("Given")
Held = TypeVar("Held")

if TYPE_CHECKING:

    class Text(models.CharField[Given, Held]):
        """Holds dates, and None too where `null=True`: the stubs read it here."""

        _pyi_private_set_type: FuzzyDate | str  # type: ignore[assignment]
        _pyi_private_get_type: FuzzyDate  # type: ignore[assignment]
else:

    class Text(models.CharField):
        def __class_getitem__(cls, _types: object) -> type:
            """Django's fields take their types from the stubs only."""
            return cls


class FuzzyDateField(Text[Given, Held]):
    """Holds a FuzzyDate as its canonical text. Pair it with `earliest_of` or `latest_of` to sort rows by it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 32)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: object) -> FuzzyDate | None:
        return FuzzyDate.parse(value) if value else None

    def to_python(self, value: object) -> FuzzyDate | None:
        if value in (None, ""):
            return None
        if isinstance(value, FuzzyDate):
            return value
        try:
            return FuzzyDate.parse(str(value))
        except InvalidDate as error:
            raise ValidationError(str(error), code="invalid") from error

    def get_prep_value(self, value: object) -> str | None:
        parsed = self.to_python(value)
        return parsed.text if parsed else None

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"form_class": formfields.FuzzyDateField, **kwargs})


class _Day(Func):
    output_field = models.DateField()


PERIODS = (("begins", "ends"), ("start", "end"))
ENDS_FIRST = "This ends before it begins. Correct one of the two dates."


def ends_first(row: models.Model) -> str:
    """The field of a row's end that lies before its beginning; empty where none does."""
    for first, last in PERIODS:
        begins, ends = getattr(row, first, None), getattr(row, last, None)
        if isinstance(begins, FuzzyDate) and isinstance(ends, FuzzyDate) and ends.latest < begins.earliest:
            return last
    return ""


TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
TURNS = "This holds an invisible character that turns the text around it. Type the words anew."
FILLERS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")  # letters and marks that show nothing
NOTHING_SHOWN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
SHOWS_NOTHING = "This holds nothing but characters that nobody sees. Type the words, or leave it empty."


def illegible(row: models.Model) -> tuple[str, str] | None:
    """The field whose text cannot be read on a page as it stands, and why; none where all can."""
    for name, value in vars(row).items():
        if not isinstance(value, str) or not value:
            continue
        if TURNING.search(value):
            return name, TURNS
        if all(_shows_nothing(character) for character in value):
            return name, SHOWS_NOTHING
    return None


def _shows_nothing(character: str) -> bool:
    is_selector = "\ufe00" <= character <= "\ufe0f"
    return is_selector or character in FILLERS or unicodedata.category(character) in NOTHING_SHOWN


def earliest_of(name: str) -> models.GeneratedField:
    return models.GeneratedField(
        expression=_Day(F(name), function="fuzzy_earliest"), output_field=models.DateField(), db_persist=True
    )


def latest_of(name: str) -> models.GeneratedField:
    return models.GeneratedField(
        expression=_Day(F(name), function="fuzzy_latest"), output_field=models.DateField(), db_persist=True
    )


class MoneyField(models.DecimalField):
    """Pounds and pence, `numeric(14,2)`. Empty means "not stated", which is never shown as 0."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"], kwargs["decimal_places"] = 14, 2
        super().__init__(*args, **kwargs)


class QualifierField(models.CharField):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {
            "max_length": 8,
            "choices": [(item.value, item.value) for item in Qualifier],
            "default": Qualifier.EXACT.value,
        }
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for key in ("max_length", "choices", "default"):
            kwargs.pop(key, None)
        return name, path, args, kwargs


def qualified(name: str) -> Callable[[models.Model], QualifiedMoney | None]:
    """The getter of a property that reads `<name>` and `<name>_qualifier` as one value."""

    def read(self: models.Model) -> QualifiedMoney | None:
        amount: Decimal | None = getattr(self, name)
        return None if amount is None else QualifiedMoney(amount, Qualifier(getattr(self, f"{name}_qualifier")))

    return read


def real_money(name: str, *, table: str) -> models.CheckConstraint:
    """numeric accepts NaN, and NaN >= 0 is true in PostgreSQL: both ends are checked."""
    return models.CheckConstraint(
        name=f"{table}_{name}_is_money",
        condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0, f"{name}__lt": Decimal("1e12")}),
        violation_error_message=f"The amount “{name.replace('_', ' ')}” must be 0 or more.",
    )
