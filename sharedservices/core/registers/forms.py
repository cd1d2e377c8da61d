"""The form of a register: its model's fields, money and dates as people type them, choices from within the scope."""

from functools import partial
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.db.models import Exists, OuterRef, Q

from sharedservices.core.fields import FuzzyDateField, MoneyField
from sharedservices.core.formfields import DayField, QualifiedMoneyField, ReasonField
from sharedservices.core.forms import Textarea, TypedNumber
from sharedservices.core.models import LONGEST
from sharedservices.core.money import Qualifier
from sharedservices.core.registers.declared import Register
from sharedservices.core.registers.naming import NamedRowsField

DATE_HELP = "For example 20 September 2011, September 2011 or 2012/13."
DAY_HELP = "For example 20 September 2011 or 20/9/2011."
MONEY_HELP = "For example £20,000, about £1.25m or up to £20k. Leave it empty where it was not stated."
SAME = "Another record has the same %(field_labels)s. Change that one, or correct this one."
ORDER_HELP = "Its place in lists: the lowest number comes first."
NAMES_HELP = "One a line: a name, a short name or a code."
UNSEEN = "The one that is recorded, which is not for you to see"


class RegisterForm(forms.ModelForm):
    """`version` is what the writer last saw: it guards against two people writing at once. What is new needs no why."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    why = ReasonField()
    mark_optional = True
    register: Register

    def __init__(self, *args: Any, scope: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version if self.instance.pk else 0
        if not self.instance.pk:
            del self.fields["why"]
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField | NamedRowsField):
                field.queryset = self._choices(name, scope, user)
                if isinstance(field, forms.ModelChoiceField):
                    field.label_from_instance = as_choice  # type: ignore[assignment, method-assign]
            elif isinstance(field, QualifiedMoneyField):
                self.initial[name] = getattr(self.instance, f"stated_{name}")

    def _choices(self, name: str, scope: Any, user: Any) -> Any:
        """Rows of the same scope; what stands in no scope (organisations) as far as the user sees it. What the record
        names already stays on offer, or saving it would drop what this person may not see."""
        model: Any = self.instance._meta.get_field(name).related_model
        visible = model.objects.visible_to(user)
        path = path_to(model, type(scope))
        within = self.register.choices(name, visible.filter(**{path: scope}) if path else visible, self.instance)
        if held := self._held(name):
            within = model.objects.filter(Q(pk__in=within.order_by().values("pk")) | Q(pk__in=held))
            within = within if path else within.annotate(is_seen=Exists(visible.order_by().filter(pk=OuterRef("pk"))))
        return within.for_table() if hasattr(within, "for_table") else within

    def _held(self, name: str) -> list[int]:
        """Keys of the rows that the record names now."""
        given = self.initial.get(name) if self.instance.pk else None
        return [row.pk for row in given] if isinstance(given, list) else [given] if given else []

    def clean(self) -> dict[str, Any]:
        """Splits money into the two fields that hold it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if isinstance(field, QualifiedMoneyField) and name in cleaned:
                value = cleaned[name]
                cleaned[name] = value.amount if value else None
                cleaned[f"{name}_qualifier"] = value.qualifier.value if value else Qualifier.EXACT.value
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "why")}

    def _get_validation_exclusions(self) -> set[str]:
        """The scope is not on the form but known, so that what must be unique within it is checked at once."""
        known = {
            field.name
            for field in self.instance._meta.fields
            if field.is_relation and field.value_from_object(self.instance)
        }
        return super()._get_validation_exclusions() - known  # type: ignore[misc]


class DeletionForm(forms.Form):
    """What the person has read who deletes it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    why = ReasonField(label="Why is this deleted?")
    mark_optional = True


def form_class(register: Register) -> type[RegisterForm]:
    made: Any = forms.modelform_factory(
        register.model,
        form=RegisterForm,
        fields=register.fields,
        formfield_callback=partial(_form_field, named=register.named),
        help_texts=_hints(register),
        error_messages={NON_FIELD_ERRORS: {"unique_together": SAME}},
    )
    made.register = register
    return made


def _hints(register: Register) -> dict[str, str]:
    given = dict(register.hints)
    if "order" in register.fields and not getattr(register.model._meta.get_field("order"), "help_text", ""):
        given["order"] = ORDER_HELP
    return given


def as_choice(row: Any) -> str:
    """A row among others to choose from: where its name alone would not tell it apart, it says so itself. What the
    record names and this person does not see has no name here."""
    if not getattr(row, "is_seen", True):
        return UNSEEN
    return str(row.as_choice() if hasattr(row, "as_choice") else row)


def path_to(model: Any, target: Any) -> str:
    """The lookup from a row to the `target` that it belongs to: along the keys it would be deleted with."""
    owners = [
        field
        for field in model._meta.fields
        if field.remote_field and getattr(field.remote_field, "on_delete", None) is models.CASCADE
    ]
    direct = next((field.name for field in owners if field.related_model is target), "")
    if direct:
        return direct
    paths = ((field.name, path_to(field.related_model, target)) for field in owners if field.related_model is not model)
    return next((f"{name}__{path}" for name, path in paths if path), "")


def _form_field(field: Any, *, named: tuple[str, ...] = (), **kwargs: Any) -> forms.Field | None:
    label = field.verbose_name[:1].upper() + field.verbose_name[1:]
    if isinstance(field, MoneyField) and hasattr(field.model, f"stated_{field.name}"):
        return QualifiedMoneyField(label=label, required=not field.blank, help_text=field.help_text or MONEY_HELP)
    if field.name in named:
        help_text = f"{field.help_text} {NAMES_HELP}".strip()
        return NamedRowsField(label=label, required=not field.blank, help_text=help_text)
    if isinstance(field, models.DateField):
        help_text = f"{field.help_text} {DAY_HELP}".strip()
        return DayField(label=label, required=not field.blank, help_text=help_text)
    if isinstance(field, ArrayField):
        return _several(field, label)
    made: forms.Field | None = field.formfield(**kwargs | _options(field))
    if made and isinstance(field, FuzzyDateField):
        made.help_text = f"{field.help_text} {DATE_HELP}".strip()
    return made


def _options(field: Any) -> dict[str, Any]:
    if isinstance(field, models.TextField):
        return {"widget": Textarea({"rows": 4}), "max_length": LONGEST}
    if isinstance(field, models.IntegerField | models.DecimalField) and not field.choices:
        return {"widget": TypedNumber}
    if isinstance(field, models.ManyToManyField):
        return {"widget": forms.CheckboxSelectMultiple}
    if isinstance(field, models.URLField):
        return {"assume_scheme": "https"}
    return {}


def _several(field: Any, label: str) -> forms.MultipleChoiceField:
    boxes = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(
        choices=field.base_field.choices, widget=boxes, label=label, required=not field.blank, help_text=field.help_text
    )
