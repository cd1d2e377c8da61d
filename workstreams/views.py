from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import DetailView, UpdateView

from partnerships import permissions as partnership_permissions
from partnerships.models import Partnership
from partnerships.requests import SignedInRequest
from sharedservices.core.decisions import insist
from sharedservices.core.errors import RuleViolation
from sharedservices.core.forms import caught_up
from sharedservices.core.history.past import AsAtForm
from sharedservices.core.registers.declared import Register
from sharedservices.core.registers.keeping import Overtaken
from sharedservices.core.registers.past import past_table
from sharedservices.core.registers.views import table
from sharedservices.core.views import ScopedMixin
from workstreams import evidence, overviews, past, permissions, rules, services
from workstreams.forms import ProgressUpdateForm
from workstreams.models import Milestone, ProgressUpdate, Project, ProjectRating, ReportingRound, Workstream
from workstreams.registers import REBASELINES, RISKS, ROUNDS

UPDATES_ON_A_PAGE = 12


def _workstream(request: HttpRequest, partnership: str, slug: str) -> Workstream:
    visible = Workstream.objects.visible_to(request.user).for_table().select_related("theme")
    workstream: Workstream = get_object_or_404(visible, partnership__slug=partnership, slug=slug)
    return workstream


class WorkstreamView(ScopedMixin, DetailView):
    """A workstream: where it stands, its milestones and projects, and every update."""

    model = Workstream
    template_name = "workstreams/workstream_detail.html"

    def get_object(self, queryset: Any = None) -> Workstream:
        return _workstream(self.request, self.kwargs["partnership"], self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = AsAtForm(self.request.GET, today=timezone.localdate())
        if form.is_valid():
            return super().get_context_data(**kwargs, as_at_form=form, **self._past(form.cleaned_data["as_at"]))
        return super().get_context_data(**kwargs, as_at_form=form, error_forms=[form], **self._present())

    def _past(self, day: date) -> dict[str, Any]:
        try:
            then = past.workstream(self.object, day, self.request.user)
        except RuleViolation as unknown:
            return {"as_at": day, "unknown": unknown.message}
        updates = Paginator(then.pop("updates"), UPDATES_ON_A_PAGE).get_page(self.request.GET.get("page"))
        scope, user = self.object.partnership, self.request.user
        tables = {
            "moves": past_table(REBASELINES, scope, then.pop("moves"), day, user),
            "risks": past_table(RISKS, scope, then.pop("risks"), day, user),
        }
        return {"as_at": day, "page_obj": updates, "updates": [(update, None) for update in updates], **then, **tables}

    def _present(self) -> dict[str, Any]:
        workstream, user, today = self.object, self.request.user, timezone.localdate()
        mine = {"workstream": workstream}
        may_keep = partnership_permissions.can_keep(user, workstream.partnership)
        updates = ProgressUpdate.objects.visible_to(user).submitted().filter(**mine).newest_first()
        page: Any = Paginator(updates.with_projects().with_own(user), UPDATES_ON_A_PAGE).get_page(self._page(updates))
        may_review = permissions.can_review_updates(user, workstream)
        return {
            "page_obj": page,
            "updates": [(update, permissions.among_others(may_review, is_own=update.is_own)) for update in page],
            "hints": self._hints(page, today) if may_review else {},
            "milestones": [
                (milestone, milestone.timing(on=today))
                for milestone in Milestone.objects.visible_to(user).filter(**mine).for_table()
            ],
            "moves": self._listed(REBASELINES, "milestone__workstream"),
            "risks": self._listed(RISKS, "workstream", may_keep=bool(may_keep)),
            "projects": Project.objects.visible_to(user).filter(**mine).for_table(),
            "may_keep": may_keep,
            "draft": ProgressUpdate.objects.visible_to(user).drafts().filter(**mine).first(),
            "returned": ProgressUpdate.objects.visible_to(user).returned().filter(**mine).newest_first(),
            "may_update": permissions.can_update(user, workstream),
            "may_review": may_review,
        }

    def _hints(self, page: Any, today: date) -> dict[str, Any]:
        """For whoever reviews the newest update: what the records suggest beside it."""
        newest = page.object_list[0] if page.number == 1 and page.object_list else None
        rated = newest.project_ratings.all() if newest else []
        return evidence.hints_for(self.object, ratings=rated, on=today) if newest else {}

    def _page(self, updates: Any) -> str | int | None:
        """The page asked for; else the one that holds the update asked for."""
        number, update = (self.request.GET.get(name) for name in ("page", "update"))
        if number or not update:
            return number
        keys = [str(pk) for pk in updates.values_list("pk", flat=True)]
        return keys.index(update) // UPDATES_ON_A_PAGE + 1 if update in keys else None

    def _listed(self, register: Register, owner: str, *, may_keep: bool = False) -> dict[str, Any]:
        scope = self.object.partnership
        rows = register.rows(self.request.user, scope).filter(**{owner: self.object})
        return table(register, scope, rows, may_keep=may_keep)


class UpdateFormView(UpdateView):
    """The monthly update: one page, the last update beside each field; save as a draft or submit."""

    model = ProgressUpdate
    form_class = ProgressUpdateForm
    template_name = "workstreams/update_form.html"
    saved = "Draft saved. Nobody but you and the programme's officers sees it yet."
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.workstream = _workstream(request, kwargs["partnership"], kwargs["slug"])
        insist(permissions.can_update(request.user, self.workstream))
        return super().dispatch(request, *args, **kwargs)

    def get_object(self, queryset: Any = None) -> ProgressUpdate:
        """The workstream's draft; without one, a blank update that starts from the last one's ratings."""
        mine = self._updates()
        self.last = mine.submitted().newest_first().with_projects().first()
        return mine.drafts().with_projects().first() or _blank(self.workstream, self.last)

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the open projects, each as this update rates it: a new one as the last did, without its reason."""
        update, last = self.object, _by_project(self.last)
        started = {pk: ProjectRating(project=rating.project, rag=rating.rag) for pk, rating in last.items()}
        rated = _by_project(update) if update.pk else started
        visible = Project.objects.visible_to(self.request.user).filter(workstream=self.workstream)
        self.projects = [(project, rated.get(project.pk)) for project in visible.open_or_rated_in(update)]
        return super().get_form_kwargs() | {"projects": self.projects, "today": timezone.localdate()}

    def _updates(self) -> Any:
        return ProgressUpdate.objects.visible_to(self.request.user).filter(workstream=self.workstream)

    def save(self, form: ProgressUpdateForm) -> ProgressUpdate:
        return services.save_draft(
            workstream=self.workstream,
            by=self.request.user,
            version=form.cleaned_data["version"],
            values=form.values(),
            ratings=form.ratings(),
        )

    def form_valid(self, form: ProgressUpdateForm) -> HttpResponse:  # type: ignore[override]
        try:
            draft = self.save(form)
        except RuleViolation as error:
            return self._refuse(form, error)
        if "submit" not in self.request.POST:
            messages.success(self.request, self.saved)
            return redirect(self.request.path)
        try:
            services.submit(draft=draft, by=self.request.user, at=timezone.now())
        except RuleViolation as error:
            form.data = caught_up(self.request.POST, version=draft.version)
            return self._refuse(form, error)
        messages.success(self.request, f"Update as of {draft.as_of} submitted. The next committee papers will show it.")
        return redirect(self.workstream)

    def _refuse(self, form: ProgressUpdateForm, error: RuleViolation) -> HttpResponse:
        if isinstance(error, Overtaken):
            form.data = caught_up(self.request.POST, version=error.version)
        form.refuse(error)
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs, workstream=self.workstream, last=self.last)
        form, last = context["form"], _by_project(self.last)
        rated = [rating for _, rating in self.projects if rating]
        hints = evidence.hints_for(self.workstream, ratings=rated, on=timezone.localdate())
        before = {name: rules.WORDS[rating] for name, rating in self.last.ratings.items()} if self.last else {}
        return context | {
            "error_forms": form.projects,
            "aspects": [(form[f"rag_{name}"], before.get(name), hint) for name, hint in hints.items()],
            "projects": [(part, last.get(part.project.pk)) for part in form.projects],
        }


def _by_project(update: ProgressUpdate | None) -> dict[int, ProjectRating]:
    """Reads the prefetched ratings."""
    return {rating.project_id: rating for rating in update.project_ratings.all()} if update else {}


def _blank(workstream: Workstream, last: ProgressUpdate | None) -> ProgressUpdate:
    if last is None:
        return ProgressUpdate(workstream=workstream)
    ratings = {f"rag_{name}": rating.value for name, rating in last.ratings.items()}
    return ProgressUpdate(workstream=workstream, rag_scale=last.rag_scale, **ratings)


class RevisionView(UpdateFormView):
    """A returned update on the same page, with the reason beside it; save or submit again."""

    saved = "Saved. It stays returned until you submit it again."

    def get_object(self, queryset: Any = None) -> ProgressUpdate:
        update: ProgressUpdate = get_object_or_404(self._updates().with_projects(), pk=self.kwargs["pk"])
        if update.state != rules.UpdateState.RETURNED:
            raise RuleViolation(f"This update is {update.get_state_display().lower()}: only a returned one is edited.")
        self.last = self._updates().submitted().newest_first().with_projects().first()
        return update

    def save(self, form: ProgressUpdateForm) -> ProgressUpdate:
        return services.revise(
            update=self.object,
            by=self.request.user,
            version=form.cleaned_data["version"],
            values=form.values(),
            ratings=form.ratings(),
        )


class RoundsView(ScopedMixin, DetailView):
    """The reporting rounds of a partnership, and how far each workstream is with one of them."""

    model = Partnership
    slug_url_kwarg = "partnership"
    template_name = "workstreams/rounds.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        rounds = list(ReportingRound.objects.visible_to(user).filter(partnership=self.object).for_table())
        chosen = self._chosen(rounds, today)
        reports = overviews.of_round(chosen, user=user) if chosen else []
        return super().get_context_data(
            **kwargs,
            rounds=[
                (reporting, reporting.state(on=today), ROUNDS.url("edit", self.object, reporting.pk))
                for reporting in rounds
            ],
            chosen=chosen,
            state=chosen.state(on=today) if chosen else None,
            reports=reports,
            told=sum(report.progress.is_told for report in reports),
            may_keep=ROUNDS.may_keep(user, self.object),
            add_url=ROUNDS.url("add", self.object),
        )

    def _chosen(self, rounds: list[ReportingRound], today: date) -> ReportingRound | None:
        """The one asked for; else the first due of those that take updates, the last that opened, the first at all."""
        if slug := self.request.GET.get("round"):
            return get_object_or_404(ReportingRound, pk__in=[item.pk for item in rounds], slug=slug)
        opened = [item for item in rounds if item.opens <= today]
        taking = [item for item in opened if item.closes >= today]
        return next(iter([*taking[::-1], *opened, *rounds[::-1]]), None)
