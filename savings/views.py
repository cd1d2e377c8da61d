from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet, Window
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, ListView

from partnerships.models import Organisation, Partnership
from partnerships.requests import SignedInRequest
from savings import overviews, permissions, services, sharing
from savings.forms import CompendiumFilterForm, ReleaseForm
from savings.models import CompendiumEntry, SavingsClaim, SavingsLine
from savings.querysets import SharedProjectQuerySet
from savings.registers import COMPENDIUM
from sharedservices.core import components
from sharedservices.core.decisions import insist
from sharedservices.core.errors import RuleViolation
from sharedservices.core.paging import CountingPaginator
from workstreams.models import Project


class SavingsView(ListView):
    """Every line of a partnership's savings, page by page."""

    template_name = "savings/line_list.html"
    paginate_by = 100
    paginator_class = CountingPaginator
    request: SignedInRequest

    def get_queryset(self) -> QuerySet[SavingsLine]:
        try:
            self.seen = Partnership.objects.seen(self.request.user, slug=self.kwargs["slug"])
        except Partnership.DoesNotExist as error:
            raise Http404 from error
        lines = SavingsLine.objects.of_seen(self.seen).for_table().annotate(total=Window(Count("pk")))
        return lines.values_list(*overviews.COLUMNS, "total", named=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs, partnership=self.seen.partnership)
        rows = list(context["object_list"])
        return context | overviews.by_claim(rows) | {"own": self._own({row.claim_id for row in rows})}

    def _own(self, claims: set[int]) -> list[overviews.Own]:
        """Of the claims on the page, what this person releases or takes back."""
        councils = self.seen.held.organisations(*permissions.RELEASERS)
        lines = SavingsLine.objects.of_seen(self.seen).filter(claim__in=claims, organisation__in=councils)
        return overviews.own(lines.by_claim_and_council(), self.seen.partnership)


class ReleaseView(FormView):
    """A council shows its lines of one claim to the other partners."""

    form_class = ReleaseForm
    template_name = "savings/release.html"
    request: SignedInRequest
    title = button = "Release lines"
    consequence = "Every partner sees these figures from now on, and papers of every council tell them."
    nothing = "These lines are released already."
    done = "Released. Every partner sees these lines now."
    service = staticmethod(services.release)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        user = self.request.user
        visible = Partnership.objects.visible_to(user)
        self.partnership = get_object_or_404(visible, slug=self.kwargs["slug"])
        claims = SavingsClaim.objects.visible_to(user).filter(partnership=self.partnership)
        self.claim = get_object_or_404(claims, slug=self.kwargs["claim"])
        councils = Organisation.objects.visible_to(user)
        self.organisation = get_object_or_404(councils, slug=self.kwargs["organisation"])
        if not self._lines().exists():
            raise Http404
        insist(permissions.can_release(user, self.organisation))
        return super().dispatch(request, *args, **kwargs)

    def _lines(self) -> Any:
        lines = SavingsLine.objects.visible_to(self.request.user)
        return lines.filter(claim=self.claim).of_council(self.organisation).for_table()

    def is_wanted(self) -> bool:
        return bool(self._lines().kept_back().exists())

    def get_initial(self) -> dict[str, Any]:
        return {"seen": services.state_of(self._lines())}

    def form_valid(self, form: ReleaseForm) -> HttpResponse:
        by, now = self.request.user, timezone.now()
        try:
            changed = self.service(claim=self.claim, organisation=self.organisation, by=by, at=now, **form.cleaned_data)
        except RuleViolation as error:
            if error.field != "seen":
                raise
            form.add_error(None, error.message)
            form.data = {**form.cleaned_data, "seen": services.state_of(self._lines())}
            return self.form_invalid(form)
        if changed:
            messages.success(self.request, self.done)
        else:
            messages.info(self.request, self.nothing)
        return redirect("savings:lines", self.partnership.slug)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = ("title", "button", "consequence", "nothing", "partnership", "claim")
        context = super().get_context_data(**kwargs)
        return (
            context
            | {name: getattr(self, name) for name in names}
            | overviews.by_claim(self._lines().values_list(*overviews.COLUMNS, named=True))
            | {
                "form": context["form"] if self.is_wanted() else None,
                "list_url": reverse("savings:lines", args=[self.partnership.slug]),
            }
        )


class WithdrawView(ReleaseView):
    """A council takes its lines back, as long as nobody has verified the claim."""

    title = button = "Take lines back"
    consequence = "The other partners no longer see these figures. What a paper has told of them stays in that paper."
    nothing = "Your council keeps these lines back already."
    done = "Taken back. The other partners no longer see these lines."
    service = staticmethod(services.withdraw)

    def is_wanted(self) -> bool:
        return bool(self._lines().released().exists())


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
