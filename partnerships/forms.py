from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partnerships.models import ImportBatch, Organisation
from sharedservices.core.formfields import ReasonField
from sharedservices.core.programme.reading import FILE_BYTES, MEGABYTE
from sharedservices.core.scopes import TokenScope

NO_COUNCIL, OWN_ROLES = "none", "No council: my roles on the portal and its partnerships"
LIFETIMES = (("90", "90 days"), ("180", "6 months"), ("365", "A year"))


SCOPES = (
    (TokenScope.PROGRAMME.value, "The programme: organisations, partnerships, workstreams and updates"),
    (TokenScope.REPORTS.value, "Committee papers: reports and their versions"),
)


class TokenForm(forms.Form):
    """What a new API token is for, for whom it acts, what it reads, from where and how long."""

    name = forms.CharField(
        label="What is it for?",
        error_messages={"required": "Say what the token is for"},
        max_length=80,
        help_text="One token for each use, such as “Power BI, finance team”.",
    )
    organisation = forms.ChoiceField(
        label="For whom does it act?",
        required=False,
        widget=forms.RadioSelect,
        help_text="It sees what your roles there let you see, and nothing of your other roles.",
    )
    scopes = forms.MultipleChoiceField(
        label="What may it read?",
        error_messages={"required": "Select what the token may read"},
        choices=SCOPES,
        initial=[scope for scope, _ in SCOPES],
        widget=forms.CheckboxSelectMultiple,
    )
    networks = forms.CharField(
        label="From which addresses? (optional)",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One address or network on each line, such as 192.0.2.0/24. Empty means from anywhere.",
    )
    days = forms.TypedChoiceField(
        label="How long is it to work?",
        error_messages={"required": "Select how long the token is to work"},
        choices=LIFETIMES,
        coerce=int,
        initial="365",
        widget=forms.RadioSelect,
        help_text="After that it opens nothing, and you make a new one.",
    )

    def __init__(self, *args: Any, acting_choices: list[Organisation | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(one.pk) if one else NO_COUNCIL: one for one in acting_choices}
        field: Any = self.fields["organisation"]
        names = ((key, one.name if one else OWN_ROLES) for key, one in self.organisations.items())
        field.choices, field.initial = list(names), next(iter(self.organisations), None)
        if len(self.organisations) < 2:
            del self.fields["organisation"]

    def clean_organisation(self) -> Organisation | None:
        """The one that is chosen; the first when nothing was asked."""
        return self.organisations.get(self.cleaned_data["organisation"])

    def clean_networks(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["networks"].splitlines() if line.strip()]


class ImportForm(forms.Form):
    """A workbook or an archive, judged by its name, size and first bytes; what is in it is for the check to say."""

    workbook = forms.FileField(
        label="Workbook",
        help_text="One .xlsx file in the form of the template, or its tables as CSV files in one .zip. At most 5 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.zip"}),
        error_messages={
            "required": "Choose a workbook",
            "empty": "The chosen workbook is empty",
            "invalid": "Choose a workbook",
        },
    )

    def clean_workbook(self) -> Any:
        file = self.cleaned_data["workbook"]
        if not file.name.lower().endswith((".xlsx", ".zip")):
            raise ValidationError("The chosen file must be a workbook that ends in .xlsx, or CSV files in one .zip")
        if file.size > FILE_BYTES:
            raise ValidationError(f"The chosen file is {file.size / MEGABYTE:.1f} MB. It must be 5 MB or smaller")
        if file.read(4) != b"PK\x03\x04":
            raise ValidationError(
                "The chosen file is not an .xlsx workbook or a .zip, or has a password. Save it again without one"
            )
        file.seek(0)
        return file


class ConfirmForm(forms.Form):
    """What becomes of all rows that others have changed since the file was written, and why it is imported."""

    choice = forms.ChoiceField(
        label="What is to happen with the rows in conflict?",
        choices=ImportBatch.Choice.choices,
        initial=ImportBatch.Choice.KEEP,
        widget=forms.RadioSelect,
        help_text="Somebody has changed them in the portal since the file was written. This holds for all of them.",
    )
    why = ReasonField(
        label="Why is this imported?", help_text="Shown in the history of every record that it adds or changes."
    )
    mark_optional = True
