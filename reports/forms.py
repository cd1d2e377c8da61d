from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from reports.models import Report
from reports.rules import WRITTEN
from sharedservices.core.formfields import ReasonField
from sharedservices.core.forms import Textarea
from sharedservices.core.models import LONGEST

SECTION = "section_"
MOST_RECOMMENDATIONS = 30
WHY = "Shown in the paper's history to those who may see the paper."
PARAGRAPHS = "Leave a blank line between paragraphs: each is numbered. Start a line with “- ” for a bullet."


class ReportForm(forms.ModelForm):
    """The author's part of a report: its details, one text per written section of the house style, recommendations."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    recommendations = forms.CharField(
        label="Recommendations",
        help_text="One to a line. Each continues the lead-in: “The Committee is recommended to …”",
        widget=Textarea(attrs={"rows": 4}),
        required=False,
        max_length=LONGEST,
    )

    class Meta:
        model = Report
        fields = ("title", "purpose", "data_as_at", "by_office", "contact_office", "recommendation_lead")
        labels = {
            "data_as_at": "Data as at",
            "by_office": "Report by (office)",
            "contact_office": "Contact officer (office)",
        }
        widgets = {"purpose": Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        report = self.instance
        self.fields["version"].initial = report.version
        texts = {section.key: section.text for section in report.sections.all()}
        self.fields["recommendations"].initial = "\n".join(item.text for item in report.recommendations.all())
        for section in report.house_style.sections.all():
            if section.source in WRITTEN:
                self.fields[SECTION + section.key] = forms.CharField(
                    label=section.heading,
                    help_text=PARAGRAPHS,
                    widget=Textarea(attrs={"rows": 10}),
                    initial=texts.get(section.key, ""),
                    required=False,
                    max_length=LONGEST,
                )
        self.fields["why"] = ReasonField(label="Why is this changed? (optional)", help_text=WHY)

    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def texts(self) -> dict[str, str]:
        return {
            name.removeprefix(SECTION): value.replace("\r\n", "\n")
            for name, value in self.cleaned_data.items()
            if name.startswith(SECTION)
        }

    def clean_recommendations(self) -> list[str]:
        """The lines that say something."""
        lines = [line.strip() for line in self.cleaned_data["recommendations"].splitlines() if line.strip()]
        if len(lines) > MOST_RECOMMENDATIONS:
            raise ValidationError(f"Write at most {MOST_RECOMMENDATIONS} recommendations; these are {len(lines)}.")
        return lines
