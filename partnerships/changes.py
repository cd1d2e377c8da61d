"""What changed in a partnership since a day: one question to its history, whatever was changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.views.generic import DetailView

from partnerships import permissions
from partnerships.models import Partnership, User
from sharedservices.core.formfields import DayField
from sharedservices.core.history import seeing, telling
from sharedservices.core.history.telling import Change
from sharedservices.core.registers.declared import called
from sharedservices.core.views import ScopedMixin

SINCE = timedelta(days=28)
ON_A_PAGE = 50
NOBODY = "This person changed nothing since that day. Choose somebody else, or an earlier day."


class ChangesForm(forms.Form):
    since = DayField(
        label="Changed since",
        required=False,
        max_length=40,
        help_text="For example 1 November 2026.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    kind = forms.ChoiceField(label="Kind of record", required=False)
    who = forms.ModelChoiceField(
        User.objects.none(),
        label="Changed by",
        required=False,
        empty_label="Anybody",
        error_messages={"invalid_choice": NOBODY},
    )
    batch = forms.IntegerField(
        label="Import number",
        required=False,
        min_value=1,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Every kind"), *_kinds()]  # type: ignore[attr-defined]
        self.fields["who"].queryset = people  # type: ignore[attr-defined]

    def narrow(self, events: Any) -> Any:
        given = self.cleaned_data
        told = seeing.of_kind(given["kind"]) if given["kind"] else None
        asked = {
            "table": told.table if told else None,
            "user": given["who"].pk if given["who"] else None,
            "batch": given["batch"],
        }
        wanted = {name: value for name, value in asked.items() if value is not None}
        return events.filter(**wanted) if wanted else events


def _kinds() -> list[tuple[str, str]]:
    models = (told.model for told in seeing.TOLD.values() if not told.model._meta.auto_created)
    kinds = ((str(one._meta.model_name), capfirst(called(one))) for one in models)
    return sorted(kinds, key=lambda one: one[1])


@dataclass(frozen=True)
class Day:
    """What happened on a day, record by record."""

    day: date
    records: list[list[Change]]


def by_day(changes: Iterable[Change]) -> list[Day]:
    """In the order they come; a record stands where it was changed last on that day."""
    return [Day(day, _by_record(group)) for day, group in groupby(changes, key=lambda change: change.at.date())]


def _by_record(changes: Iterable[Change]) -> list[list[Change]]:
    records: dict[tuple[str, int], list[Change]] = {}
    for change in changes:
        records.setdefault((change.event.table, change.event.row), []).append(change)
    return list(records.values())


class ChangesView(ScopedMixin, DetailView):
    """Newest first; each person sees what they may see of the records themselves."""

    model = Partnership
    template_name = "partnerships/changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        manages = permissions.can_keep(user, self.object)
        given = self.request.GET
        day = _day(given.get("since", ""), today)
        every: Any = seeing.of_partnership(user, self.object.pk, manages=bool(manages)).since(midnight(day))
        counts = _counts(every)
        form = ChangesForm({**given.dict(), "since": given.get("since", "").strip() or day}, people=_people(counts))
        events = form.narrow(every) if form.is_valid() else every.none()
        paginator = Paginator(events, ON_A_PAGE)
        if events is every:
            paginator.count = sum(counts.values())
        page = paginator.get_page(given.get("page"))
        days = by_day(telling.tell(page.object_list, user))
        return super().get_context_data(**kwargs, form=form, page_obj=page, days=days, manages=manages)


def _day(text: str, today: date) -> date:
    """The day asked for, as far as it can be read: what is wrong with it, the form says."""
    try:
        return DayField(required=False).clean(text) or today - SINCE
    except forms.ValidationError:
        return today - SINCE


def _counts(events: Any) -> dict[int | None, int]:
    """How many changes by whom. To find who sees which event costs time: it is asked once for all that a page needs."""
    return dict(events.order_by().values_list("user").annotate(Count("pk")))


def _people(counts: dict[int | None, int]) -> QuerySet[User]:
    return User.objects.filter(pk__in=[person for person in counts if person]).order_by("name", "pk")


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
