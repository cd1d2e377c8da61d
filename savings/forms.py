from django import forms

from savings.models import SavingsClaim
from workstreams.models import Project


def _any_of(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", "All"), *(choice for choice in choices if choice[0])]


class CompendiumFilterForm(forms.Form):
    """What both parts of the compendium are narrowed by."""

    q = forms.CharField(label="Text", max_length=200, required=False)
    kind = forms.ChoiceField(label="Kind of sharing", choices=_any_of(Project.Kind.choices), required=False)
    maturity = forms.ChoiceField(
        label="How firm the saving is", choices=_any_of(SavingsClaim.Maturity.choices), required=False
    )
    saving = forms.ChoiceField(
        label="Saving", choices=[("", "All"), ("yes", "With a saving"), ("no", "None stated")], required=False
    )
