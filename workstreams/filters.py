from collections.abc import Mapping
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict

from partnerships.models import Organisation, Partnership
from sharedservices.core.filters import ChoicesFilter, CodesFilter, FlagFilter, Ordering, SearchFilter
from workstreams import rules
from workstreams.models import Stage, Workstream

NOT_RATED = "none"  # an empty word in an address is no filter
RATINGS = [(rag.value or NOT_RATED, word) for rag, word in rules.WORDS.items()]


class WorkstreamFilter(django_filters.FilterSet):
    q = SearchFilter(fields=("name", "purpose"), help_text="Text in the name or purpose.")
    code = django_filters.CharFilter("slug", help_text="The workstream's code within its partnership.")
    partnership = CodesFilter(
        field_name="partnership",
        scope=Partnership.objects.visible_to,
        distinct=False,
        help_text="Code of its partnership; repeat for several.",
    )
    lead = CodesFilter(
        field_name="lead",
        scope=Organisation.objects.visible_to,
        distinct=False,
        help_text="Code of the organisation that leads it; repeat for several.",
    )
    status = ChoicesFilter(choices=Workstream.Status.choices, help_text="Status; repeat for several.")
    stage = ChoicesFilter(
        choices=[(value, word) for value, word in Stage.choices if value], help_text="Stage; repeat for several."
    )
    is_focus = FlagFilter(help_text="true for those in focus, false for the others.")
    ordering = Ordering(
        fields={
            "name": "name",
            "slug": "code",
            "order": "order",
            "status": "status",
            "stage": "stage",
            "updated_at": "updated_at",
        },
        help_text="name, code, order, status, stage or updated_at; “-” in front turns the order round.",
    )

    class Meta:
        model = Workstream
        fields: tuple[str, ...] = ()


Options = Mapping[str, str]
UNSEEN = {"invalid_choice": "“%(value)s” is not the code of anything you may see."}
NO_THEME = {"invalid_choice": "The partnership chosen has no such theme. Choose another, or all themes."}
NO_RATING = {"invalid_choice": "“%(value)s” is not a rating. Choose one of the list."}


class Asked(forms.Form):
    """Judges only: the page draws its drop-downs itself."""

    bound_field_class = forms.BoundField


class WorkstreamListFilter(WorkstreamFilter):
    """The page's: what the API's filters know, and how things stand on a day. Empty words ask for nothing.

    `partnerships`, `leads` and `themes` are those that may be chosen, by short name.
    """

    partnership = django_filters.ChoiceFilter("partnership__slug", label="Partnership", error_messages=UNSEEN)
    lead = django_filters.ChoiceFilter("lead__slug", label="Lead", error_messages=UNSEEN)
    theme = django_filters.ChoiceFilter("theme__slug", label="Theme", error_messages=NO_THEME)
    rating = django_filters.ChoiceFilter(
        choices=RATINGS, method="filter_rating", label="Rating", error_messages=NO_RATING
    )
    overdue = FlagFilter(method="filter_overdue", label="Update")

    class Meta(WorkstreamFilter.Meta):
        form = Asked

    def __init__(
        self, data: QueryDict, queryset: Any, *, on: date, partnerships: Options, leads: Options, themes: Options
    ) -> None:
        super().__init__(data, queryset)
        self.on = on
        for name, options in (("partnership", partnerships), ("lead", leads), ("theme", themes)):
            self.filters[name].extra["choices"] = options.items  # called: a form copies all else that it is given

    def filter_rating(self, rows: Any, _name: str, value: str) -> Any:
        return rows.rated(rules.Rag("" if value == NOT_RATED else value), on=self.on)

    def filter_overdue(self, rows: Any, _name: str, value: Any) -> Any:
        late = rows.overdue(on=self.on)
        return late if value else rows.exclude(pk__in=late.order_by().values("pk"))

    def filter_queryset(self, queryset: Any) -> Any:
        """Closed ones only when they are asked for."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data["status"] else rows.open()


def asked(data: QueryDict) -> QueryDict:
    """What was asked for: the form sends an empty word for everything that was not chosen."""
    given = QueryDict(mutable=True)
    for name, values in data.lists():
        if words := [word for value in values if (word := value.replace("\0", "").strip())]:
            given.setlist(name, words)
    return given
