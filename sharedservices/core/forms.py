"""Django's forms in the shape of the Design System: the settings' renderer, and a text area that counts."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.forms.widgets import Input, Widget
from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from sharedservices.core import components


class Kind(NamedTuple):
    """How a sort of widget looks, and the verb that asks for it when it was left empty."""

    name: str
    widget: type[Widget]
    css: str = ""
    error_css: str = ""
    verb: str = "Enter"


PASSWORD = "govuk-input govuk-password-input__input govuk-js-password-input-input"  # noqa: S105 - names of styles
# A widget is the first of these that it is an instance of.
KINDS = [
    Kind("radios", forms.RadioSelect, verb="Select"),
    Kind("checkboxes", forms.CheckboxSelectMultiple, verb="Select"),
    Kind("checkbox", forms.CheckboxInput, "govuk-checkboxes__input", verb="Select"),
    Kind("select", forms.Select, "govuk-select", "govuk-select--error", verb="Select"),
    Kind("textarea", forms.Textarea, "govuk-textarea", "govuk-textarea--error"),
    Kind("file", forms.FileInput, "govuk-file-upload", "govuk-file-upload--error", verb="Choose"),
    Kind("password", forms.PasswordInput, PASSWORD, "govuk-input--error"),
    Kind("date", forms.DateInput, "govuk-input govuk-input--width-10", "govuk-input--error"),
    Kind("input", Input, "govuk-input", "govuk-input--error"),
]
OTHER = Kind("other", Widget)
WIDGET_TEMPLATES = {
    "django/forms/widgets/radio.html": "govuk/forms/widgets/radios.html",
    "django/forms/widgets/checkbox_select.html": "govuk/forms/widgets/checkboxes.html",
    "django/forms/widgets/clearable_file_input.html": "govuk/forms/widgets/file.html",
}
BOUNDS = {"min_value": "more", "max_value": "less"}
REQUIRED = str(forms.Field.default_error_messages["required"])
BLANK = "---------"
NO_ADDRESS = "Enter an e-mail address in the correct format, like name@example.org"
THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
WORD = re.compile(r"\w+(?:['’.:]\w+|(?<=\d)[,;]\d\w*)*")


class Textarea(forms.Textarea):
    """Browsers send line ends as two characters but count them as one; so do we."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class CountedTextarea(Textarea):
    """Says how much room is left: words when `max_words` is given, else characters of the field's `max_length`."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, max_words: int | None = None) -> None:
        super().__init__(attrs)
        self.max_words = max_words


class TypedNumber(forms.NumberInput):
    """Takes a number as people write it, "40,000" too."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return value.replace(",", "") if isinstance(value, str) and THOUSANDS.fullmatch(value.strip()) else value


def caught_up(typed: QueryDict, *, version: int) -> QueryDict:
    """What was typed, to be shown again with the version that its writer has been told of by now."""
    shown = typed.copy()
    shown["version"] = str(version)
    return shown


