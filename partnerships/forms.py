from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partnerships.models import ImportBatch
from sharedservices.core.programme.reading import FILE_BYTES, MEGABYTE

LIFETIMES = (("90", "90 days"), ("180", "6 months"), ("365", "A year"))


class TokenForm(forms.Form):
    """What a new API token is for, and how long it is to work."""

    name = forms.CharField(
        label="What is it for?",
        error_messages={"required": "Say what the token is for"},
        max_length=80,
        help_text="One token for each use, such as “Power BI, finance team”.",
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


class ConflictsForm(forms.Form):
    """What becomes of all rows that others have changed since the file was written."""

    choice = forms.ChoiceField(
        label="What is to happen with the rows in conflict?",
        choices=ImportBatch.Choice.choices,
        initial=ImportBatch.Choice.KEEP,
        widget=forms.RadioSelect,
        help_text="Somebody has changed them in the portal since the file was written. This holds for all of them.",
    )
