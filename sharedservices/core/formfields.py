"""Form fields of the value types: they read what people type and say plainly what they could not read."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sharedservices.core import dates, money
from sharedservices.core.models import LONGEST_REASON

ONE_DAY = "Write it like 20 September 2011."


def typed(value: dates.FuzzyDate) -> str:
    """Words when they read back as the same date; a quarter's words would come back as a range of months."""
    return value.words if dates.parse_human(value.words).text == value.text else value.text


class FuzzyDateField(forms.CharField):
    """Accepts "20 September 2011", "Sept 2011", "Q3 2011", "2012/13", "July to December 2011" and canonical text."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", "For example 20 September 2011, September 2011, 2012/13 or July to December 2011"
        )
        kwargs.pop("empty_value", None)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return typed(value) if isinstance(value, dates.FuzzyDate) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, dates.FuzzyDate):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return dates.parse_human(text)
        except dates.InvalidDate as error:
            raise ValidationError(str(error), code="invalid") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class DayField(forms.CharField):
    """One day, typed like any date of the portal; gives a `date`, or None where none is required."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "For example 20 September 2011")
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return str(dates.FuzzyDate.of(value)) if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            read = dates.parse_human(text)
        except dates.InvalidDate as error:
            raise ValidationError(str(dates.InvalidDate(text, error.wrong, ONE_DAY)), code="invalid") from error
        if read != dates.FuzzyDate.of(read.earliest):  # "by" and "from" a day are not that day
            raise ValidationError(str(dates.InvalidDate(text, "is not one day", ONE_DAY)), code="invalid")
        return read.earliest


class QualifiedMoneyField(forms.CharField):
    """Accepts "£1.25m", "up to £20k", "about 440 million", "1,250.50"; gives a QualifiedMoney."""

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, money.QualifiedMoney) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, money.QualifiedMoney):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return money.parse_human(text)
        except money.InvalidMoney as error:
            raise ValidationError(str(error), code="invalid") from error


class ReasonField(forms.CharField):
    """Why something is done, for its history: on one line, and nobody has to say it."""

    def __init__(self, *, label: str = "Why is this changed?", **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Shown in the record's history to those who may see the record.")
        super().__init__(label=label, required=False, **kwargs)

    def clean(self, value: Any) -> str:
        text = " ".join(super().clean(value).split())
        if len(text) > LONGEST_REASON:
            raise ValidationError(f"Say why in {LONGEST_REASON} characters or fewer", code="too_long")
        return text