class WordLimit:
    """A validator that counts as browsers do: "2011/12" and "co-operate" are two words, "1,250.50" is one, "-" none."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, value: str) -> None:
        count = sum(1 for _ in WORD.finditer(value))
        if count > self.limit:
            raise ValidationError(f"Use {self.limit} words or fewer. This has {count}.", code="max_words")


class NarrativeField(forms.CharField):
    """Running text with a limit in words, counted on the page and on the server."""

    def __init__(self, *, max_words: int, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("widget", CountedTextarea({"rows": rows}, max_words=max_words))
        super().__init__(**kwargs)
        self.validators.append(WordLimit(max_words))


class GovukBoundField(BoundField):
    """Classes, ids and wording for the templates. A form with `mark_optional = True` marks what may be left empty."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        if isinstance(field.widget, forms.NumberInput):
            _type_numbers_as_text(field)
        if isinstance(field, forms.ChoiceField) and not isinstance(field.widget, forms.RadioSelect):
            _name_the_blank_choice(field)

    @property
    def kind(self) -> Kind:
        if self.is_hidden:
            return OTHER
        return next((kind for kind in KINDS if isinstance(self.field.widget, kind.widget)), OTHER)

    @property
    def first_id(self) -> str:
        """Where a link from the error summary goes: of a group, its first choice."""
        widgets = self.subwidgets if self.use_fieldset else []
        return str(widgets[0].id_for_label) if widgets else self.auto_id

    @property
    def shown_label(self) -> str:
        optional = getattr(self.form, "mark_optional", False) and not self.field.required
        return f"{self.label} (optional)" if optional else str(self.label)

    @property
    def limit(self) -> dict[str, Any]:
        """What the page counts: {"maxlength": 150, "count-type": "words"}; nothing where there is no limit."""
        widget = self.field.widget
        if not isinstance(widget, CountedTextarea):
            return {}
        if widget.max_words:
            return {"maxlength": widget.max_words, "count-type": "words"}
        length = getattr(self.field, "max_length", None)
        return {"maxlength": length, "count-type": "characters"} if length else {}

    @property
    def limit_text(self) -> str:
        limit = self.limit
        return f"You can enter up to {limit['maxlength']} {limit['count-type']}" if limit else ""

    @property
    def group_attrs(self) -> SafeString:
        """Of the element around label, hint, error and widget: what GOV.UK Frontend's scripts look for."""
        counts = "govuk-character-count" if self.limit else ""
        module = "govuk-password-input" if self.kind.name == "password" else counts
        names = ["govuk-form-group", "govuk-form-group--error" if self.errors else "", module]
        data = {f"data-{name}": value for name, value in self.limit.items()}
        return flatatt({"class": " ".join(filter(None, names)), "data-module": module or False, **data})

    @property
    def messages(self) -> list[str]:
        """The field's errors, as they stand beside it."""
        return [text for error in self.errors.as_data() for text in self._worded(error)]

    @property
    def summary_messages(self) -> list[str]:
        """The same for the summary at the top, where each has to say which field it means."""
        label = str(self.label).removesuffix(" (optional)")
        named = label if label.endswith("?") else f"{label}:"
        return [text if label.lower() in text.lower() else f"{named} {text}" for text in self.messages]

    @property
    def error_html(self) -> SafeString:
        return format_html_join(components.LINE_BREAK, "{}", ((text,) for text in self.messages))

    def _worded(self, error: ValidationError) -> list[str]:
        label = str(self.label)
        if error.code == "required" and str(error.message) == REQUIRED:
            if self.kind.name == "checkbox":
                return [f"Tick “{label}” to continue"]
            return [f"{self.kind.verb} {_inside_sentence(label)}"]
        if error.code == "max_length" and error.params and "limit_value" in error.params:
            return [f"{label} must be {error.params['limit_value']} characters or fewer"]
        if error.code == "invalid" and isinstance(self.field, forms.EmailField):
            return [NO_ADDRESS]
        if error.code in BOUNDS and error.params and "limit_value" in error.params:
            return [f"{label} must be {error.params['limit_value']} or {BOUNDS[error.code]}"]
        return [text if ". " in text else text.removesuffix(".") for text in error.messages]

    def build_widget_attrs(self, attrs: Mapping[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        """Nothing that acts before the server has read it: bubbles, cut pastes, a focus that skips the errors."""
        built: dict[str, Any] = super().build_widget_attrs(dict(attrs), widget)
        built.pop("required", None)
        widget = widget or self.field.widget
        if widget.is_hidden:
            return built
        built |= dict.fromkeys(("maxlength", "minlength", "autofocus"), False)
        given = attrs.get("class") or widget.attrs.get("class")
        names = [self.kind.css, self.kind.error_css if self.errors else "", given]
        if css := " ".join(name for name in names if name):
            built["class"] = css
        if self.use_fieldset:
            built.pop("aria-invalid", None)
        if self.limit and self.auto_id:
            built["class"] += " govuk-js-character-count"
            built["aria-describedby"] = f"{built.get('aria-describedby', '')} {self.auto_id}-info".strip()
        return built


class GovukRenderer(TemplatesSetting):
    """settings.FORM_RENDERER. The error summary is the page's, not the form's: templates/base.html shows it."""

    form_template_name = "govuk/forms/form.html"
    formset_template_name = "govuk/forms/formset.html"
    field_template_name = "govuk/forms/field.html"
    bound_field_class = GovukBoundField

    def get_template(self, template_name: str) -> Any:
        return super().get_template(WIDGET_TEMPLATES.get(template_name, template_name))


def _type_numbers_as_text(field: forms.Field) -> None:
    """A number input drops what it cannot read and changes when the wheel turns; the server says what was wrong."""
    field.widget.input_type = "text"
    field.widget.attrs |= {"inputmode": "decimal" if isinstance(field, forms.DecimalField) else "numeric"}
    for name in ("min", "max", "step"):
        field.widget.attrs.pop(name, None)


def _name_the_blank_choice(field: forms.ChoiceField) -> None:
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == BLANK:
            field.empty_label = "Choose one"
    else:
        choices: Any = field.choices
        field.choices = [("", "Choose one") if choice == ("", BLANK) else choice for choice in choices]


def _inside_sentence(label: str) -> str:
    """The label with a small first letter, unless it starts with an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
