from django import forms

from savings.models import SavingsClaim
from sharedservices.core.forms import Textarea
from sharedservices.core.models import LONGEST
from workstreams.models import Project


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", "All"), *(choice for choice in choices if choice[0])],
        required=False,
        error_messages={"invalid_choice": "“%(value)s” is not known here. Choose one of the list."},
    )


class ReleaseForm(forms.Form):
    """`seen` says what the person read who decides."""

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why",
        help_text="It stands in the history of the lines, where every partner reads it.",
        widget=Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        error_messages={"required": "Say why"},
    )


class CompendiumFilterForm(forms.Form):
    """What both parts of the compendium are narrowed by."""

    q = forms.CharField(label="Text", max_length=200, required=False)
    kind = _choice("Kind of sharing", Project.Kind.choices)
    maturity = _choice("How firm the saving is", SavingsClaim.Maturity.choices)
    saving = _choice("Saving", [("yes", "With a saving"), ("no", "None stated")])
