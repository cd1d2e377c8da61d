"""Finding a row in a long list: a text filter, and the choices that a register is filtered by."""

from typing import Any

from django import forms
from django.db import models
from django.db.models import Q

from sharedservices.core.fields import FuzzyDateField
from sharedservices.core.registers.declared import Register
from sharedservices.core.registers.naming import has

TEXT = "q"
NAMES = ("name", "title", "fund")  # of a row that another one names


def form_class(register: Register) -> type[forms.Form]:
    label = f"Text in {register.title[:1].lower()}{register.title[1:]}"
    fields: dict[str, forms.Field] = {TEXT: forms.CharField(label=label, max_length=200, required=False)}
    for name in register.filters:
        model_field: Any = register.model._meta.get_field(name)
        choices = [("", "All"), *(choice for choice in model_field.choices if choice[0])]
        fields[name] = forms.ChoiceField(label=register.label(name), choices=choices, required=False)
    return type("FilterForm", (forms.Form,), fields)


def narrowed(register: Register, rows: Any, wanted: dict[str, str]) -> Any:
    found = Q(**{name: wanted[name] for name in register.filters if wanted.get(name)})
    if text := wanted.get(TEXT):
        somewhere = Q()
        for path in _searched(register):
            somewhere |= Q(**{f"{path}__icontains": text})
        found &= somewhere
    return rows.filter(found)


def _searched(register: Register) -> list[str]:
    """Lookups of all text of a row, and of the names of the rows that it names."""
    names = dict.fromkeys([*(name for name in register.columns if isinstance(name, str)), *register.fields])
    paths = (_path(register.model._meta.get_field(name)) for name in names)
    return [path for path in paths if path]


def _path(field: Any) -> str:
    if field.many_to_one:
        return next((f"{field.name}__{name}" for name in NAMES if has(field.related_model, name)), "")
    is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(field, FuzzyDateField)
    return field.name if is_text and not field.choices else ""
