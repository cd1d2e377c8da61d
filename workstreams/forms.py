from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from partnerships.models import Meeting
from sharedservices.core.errors import RuleViolation
from sharedservices.core.formfields import FuzzyDateField
from sharedservices.core.forms import Textarea
from sharedservices.core.models import LONGEST
from workstreams import rules, submitting
from workstreams.models import RATINGS, ProgressUpdate, Project, ProjectRating

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
        widget=Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": "Say what has to change"},
    )


class ProjectRatingForm(forms.Form):
    """An update's rating of one project."""

    rag = forms.ChoiceField(label="Rating", required=False)
    reason = forms.CharField(label="Why", required=False, widget=Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any, *, project: Project, scale: str, rated: ProjectRating | None) -> None:
        initial = {"rag": rated.rag, "reason": rated.reason} if rated else {}
        super().__init__(data, prefix=f"project-{project.pk}", initial=initial)
        self.project = project
        self.fields["rag"].choices = SCALE_CHOICES[scale]  # type: ignore[attr-defined]
        self.fields["rag"].error_messages["invalid_choice"] = f"Choose one of the ratings for {project}."

    def clean_reason(self) -> str:
        """A limit of the field's own would not say which project it means."""
        reason: str = self.cleaned_data["reason"]
        if len(reason) > LONGEST:
            raise forms.ValidationError(f"Say in {LONGEST} characters or fewer why {self.project} is rated so.")
        return reason

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        rag, reason = cleaned.get("rag", ""), cleaned.get("reason", "")
        if reason and not rag and "rag" not in self.errors:
            self.add_error("rag", rules.UNRATED.format(project=self.project))
        if "submit" in self.data and rag and rules.lacks_reason(rules.Rag(rag), reason):
            self.add_error("reason", rules.UNEXPLAINED.format(project=self.project))
        return cleaned

    def rating(self) -> ProjectRating | None:
        """Unsaved; None where the project is not rated."""
        rag, reason = self.cleaned_data["rag"], self.cleaned_data.get("reason", "")
        return ProjectRating(project=self.project, rag=rag, reason=reason) if rag else None


class RebaselineForm(ReviewForm):
    after = FuzzyDateField(label="New baseline", error_messages={"required": "Enter the new baseline"})
    reason = forms.CharField(
        label="Why it moves",
        widget=Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": "Say why the baseline moves"},
    )
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label="Meeting that agreed it",
        error_messages={"required": "Choose the meeting that agreed it"},
    )

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]


class ProgressUpdateForm(forms.ModelForm):
    """The monthly update on one page, with a form for each project of its workstream. `version` guards against two
    people writing at once."""

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
        labels = rules.LABELS
        help_texts = {
            "as_of": "The day or the meeting it describes, for example 20 September 2011",
            "narrative": NARRATIVE_HELP,
            "rag_reason": "One sentence that a committee member would understand.",
        }
        error_messages = {"as_of": {"required": "Enter the day or the meeting that the update describes"}}
        widgets = {
            "narrative": Textarea(attrs={"rows": 8}),
            "help_needed": Textarea(attrs={"rows": 3}),
            "rag_reason": Textarea(attrs={"rows": 3}),
            **{
                f"rag_{name}": forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"})
                for name in ("time", "cost", "delivery", "benefits")
            },
        }

    def __init__(
        self, *args: Any, today: date, projects: Iterable[tuple[Project, ProjectRating | None]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        scale, data = self.instance.rag_scale, self.data if self.is_bound else None
        self.projects = [
            ProjectRatingForm(data, project=project, scale=scale, rated=rated) for project, rated in projects
        ]
        self.fields["version"].initial = self.instance.version if self.instance.pk else 0
        for name in ("rag_time", "rag_cost", "rag_delivery", "rag_benefits"):
            self.fields[name].choices = SCALE_CHOICES[self.instance.rag_scale]  # type: ignore[attr-defined]

    def is_valid(self) -> bool:
        """Asks every form, so that everything is said at once."""
        return all([super().is_valid(), *(form.is_valid() for form in self.projects)])

    def clean(self) -> dict[str, Any]:
        """Who submits is told everything that is missing at once; a draft may lack words."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "submit" in self.data:
            rated = [rating for form in self.projects if "rag" not in form.errors and (rating := form.rating())]
            for name, message in submitting.faults(self.instance.workstream, cleaned, rated, today=self.today):
                if name in self.fields and name not in self.errors:
                    self.add_error(name, message)
        return cleaned

    def values(self) -> dict[str, Any]:
        """The fields of the update itself, for the service."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def ratings(self) -> list[ProjectRating]:
        """Of its projects, unsaved, for the service."""
        return [rating for form in self.projects if (rating := form.rating())]

    def refuse(self, error: RuleViolation) -> None:
        """Says it beside its field, where that is on the page."""
        for form in (self, *self.projects):
            name = next((name for name in form.fields if form.add_prefix(name) == error.field), None)
            if name:
                form.add_error(name, error.message)
                return
        self.add_error(None, error.message)
