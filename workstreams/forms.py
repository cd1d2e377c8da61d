from typing import Any

from django import forms

from sharedservices.core.models import LONGEST
from workstreams import rules
from workstreams.models import RATINGS, ProgressUpdate

NARRATIVE_HELP = "About 150 words. Start a line with “- ” for a bullet. Committee papers quote it as it stands."
SCALE_CHOICES = {
    scale.value: [(value, word) for value, word in RATINGS if rules.Rag(value) in points]
    for scale, points in rules.SCALE_POINTS.items()
}


class ReviewForm(forms.Form):
    """What the reviewer has read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ReturnForm(ReviewForm):
    reason = forms.CharField(
        label="What has to change",
        help_text="The workstream's lead reads it beside the update.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": "Say what has to change"},
    )


class ProgressUpdateForm(forms.ModelForm):
    """The monthly update on one page. `version` guards against two people writing at once."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = ProgressUpdate
        fields = (
            "as_of",
            "narrative",
            "rag_time",
            "rag_cost",
            "rag_delivery",
            "rag_benefits",
            "rag_reason",
            "help_needed",
        )
        labels = {
            "as_of": "As of",
            "narrative": "What changed since the last update",
            "rag_time": "Time",
            "rag_cost": "Cost",
            "rag_delivery": "Delivery",
            "rag_benefits": "Benefits",
            "rag_reason": "Why these ratings",
            "help_needed": "Help needed from the board",
        }
        help_texts = {
            "as_of": "The day or the meeting it describes, for example 20 September 2011",
            "narrative": NARRATIVE_HELP,
            "rag_reason": "One sentence that a committee member would understand.",
        }
        error_messages = {"as_of": {"required": "Enter the day or the meeting that the update describes"}}
        widgets = {
            "narrative": forms.Textarea(attrs={"rows": 8}),
            "help_needed": forms.Textarea(attrs={"rows": 3}),
            "rag_reason": forms.Textarea(attrs={"rows": 3}),
            **{
                f"rag_{name}": forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"})
                for name in ("time", "cost", "delivery", "benefits")
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version if self.instance.pk else 0
        for name in ("rag_time", "rag_cost", "rag_delivery", "rag_benefits"):
            self.fields[name].choices = SCALE_CHOICES[self.instance.rag_scale]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Who submits is told everything that is missing at once; a draft may lack words."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "submit" in self.data:
            for name in rules.missing_fields(cleaned, rules.UpdateState.SUBMITTED):
                if name not in self.errors:
                    self.add_error(name, rules.MISSING[name])
        return cleaned

    def values(self) -> dict[str, Any]:
        """The fields of the update itself, for the service."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}
