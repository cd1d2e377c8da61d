from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import ListView

from partnerships.models import Partnership
from savings import overviews, sharing
from savings.forms import CompendiumFilterForm
from savings.models import CompendiumEntry, SavingsLine
from savings.querysets import SharedProjectQuerySet
from savings.registers import COMPENDIUM
from sharedservices.core import components
from workstreams.models import Project


class SavingsView(ListView):
    """Every line of a partnership's savings, page by page."""

    template_name = "savings/line_list.html"
    paginate_by = 100

    def get_queryset(self) -> QuerySet[SavingsLine]:
        visible = Partnership.objects.visible_to(self.request.user)
        self.partnership = get_object_or_404(visible, slug=self.kwargs["slug"])
        lines = SavingsLine.objects.visible_to(self.request.user)
        mine = lines.filter(claim__partnership=self.partnership).for_table()
        return mine.values_list(*overviews.COLUMNS, named=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs, partnership=self.partnership)
        return context | overviews.by_claim(context["object_list"])


class CompendiumView(ListView):
    """Published examples and the projects that the reader sees, found by one form. A filter that cannot be read is
    told, with 400."""

    template_name = "savings/compendium.html"
    paginate_by = 50

    parts: sharing.Parts

    def get_queryset(self) -> Any:
        user = self.request.user
        self.form = CompendiumFilterForm(self.request.GET)
        entries = CompendiumEntry.objects.visible_to(user).for_table()
        projects: SharedProjectQuerySet[Project] = SharedProjectQuerySet(Project)
        projects = projects.visible_to(user).with_claims(user).for_table()
        if not self.form.is_valid():
            entries, projects = entries.none(), projects.none()
        else:
            wanted = dict(self.form.cleaned_data)
            wanted["text"] = wanted.pop("q")
            entries, projects = entries.matching(**wanted), projects.matching(user, **wanted)
        self.parts = sharing.Parts(entries, projects)
        return self.parts

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        entries, projects = context["page_obj"].object_list
        may_keep = COMPENDIUM.may_keep(self.request.user, None)
        return context | {
            "form": self.form,
            "filtered": any(self.request.GET.get(name) for name in self.form.fields),
            "counts": self.parts.counts,
            "entries": [sharing.of_entry(row, COMPENDIUM.url("detail", None, row.pk)) for row in entries],
            "projects": [sharing.of_project(row) for row in projects],
            "entry_columns": sharing.ENTRY_COLUMNS,
            "project_columns": sharing.PROJECT_COLUMNS,
            "projects_begin": self.parts.counts[0] // self.paginate_by + 1,
            "may_keep": may_keep,
            "add_url": COMPENDIUM.url("add", None) if may_keep else "",
            "crumbs": components.breadcrumbs(*COMPENDIUM.trail(None), COMPENDIUM.title),
        }

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return super().render_to_response(context, status=400 if self.form.errors else 200, **kwargs)
