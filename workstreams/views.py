from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import DetailView, UpdateView

from partnerships.requests import SignedInRequest
from sharedservices.core.decisions import insist
from sharedservices.core.errors import RuleViolation
from sharedservices.core.views import ScopedMixin
from workstreams import permissions, rules, services
from workstreams.forms import ProgressUpdateForm
from workstreams.models import Milestone, ProgressUpdate, Project, Workstream

UPDATES_ON_A_PAGE = 12


def _workstream(request: HttpRequest, partnership: str, slug: str) -> Workstream:
    visible = Workstream.objects.visible_to(request.user).for_table()
    workstream: Workstream = get_object_or_404(visible, partnership__slug=partnership, slug=slug)
    return workstream


class WorkstreamView(ScopedMixin, DetailView):
    """A workstream: where it stands, its milestones and projects, and every update."""

    model = Workstream
    template_name = "workstreams/workstream_detail.html"

    def get_object(self, queryset: Any = None) -> Workstream:
        return _workstream(self.request, self.kwargs["partnership"], self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        workstream, user, today = self.object, self.request.user, timezone.localdate()
        mine = {"workstream": workstream}
        updates = ProgressUpdate.objects.visible_to(user).submitted().filter(**mine).newest_first()
        return super().get_context_data(
            **kwargs,
            page_obj=Paginator(updates, UPDATES_ON_A_PAGE).get_page(self.request.GET.get("page")),
            milestones=[
                (milestone, milestone.timing(on=today))
                for milestone in Milestone.objects.visible_to(user).filter(**mine).for_table()
            ],
            projects=Project.objects.visible_to(user).filter(**mine).for_table(),
            draft=ProgressUpdate.objects.visible_to(user).drafts().filter(**mine).first(),
            may_update=permissions.can_update(user, workstream),
        )


class UpdateFormView(UpdateView):
    """The monthly update: one page, the last update beside each field; save as a draft or submit."""

    model = ProgressUpdate
    form_class = ProgressUpdateForm
    template_name = "workstreams/update_form.html"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.workstream = _workstream(request, kwargs["partnership"], kwargs["slug"])
        insist(permissions.can_update(request.user, self.workstream))
        return super().dispatch(request, *args, **kwargs)

    def get_object(self, queryset: Any = None) -> ProgressUpdate:
        """The workstream's draft; without one, a blank update that starts from the last one's ratings."""
        draft = ProgressUpdate.objects.visible_to(self.request.user).drafts().filter(workstream=self.workstream).first()
        self.last = (
            ProgressUpdate.objects.visible_to(self.request.user)
            .submitted()
            .filter(workstream=self.workstream)
            .newest_first()
            .first()
        )
        return draft or _blank(self.workstream, self.last)

    def form_valid(self, form: ProgressUpdateForm) -> HttpResponse:  # type: ignore[override]
        try:
            draft = services.save_draft(
                workstream=self.workstream,
                by=self.request.user,
                version=form.cleaned_data["version"],
                values=form.values(),
            )
        except RuleViolation as error:
            return self._refuse(form, error)
        if "submit" not in self.request.POST:
            messages.success(self.request, "Draft saved. Nobody but you and the programme's officers sees it yet.")
            return redirect(self.request.path)
        try:
            services.submit(draft=draft, by=self.request.user, at=timezone.now())
        except RuleViolation as error:
            data = self.request.POST.copy()
            data["version"] = str(draft.version)
            form.data = data
            return self._refuse(form, error)
        messages.success(self.request, f"Update as of {draft.as_of} submitted. The next committee papers will show it.")
        return redirect(self.workstream)

    def _refuse(self, form: ProgressUpdateForm, error: RuleViolation) -> HttpResponse:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        suggested = rules.WORDS[self.workstream.suggested_time(on=timezone.localdate())]
        return super().get_context_data(**kwargs, workstream=self.workstream, last=self.last, suggested=suggested)


def _blank(workstream: Workstream, last: ProgressUpdate | None) -> ProgressUpdate:
    if last is None:
        return ProgressUpdate(workstream=workstream)
    ratings = {f"rag_{name}": rating.value for name, rating in last.ratings.items()}
    return ProgressUpdate(workstream=workstream, rag_scale=last.rag_scale, **ratings)
