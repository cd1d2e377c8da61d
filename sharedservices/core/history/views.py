"""What became of one record: who changed what, when and why, in words."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView

from sharedservices.core import components
from sharedservices.core.history import past, seeing, telling
from sharedservices.core.registers.declared import OF_MODEL, called

ON_A_PAGE = 50


class HistoryView(DetailView):
    """Of a record that the reader sees, with what belongs to it; newest first. Everything else is missing (404)."""

    template_name = "core/history.html"

    def get_object(self, queryset: Any = None) -> Any:
        told = seeing.of_kind(self.kwargs["kind"])
        if told is None:
            raise Http404
        self.told = told
        rows = told.rows(self.request.user)
        return get_object_or_404(rows.for_table() if hasattr(rows, "for_table") else rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = past.AsAtForm(self.request.GET, today=timezone.localdate())
        if form.is_valid():
            return super().get_context_data(**kwargs, **self._named(form), **self._past(form.cleaned_data["as_at"]))
        return super().get_context_data(**kwargs, **self._named(form), **self._changes())

    def _named(self, form: past.AsAtForm) -> dict[str, Any]:
        crumbs = components.breadcrumbs(*self._trail(), "History")
        return {"kind": called(self.told.model), "crumbs": crumbs, "as_at_form": form, "error_forms": [form]}

    def _trail(self) -> list[str]:
        """Text and address of the pages above: those of its register, or its own page alone."""
        row, register = self.object, OF_MODEL.get(self.told.model)
        if register is None:
            page = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
            return ["Home", reverse("home"), *([str(row), page] if page else [])]
        scope = register.scope_of(row)
        above = [*register.trail(scope), register.title, register.url("list", scope)]
        return [*above, str(row), register.page_of(row, scope)]

    def _past(self, day: date) -> dict[str, Any]:
        """Its fields as they were; nothing of the time when the row was private to others."""
        user = self.request.user
        state = seeing.seen_as_at(self.told, self.object, user, past.end_of(day))
        if state is None:
            return {"as_at": day, "unknown": past.unknown(self.object, day)}
        return {"as_at": day, "facts": telling.facts(self.told.model, state, user)}

    def _changes(self) -> dict[str, Any]:
        events = seeing.of_record(self.told, self.object, self.request.user)
        page = Paginator(events, ON_A_PAGE).get_page(self.request.GET.get("page"))
        changes = telling.tell(page.object_list, self.request.user)
        own = (self.told.table, self.object.pk)
        return {"page_obj": page, "changes": [(one, (one.event.table, one.event.row) == own) for one in changes]}
